import type { ChatContext } from './chat-context.js';
import { CHAT_JOBS, type ChatWork } from './chat-job.js';
import { languageOfCode } from './chat-preferences.js';
import { conversationOf } from './place.js';
import type { ReadMessage } from './read-message.js';
import { sayLater } from './speak.js';

/** As many as a question may have anywhere. */
const longestQuestion = 2000;

/** One update and the message in it. */
export interface Incoming {
  readonly updateId: number;
  readonly message: ReadMessage;
}

/**
 * Puts a question on disk, behind the earlier ones of its chat, or says why it does not. When it resolves the question is
 * accepted: it will be answered whatever is killed. Rejects when it could not be stored.
 */
export async function acceptQuestion(
  context: ChatContext,
  { updateId, message }: Incoming,
  text: string,
): Promise<void> {
  if (text.length > longestQuestion) {
    sayLater(context, message, ({ tooLong }) => tooLong(longestQuestion));
    return;
  }
  const turn = context.rateLimit.take({ userId: message.user.id, updateId, atMs: message.atMs });
  if (turn !== 'free') {
    context.log.info('telegram_rate_limited', { updateId });
    sayLater(context, message, ({ rateLimited }) => rateLimited(turn.waitSeconds));
    return;
  }
  await acceptWork(context, { updateId, message }, { type: 'question', text });
}

/** Forgetting waits for the questions before it: their answers are of the conversation too. */
export async function acceptForgetting(context: ChatContext, incoming: Incoming): Promise<void> {
  const { user, anonymousAdmin } = incoming.message;
  const trusted = anonymousAdmin || context.access.isAdmin(user.id);
  await acceptWork(context, incoming, { type: 'forget', trusted });
}

type Wanted =
  | { readonly type: 'question'; readonly text: string }
  | { readonly type: 'forget'; readonly trusted: boolean };

async function acceptWork(
  context: ChatContext,
  { updateId, message }: Incoming,
  wanted: Wanted,
): Promise<void> {
  const { jobs, log, settings } = context;
  const { place, messageId, user } = message;
  const key = `update:${updateId}`;
  const lane = conversationOf(place);
  if ((await jobs.waitingInLane(CHAT_JOBS, lane)) >= settings.waitingPerChat) {
    const refused: ChatWork = { type: 'refused' };
    // In a lane of its own it waits for nothing, and an update that was accepted before is known by its key.
    const lone = { kind: CHAT_JOBS, key, lane: `refused:${updateId}`, payload: refused };
    if ((await jobs.add(lone)) === 'known') return;
    log.info('telegram_busy', { updateId, chatId: place.chatId });
    sayLater(context, message, ({ busy }) => busy);
    return;
  }
  const language = languageOfCode(user.language_code);
  const payload: ChatWork = { ...wanted, place, messageId, userId: user.id, language };
  const outcome = await jobs.add({ kind: CHAT_JOBS, key, lane, payload });
  log.info('telegram_accepted', { updateId, chatId: place.chatId, type: wanted.type, outcome });
  context.wake();
}
