import type { Answer, Language } from '../../domain/answer.js';
import { AppError, type ErrorCode } from '../../domain/app-error.js';
import type { Job } from '../../domain/job-queue.js';
import type { JobOutcome } from '../run-jobs.js';
import { answerContents } from './answer-content.js';
import type { ChatContext } from './chat-context.js';
import type { QuestionWork } from './chat-job.js';
import { type ChatPreferences, readPreferences, stillThere } from './chat-preferences.js';
import { describeProblem } from './describe-problem.js';
import { type GrowingAnswer, growInDraft, growInMessage } from './growing-answer.js';
import { outcomeOfFailure } from './job-failure.js';
import { keepTyping } from './keep-typing.js';
import { listDocuments } from './list-documents.js';
import { messagesIn } from './messages.js';
import { conversationOf } from './place.js';
import { type QuestionProgress, readProgress } from './question-progress.js';
import { addEvent, noProgress, renderProgress } from './render-progress.js';
import { editText, type MessageContent, plainContent, sendText } from './send-text.js';
import { TelegramFailure } from './telegram-failure.js';

interface Attempt {
  readonly context: ChatContext;
  readonly job: Job;
  readonly work: QuestionWork;
  readonly signal: AbortSignal;
  readonly preferences: ChatPreferences;
  /** To speak before the answer tells its own. */
  language: Language;
  progress: QuestionProgress;
}

/** What begins so often and never ends is answered with an apology. */
const mostBegun = 3;
const againAfterMs = 5000;
/** A longer pause is waited for outside of the places among the answers. */
const longPauseMs = 3000;

/** Faults that may pass by themselves. */
const passing: readonly ErrorCode[] = [
  'internal',
  'model_failed',
  'index_missing',
  'index_unwritable',
  'state_unwritable',
  'disk_full',
];

/**
 * Answers one question where it was asked. May be called again for the same question at any point of its way: what was
 * sent before is edited, an answer that was made before is shown and not made anew.
 */
export async function answerQuestion(
  context: ChatContext,
  job: Job,
  work: QuestionWork,
  signal: AbortSignal,
): Promise<JobOutcome | undefined> {
  const { app, calls, clock, inactiveChats } = context;
  const progress = readProgress(job.progress);
  if (progress.done) return undefined;
  if (inactiveChats.has(work.place.chatId)) return { giveUp: 'chat_blocked' };
  const pausedMs = calls.pausedMs(work.place.chatId);
  if (pausedMs > longPauseMs) return { postponeMs: pausedMs };
  const stopTyping = keepTyping(calls, work.place, clock);
  try {
    const preferences = await readPreferences(app, work.place);
    const language = preferences.language ?? languageOf(work);
    const attempt = { context, job, work, signal, preferences, language, progress };
    return await answerAndDeliver(attempt, stopTyping);
  } catch (error) {
    const ageMs = clock.nowMs() - job.acceptedAtMs;
    const outcome = outcomeOfFailure(error, { attempts: job.attempts, ageMs });
    if (outcome === null) throw error;
    context.log.warn('telegram_answer_interrupted', { jobId: job.id, ...outcome });
    return outcome;
  } finally {
    stopTyping();
  }
}

async function answerAndDeliver(
  attempt: Attempt,
  stopTyping: () => void,
): Promise<JobOutcome | undefined> {
  const { context, job } = attempt;
  let contents: readonly MessageContent[];
  try {
    contents = await contentsOf(attempt, await findOrMake(attempt));
  } catch (error) {
    if (error instanceof TelegramFailure) throw error;
    if (attempt.signal.aborted) {
      await save(attempt, { begun: Math.max(0, attempt.progress.begun - 1) });
      throw error;
    }
    const code = error instanceof AppError ? error.code : 'internal';
    const { begun } = attempt.progress;
    context.log.warn('telegram_question_failed', { jobId: job.id, code, begun });
    if (passing.includes(code) && begun < mostBegun) return { postponeMs: againAfterMs * begun };
    contents = [plainContent(describeProblem(error, attempt.language))];
  }
  stopTyping();
  await deliver(attempt, contents);
  // An answer that was kept is shown again as it is; what else was said must not be made anew.
  if (attempt.progress.answerId === null) await save(attempt, { done: true });
  context.log.info('telegram_answered', { jobId: job.id, chatId: attempt.work.place.chatId });
  return undefined;
}

async function findOrMake(attempt: Attempt): Promise<Answer> {
  const { app } = attempt.context;
  const { answerId, begun } = attempt.progress;
  const kept = answerId === null ? null : await app.answer(answerId);
  if (kept !== null) return kept.answer;
  if (begun >= mostBegun) {
    throw new AppError('The answer was begun too often.', {
      code: 'internal',
      hint: 'Look for what ended the program while it answered.',
    });
  }
  const growing = await openGrowing(attempt);
  try {
    const answer = await ask(attempt, growing);
    await save(attempt, { answerId: answer.id });
    return answer;
  } finally {
    await growing.settle();
  }
}

async function ask(attempt: Attempt, growing: GrowingAnswer): Promise<Answer> {
  const { context, work, preferences, signal } = attempt;
  const chosen =
    preferences.documents.length === 0
      ? []
      : stillThere(preferences.documents, await listDocuments(context.app));
  let shown = noProgress;
  const conversationId = conversationOf(work.place);
  const question = { question: work.text, conversationId, documents: chosen };
  return await context.app.ask(question, {
    signal,
    user: `telegram:${work.userId}`,
    keep: true,
    refresh: 'behind',
    onEvent(event) {
      if (event.type === 'retrieved') attempt.language = preferences.language ?? event.language;
      shown = addEvent(shown, event);
      growing.show(renderProgress(shown, messagesIn(attempt.language)));
    },
  });
}

/** Where drafts are taken nothing lasting is sent before the answer is there. */
async function openGrowing(attempt: Attempt): Promise<GrowingAnswer> {
  const { context, job, work, signal, progress } = attempt;
  const { calls, clock, pace, drafts } = context;
  const options = { calls, clock, pace, place: work.place, signal };
  const begun = progress.begun + 1;
  if (progress.messageIds.length === 0) {
    const first = placeholder(attempt);
    const draft = await growInDraft({ ...options, drafts, draftId: job.id }, first);
    if (draft !== null) {
      await save(attempt, { begun });
      return draft;
    }
  }
  const [known] = progress.messageIds;
  const messageId = known ?? (await send(attempt, placeholder(attempt)));
  await save(attempt, { begun, messageIds: [messageId, ...progress.messageIds.slice(1)] });
  return growInMessage(options, messageId);
}

async function contentsOf(attempt: Attempt, answer: Answer): Promise<readonly MessageContent[]> {
  const { app, settings } = attempt.context;
  const documents = await listDocuments(app);
  return answerContents(answer, {
    language: attempt.preferences.language ?? answer.language,
    nameReports: documents.length > 1,
    publicUrl: settings.publicUrl,
  });
}

/** Edits what is there and sends what is not; the id of each message is kept as soon as it is known. */
async function deliver(attempt: Attempt, contents: readonly MessageContent[]): Promise<void> {
  const { context, work, signal } = attempt;
  for (const [index, content] of contents.entries()) {
    const known = attempt.progress.messageIds[index];
    const edit = (messageId: number) =>
      editText(context.calls, { place: work.place, messageId }, content, { signal });
    if (known !== undefined && (await edit(known)) === 'edited') continue;
    if (index > 0) await remember(attempt, index, await send(attempt, content));
    // A kill before its id is kept would send it again, which has to be the placeholder and not the answer.
    else await edit(await sendPlaceholder(attempt));
  }
}

async function sendPlaceholder(attempt: Attempt): Promise<number> {
  const messageId = await send(attempt, placeholder(attempt));
  await remember(attempt, 0, messageId);
  return messageId;
}

async function send({ context, work, signal }: Attempt, content: MessageContent): Promise<number> {
  const reply = work.place.group ? { replyTo: work.messageId } : {};
  return await sendText(context.calls, work.place, content, { ...reply, signal });
}

async function remember(attempt: Attempt, index: number, messageId: number): Promise<void> {
  const messageIds = [...attempt.progress.messageIds];
  messageIds[index] = messageId;
  await save(attempt, { messageIds });
}

async function save(attempt: Attempt, changes: Partial<QuestionProgress>): Promise<void> {
  attempt.progress = { ...attempt.progress, ...changes };
  await attempt.context.jobs.saveProgress(attempt.job.id, attempt.progress);
}

function placeholder({ language }: Attempt): MessageContent {
  return renderProgress(noProgress, messagesIn(language));
}

/** A guess from the letters, until the answer tells. */
function languageOf(work: QuestionWork): Language {
  if (!/\p{Script=Han}/u.test(work.text)) {
    return /\p{Script=Latin}/u.test(work.text) ? 'en' : work.language;
  }
  return work.language === 'zh-Hant' ? 'zh-Hant' : 'zh-Hans';
}
