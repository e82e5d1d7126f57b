import type { IndexProgress } from '../../domain/app.js';
import { AppError } from '../../domain/app-error.js';
import type { Job } from '../../domain/job-queue.js';
import type { DocumentSummary } from '../../domain/report-document.js';
import type { JobOutcome } from '../run-jobs.js';
import { keepForReplacement, mostReportBytes } from './accept-report.js';
import { progressText } from './admin-commands.js';
import { encodeAction } from './callback-data.js';
import type { ChatContext } from './chat-context.js';
import type { ReportWork } from './chat-job.js';
import { chatMessagesIn } from './chat-messages.js';
import type { ChatMessages } from './chat-messages-english.js';
import { readPreferences } from './chat-preferences.js';
import { cleanLine } from './clean-text.js';
import { describeForAdmin } from './describe-problem.js';
import { downloadFile } from './download-file.js';
import { growInMessage } from './growing-answer.js';
import { outcomeOfFailure } from './job-failure.js';
import { editText, type MessageContent, plainContent } from './send-text.js';
import { shorten } from './shorten.js';
import { reply } from './speak.js';
import { TelegramFailure } from './telegram-failure.js';

interface ReportProgress {
  readonly messageId: number | null;
  /** The file is on disk: a second attempt finds its own file there. */
  readonly stored: boolean;
}

interface Receiving {
  readonly context: ChatContext;
  readonly job: Job;
  readonly work: ReportWork;
  readonly messages: ChatMessages;
  readonly signal: AbortSignal;
}

const mostNamed = 10;

/** Downloads a file, adds it to the reports, and tells its sender how far it is and what came of it. */
export async function receiveReport(
  context: ChatContext,
  job: Job,
  work: ReportWork,
  signal: AbortSignal,
): Promise<JobOutcome | undefined> {
  try {
    const language = (await readPreferences(context.app, work.place)).language ?? work.language;
    const messages = chatMessagesIn(language);
    const progress = readReportProgress(job.progress);
    const messageId = progress.messageId ?? work.progressMessageId ?? (await announce());
    await context.jobs.saveProgress(job.id, { ...progress, messageId });
    const receiving = { context, job, work, messages, signal };
    const content = await add(receiving, { ...progress, messageId }).catch((error: unknown) => {
      if (signal.aborted || isTelegrams(error)) throw error;
      return failureContent(receiving, error, language);
    });
    if ((await editText(context.calls, { place: work.place, messageId }, content)) === 'gone') {
      await reply(context, work, content);
    }
    return undefined;

    async function announce(): Promise<number> {
      return await reply(context, work, plainContent(messages.upload.received));
    }
  } catch (error) {
    const ageMs = context.clock.nowMs() - job.acceptedAtMs;
    const outcome = outcomeOfFailure(error, { attempts: job.attempts, ageMs });
    if (outcome === null) throw error;
    return outcome;
  }
}

/** A file that Telegram does not know any more is the sender's to send again. */
function isTelegrams(error: unknown): boolean {
  return error instanceof TelegramFailure && error.fault !== 'refused';
}

async function add(
  { context, job, work, messages, signal }: Receiving,
  progress: ReportProgress & { readonly messageId: number },
): Promise<MessageContent> {
  const { app, calls, clock, pace, settings, jobs, log } = context;
  const { document, place } = work;
  const bytes = await downloadFile(document.fileId, {
    calls,
    settings,
    signal,
    mostBytes: mostReportBytes(settings),
  });
  const growing = growInMessage({ calls, clock, pace, place, signal }, progress.messageId);
  let saved: Promise<void> | null = null;
  try {
    const upload = { name: document.name, bytes, replace: work.replace || progress.stored };
    const documents = await app.addReport(upload, {
      signal,
      onStored() {
        growing.show(plainContent(messages.upload.stored));
        saved = jobs.saveProgress(job.id, { ...progress, stored: true });
      },
      onProgress: (step: IndexProgress) => growing.show(plainContent(progressText(step, messages))),
    });
    log.info('telegram_report_added', { userId: work.userId, documents: documents.length });
    return plainContent(addedText(documents, messages));
  } finally {
    await growing.settle();
    await saved;
  }
}

function addedText(documents: readonly DocumentSummary[], messages: ChatMessages): string {
  const lines = documents
    .slice(0, mostNamed)
    .map(
      ({ title, passages }) =>
        `• ${shorten(cleanLine(title), 200)} · ${messages.reportLine(passages)}`,
    );
  const hidden = documents.length - lines.length;
  const more = hidden > 0 ? [messages.moreReports(hidden)] : [];
  return [`✅ ${messages.upload.added}`, ...lines, ...more].join('\n');
}

async function failureContent(
  { context, work, messages }: Receiving,
  error: unknown,
  language: ReportWork['language'],
): Promise<MessageContent> {
  const code = error instanceof AppError ? error.code : 'internal';
  context.log.warn('telegram_report_refused', { userId: work.userId, code });
  if (error instanceof TelegramFailure) return plainContent(messages.upload.gone);
  if (code !== 'report_exists') return plainContent(describeForAdmin(error, language));
  await keepForReplacement(context, work.place, work);
  const replace = {
    text: messages.upload.replaceButton,
    callback_data: encodeAction({ kind: 'replace' }),
  };
  const cancel = { text: messages.cancelButton, callback_data: encodeAction({ kind: 'cancel' }) };
  return { ...plainContent(messages.upload.exists), keyboard: [[replace, cancel]] };
}

function readReportProgress(kept: unknown): ReportProgress {
  if (typeof kept !== 'object' || kept === null) return { messageId: null, stored: false };
  const { messageId, stored } = kept as Partial<Record<string, unknown>>;
  return {
    messageId: typeof messageId === 'number' ? messageId : null,
    stored: stored === true,
  };
}
