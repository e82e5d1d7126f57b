import type { DocumentSummary } from '../../domain/report-document.js';
import type { IndexStatus } from '../../domain/report-index.js';
import { secondsLeft } from '../../domain/seconds-left.js';
import { documentKey, encodeAction } from './callback-data.js';
import type { ChatContext } from './chat-context.js';
import type { ChatMessages } from './chat-messages-english.js';
import { readPreferences, stillThere } from './chat-preferences.js';
import { cleanLine } from './clean-text.js';
import type { CommandCall } from './command-call.js';
import { describeProblem } from './describe-problem.js';
import type { Place } from './place.js';
import { concat, joinTexts, styled } from './rich-text.js';
import { type MessageContent, plainContent } from './send-text.js';
import { shorten } from './shorten.js';
import { reply } from './speak.js';

/** Longer lists are of no use on a telephone. */
const mostReports = 30;
const longestTitle = 80;
const longestButton = 40;

export async function showReports(context: ChatContext, call: CommandCall): Promise<void> {
  const { message, messages, language } = call;
  const content = await reportList(context, message.place, messages).catch((error: unknown) => {
    context.log.warn('telegram_command_failed', { command: 'report' });
    return plainContent(describeProblem(error, language));
  });
  await reply(context, message, content);
}

/** Which reports there are, with a mark on those that are asked, and buttons to choose when there are several. */
export async function reportList(
  { app }: ChatContext,
  place: Place,
  messages: ChatMessages,
): Promise<MessageContent> {
  const [documents, status] = await Promise.all([app.documents(), app.status()]);
  if (documents.length === 0) return plainContent(messages.noReports);
  const chosen = stillThere((await readPreferences(app, place)).documents, documents);
  const isAsked = ({ id }: DocumentSummary) => chosen.length === 0 || chosen.includes(id);
  const shown = documents.slice(0, mostReports);
  const lines = shown.map((document, index) => {
    const mark = documents.length > 1 && isAsked(document) ? '✓ ' : '';
    const title = shorten(cleanLine(document.title), longestTitle);
    return concat(`${index + 1}. ${mark}`, title, ` · ${messages.reportLine(document.passages)}`);
  });
  const hidden = documents.length - shown.length;
  const text = joinTexts(
    [
      styled('bold', messages.reports(documents.length, status.passages)),
      joinTexts([...lines, hidden > 0 ? messages.moreReports(hidden) : ''], '\n'),
      indexState(status, messages),
      documents.length > 1 ? messages.chooseReport : '',
    ],
    '\n\n',
  );
  if (documents.length < 2) return text;
  return { ...text, keyboard: choices(shown, chosen, messages) };
}

function choices(
  documents: readonly DocumentSummary[],
  chosen: readonly string[],
  messages: ChatMessages,
) {
  const all = {
    text: `${chosen.length === 0 ? '✓ ' : ''}${messages.allReports}`,
    callback_data: encodeAction({ kind: 'document', documentKey: null }),
  };
  const single = documents.map((document) => [
    {
      text: `${chosen.includes(document.id) ? '✓ ' : ''}${buttonText(document)}`,
      callback_data: encodeAction({ kind: 'document', documentKey: documentKey(document.id) }),
    },
  ]);
  return [[all], ...single];
}

export function buttonText({ title, file }: DocumentSummary): string {
  return shorten(cleanLine(title) || file, longestButton);
}

function indexState(status: IndexStatus, messages: ChatMessages): string {
  const { builtAt, vectors, vectorsWanted } = status;
  if (builtAt === null) return messages.notIndexed;
  const time = `${builtAt.slice(0, 10)} ${builtAt.slice(11, 16)}`;
  const left = secondsLeft(status);
  const minutes = left === null ? null : Math.ceil(left / 60);
  const missing =
    vectors < vectorsWanted ? `\n${messages.indexing(vectors, vectorsWanted, minutes)}` : '';
  return messages.indexedAt(time) + missing;
}
