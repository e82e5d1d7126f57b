import type { IndexProgress } from '../../domain/app.js';
import type { DocumentSummary } from '../../domain/report-document.js';
import type { GateReport } from '../../domain/scorecard.js';
import { documentKey, encodeAction } from './callback-data.js';
import type { ChatContext } from './chat-context.js';
import { CHAT_JOBS } from './chat-job.js';
import type { ChatMessages } from './chat-messages-english.js';
import { cleanLine } from './clean-text.js';
import type { CommandCall } from './command-call.js';
import { describeForAdmin } from './describe-problem.js';
import { growInMessage } from './growing-answer.js';
import { listDocuments } from './list-documents.js';
import type { Place } from './place.js';
import { buttonText } from './report-list.js';
import { joinTexts, type RichText, styled } from './rich-text.js';
import { editText, type MessageContent, plainContent } from './send-text.js';
import { shorten } from './shorten.js';
import { reply } from './speak.js';

/** Long work on the index, one after the other. */
export const INDEX_LANE = 'index';
const countedFeedback = 1000;
const mostChoices = 40;
const mostProblems = 10;

export async function showStats(context: ChatContext, call: CommandCall): Promise<void> {
  const { app, jobs, log } = context;
  const { message, messages, language } = call;
  const content = await (async () => {
    const [status, counts, feedback] = await Promise.all([
      app.status(),
      jobs.counts(CHAT_JOBS),
      app.feedback(countedFeedback),
    ]);
    const up = feedback.filter(({ verdict }) => verdict === 'up').length;
    return figures(messages, [
      [messages.stats.reports, status.documents],
      [messages.stats.passages, status.passages],
      [messages.stats.vectors, `${status.vectors} / ${status.vectorsWanted}`],
      [messages.stats.generation, status.generation],
      [messages.stats.waiting, counts.waiting],
      [messages.stats.running, counts.running],
      [messages.stats.failed, counts.failed],
      [messages.stats.feedback(countedFeedback), `👍 ${up} · 👎 ${feedback.length - up}`],
    ]);
  })().catch((error: unknown) => {
    log.warn('telegram_command_failed', { command: 'stats' });
    return plainContent(describeForAdmin(error, language));
  });
  await reply(context, message, content);
}

function figures(
  { stats }: ChatMessages,
  lines: readonly (readonly [string, string | number])[],
): RichText {
  const text = lines.map(([name, value]) => `${name}: ${value}`).join('\n');
  return joinTexts([styled('bold', stats.title), text], '\n');
}

export async function reindex(context: ChatContext, call: CommandCall): Promise<void> {
  const { messages, message } = call;
  const messageId = await reply(context, message, plainContent(messages.reindexing));
  const { stopping: signal } = context;
  const work = { ...call, messageId, place: message.place };
  // Beside the lane of the chat, where other commands need not wait for it.
  const run = showWork.bind(null, context, work, async (onProgress) => {
    const options = { onProgress, signal, gate: { retry: true } };
    const { changed, status, problems, gate } = await context.app.refresh(options);
    const done = [
      ...(gate?.kept ? [] : [messages.reindexed(changed, status.documents, status.passages)]),
      ...(gate === null ? [] : gateLines(gate, messages)),
    ].join('\n');
    const faults = problems
      .filter(({ severity }) => severity === 'error')
      .slice(0, mostProblems)
      .map(({ file, message: what }) => `• ${shorten(cleanLine(`${file}: ${what}`), 200)}`);
    return faults.length === 0 ? done : [done, '', messages.problems, ...faults].join('\n');
  });
  context.lanes.run(INDEX_LANE, run);
}

function gateLines(
  { kept, now, before, questions, fell, fallen }: GateReport,
  messages: ChatMessages,
): string[] {
  const say = kept ? messages.notReindexed : messages.reindexedWorse;
  const names = fell.map(({ id, question }) => `• ${shorten(cleanLine(question ?? id), 200)}`);
  return [
    say(now.toFixed(1), before.toFixed(1), questions),
    ...names,
    ...(fallen > fell.length ? ['…'] : []),
  ];
}

interface Work extends Pick<CommandCall, 'language' | 'messages'> {
  readonly place: Place;
  /** The message that shows how far it is. */
  readonly messageId: number;
}

/** Does long work on the index and shows in a message how far it is, then what came of it. */
export async function showWork(
  context: ChatContext,
  work: Work,
  run: (onProgress: (progress: IndexProgress) => void) => Promise<string>,
): Promise<void> {
  const { calls, clock, pace, log } = context;
  const { place, messageId, messages, language } = work;
  const ended = new AbortController();
  const growing = growInMessage({ calls, clock, pace, place, signal: ended.signal }, messageId);
  const text = await run((progress) =>
    growing.show(plainContent(progressText(progress, messages))),
  ).catch((error: unknown) => {
    log.warn('telegram_command_failed', { command: 'index' });
    return describeForAdmin(error, language);
  });
  await growing.settle();
  await editText(calls, { place, messageId }, plainContent(text));
}

export function progressText(
  { phase, done, total }: IndexProgress,
  messages: ChatMessages,
): string {
  if (phase === 'waiting') return messages.waitingForIndex;
  if (phase === 'checking') return messages.checking(done, total);
  if (phase === 'searchable') return messages.embedding(0, total);
  return phase === 'reading' || phase === 'glossing'
    ? messages.reindexing
    : messages.embedding(done, total);
}

/** Names the reports to choose from; the argument narrows them down. */
export async function removeReport(
  context: ChatContext,
  call: CommandCall,
  argument: string,
): Promise<void> {
  const content = await removalChoices(context, call, argument).catch((error: unknown) =>
    plainContent(describeForAdmin(error, call.language)),
  );
  await reply(context, call.message, content);
}

async function removalChoices(
  { app }: ChatContext,
  { messages }: CommandCall,
  argument: string,
): Promise<MessageContent> {
  const wanted = argument.toLowerCase();
  const found = (await listDocuments(app)).filter(({ id, title, file }) =>
    [id, title, file].some((name) => name.toLowerCase().includes(wanted)),
  );
  const [only] = found;
  if (only === undefined) {
    return plainContent(argument === '' ? messages.noReports : messages.reportGone);
  }
  if (found.length === 1 && argument !== '') return removalQuestion(only, messages);
  const text = found.length > mostChoices ? messages.removeNeedsMore : messages.chooseRemoval;
  const keyboard = found.slice(0, mostChoices).map((document) => [removal(document, false)]);
  return { ...plainContent(text), keyboard };
}

/** Asks once more before a report is removed. */
export function removalQuestion(document: DocumentSummary, messages: ChatMessages): MessageContent {
  const cancel = { text: messages.cancelButton, callback_data: encodeAction({ kind: 'cancel' }) };
  const sure = { ...removal(document, true), text: messages.removeButton };
  const text = messages.confirmRemoval(shorten(cleanLine(document.title), 200));
  return { ...plainContent(text), keyboard: [[sure, cancel]] };
}

function removal(document: DocumentSummary, sure: boolean) {
  return {
    text: buttonText(document),
    callback_data: encodeAction({ kind: 'remove', documentKey: documentKey(document.id), sure }),
  };
}
