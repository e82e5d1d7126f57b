import type { Incoming } from './accept-question.js';
import type { ChatContext } from './chat-context.js';
import { REPORT_JOBS, type ReportWork } from './chat-job.js';
import { languageOfCode } from './chat-preferences.js';
import { conversationOf, type Place } from './place.js';
import type { SentDocument } from './read-message.js';
import { plainContent } from './send-text.js';
import { sayLater } from './speak.js';
import type { Tap, TapOutcome } from './tap.js';

const reportName = /\.(?:txt|md|jsonl)$/iu;
/** Telegram's own servers give out no larger files to bots. */
const telegramsMostBytes = 20 * 1024 * 1024;
const bytesPerMegabyte = 1024 * 1024;
/** Files that may wait; each is read only when its turn comes. */
const mostWaiting = 20;
const pendingPreference = 'report-to-replace';

/** Takes a file that an administrator sent in a private chat: it will be added whatever is killed. */
export async function acceptReport(
  context: ChatContext,
  { updateId, message }: Incoming,
  { document, caption }: { readonly document: SentDocument; readonly caption: string },
): Promise<void> {
  const { access, settings, log, jobs } = context;
  const { place, messageId, user } = message;
  if (!access.isAdmin(user.id)) {
    sayLater(context, message, ({ adminOnly }) => adminOnly);
    return;
  }
  if (!reportName.test(document.name)) {
    sayLater(context, message, ({ upload }) => upload.wrongKind);
    return;
  }
  const most = mostReportBytes(settings);
  if ((document.sizeBytes ?? 0) > most) {
    const megabytes = Math.floor(most / bytesPerMegabyte);
    sayLater(context, message, ({ upload }) => upload.tooLarge(megabytes));
    return;
  }
  const lane = conversationOf(place);
  if ((await jobs.waitingInLane(REPORT_JOBS, lane)) >= mostWaiting) {
    sayLater(context, message, ({ upload }) => upload.busy);
    return;
  }
  const payload: ReportWork = {
    place,
    messageId,
    userId: user.id,
    language: languageOfCode(user.language_code),
    document,
    progressMessageId: null,
    replace: /^\/replace\b/iu.test(caption.trim()),
  };
  const outcome = await jobs.add({ kind: REPORT_JOBS, key: `update:${updateId}`, lane, payload });
  log.info('telegram_report_received', { updateId, userId: user.id, outcome });
  context.wake();
}

/** What a report may have, in bytes. */
export function mostReportBytes({
  maxReportBytes,
  apiRoot,
}: {
  readonly maxReportBytes: number;
  readonly apiRoot: string | null;
}): number {
  return apiRoot === null ? Math.min(maxReportBytes, telegramsMostBytes) : maxReportBytes;
}

/** Keeps a file in mind until its sender says whether it replaces a report. */
export async function keepForReplacement(
  { app }: ChatContext,
  place: Place,
  work: ReportWork | null,
): Promise<void> {
  const value = work === null ? null : JSON.stringify(work);
  await app.setPreference(conversationOf(place), pendingPreference, value);
}

/** The tap on "replace". */
export async function acceptReplacement(context: ChatContext, tap: Tap): Promise<TapOutcome> {
  const { app, jobs } = context;
  const lane = conversationOf(tap.place);
  const kept = (await app.preferences(lane))[pendingPreference];
  if (kept === undefined) return { content: plainContent(tap.messages.upload.nothingToReplace) };
  const work = JSON.parse(kept) as ReportWork;
  const payload: ReportWork = { ...work, replace: true, progressMessageId: tap.messageId };
  const key = `replace:${work.place.chatId}:${work.messageId}:${tap.messageId}`;
  await jobs.add({ kind: REPORT_JOBS, key, lane, payload });
  await keepForReplacement(context, tap.place, null);
  context.wake();
  return { content: plainContent(tap.messages.upload.received) };
}
