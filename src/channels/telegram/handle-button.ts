import type { CallbackQuery } from 'telegraf/types';
import { AppError } from '../../domain/app-error.js';
import { acceptReplacement } from './accept-report.js';
import { INDEX_LANE, removalQuestion, showWork } from './admin-commands.js';
import { type ButtonAction, decodeAction, documentKey } from './callback-data.js';
import type { ChatContext } from './chat-context.js';
import { chatMessagesIn } from './chat-messages.js';
import { chooseDocuments, chooseLanguage } from './chat-preferences.js';
import { cleanLine } from './clean-text.js';
import { describeForAdmin, describeProblem } from './describe-problem.js';
import { listDocuments } from './list-documents.js';
import { conversationOf, type Place } from './place.js';
import { reportList } from './report-list.js';
import { editText, type MessageContent, plainContent, sendText } from './send-text.js';
import { shorten } from './shorten.js';
import { showCitation } from './show-citation.js';
import { languageFor } from './speak.js';
import type { Tap, TapOutcome } from './tap.js';

/** Of the text that a tap makes appear. */
const longestToast = 200;
/** Telegram takes no answer to a tap after some 15 s. */
const answerTapWithinMs = 3000;

/** Does what a button stands for, behind what goes on in its chat. */
export function handleButton(context: ChatContext, query: CallbackQuery): void {
  const answerTap = (toast: string) =>
    context.calls
      .call('answerCallbackQuery', {
        callback_query_id: query.id,
        ...(toast === '' ? {} : { text: shorten(toast, longestToast) }),
      })
      // Too late, or a tap that was answered before: the message tells all the same.
      .then(
        () => {},
        () => {},
      );
  const { message } = query;
  const action = 'data' in query ? decodeAction(query.data) : null;
  if (message === undefined) return;
  const { is_topic_message: inTopic, message_thread_id: thread } = message as {
    is_topic_message?: boolean;
    message_thread_id?: number;
  };
  const place: Place = {
    chatId: message.chat.id,
    threadId: inTopic === true && thread !== undefined ? thread : null,
    group: message.chat.type !== 'private',
  };
  const taken = context.lanes.run(conversationOf(place), async () => {
    const language = await languageFor(context, place, query.from.language_code);
    const messages = chatMessagesIn(language);
    const userId = query.from.id;
    const tap: Tap = { place, messageId: message.message_id, userId, language, messages };
    const outcome = outcomeOf(context, tap, action);
    const slow = context.clock.wait(answerTapWithinMs).then((): TapOutcome => ({}));
    const { toast = '' } = await Promise.race([outcome, slow]);
    await answerTap(toast);
    const { content } = await outcome;
    if (content !== undefined) await show(context, tap, content);
  });
  if (!taken) void answerTap('');
}

async function show(context: ChatContext, tap: Tap, content: MessageContent): Promise<void> {
  if ((await editText(context.calls, tap, content)) === 'gone') {
    await sendText(context.calls, tap.place, content);
  }
}

/** Never rejects. */
async function outcomeOf(
  context: ChatContext,
  tap: Tap,
  action: ButtonAction | null,
): Promise<TapOutcome> {
  const { userId, place, messages, language } = tap;
  if (action === null) return { toast: messages.buttonUnknown };
  if (!context.access.mayAsk(userId, place.chatId)) return { toast: messages.noAccess(userId) };
  const forAdmin = action.kind === 'remove' || action.kind === 'replace';
  if (forAdmin && !context.access.isAdmin(userId)) return { toast: messages.adminOnly };
  try {
    return await perform(context, tap, action);
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    context.log.warn('telegram_button_failed', { kind: action.kind, code });
    if (code === 'answer_unknown') return { toast: messages.answerUnknown };
    return { toast: (forAdmin ? describeForAdmin : describeProblem)(error, language) };
  }
}

async function perform(context: ChatContext, tap: Tap, action: ButtonAction): Promise<TapOutcome> {
  const { app } = context;
  const { place, userId, messages } = tap;
  switch (action.kind) {
    case 'citation':
    case 'paragraph':
    case 'back':
      return await showCitation(context, tap, action);
    case 'feedback': {
      const { answerId, verdict } = action;
      await app.addFeedback({ answerId, verdict, user: `telegram:${userId}` });
      return { toast: verdict === 'up' ? messages.feedbackUp : messages.feedbackDown };
    }
    case 'language':
      await chooseLanguage(app, place, action.language);
      return { content: plainContent(chatMessagesIn(action.language).languageChosen) };
    case 'document':
      return await chooseReport(context, tap, action.documentKey);
    case 'remove':
      return await remove(context, tap, action);
    case 'replace':
      return await acceptReplacement(context, tap);
    case 'cancel':
      return { content: plainContent(messages.cancelled) };
  }
}

async function chooseReport(
  context: ChatContext,
  { place, messages }: Tap,
  key: string | null,
): Promise<TapOutcome> {
  const document = key === null ? null : await findDocument(context, key);
  if (document === undefined) return { toast: messages.reportGone };
  await chooseDocuments(context.app, place, document === null ? [] : [document.id]);
  const toast =
    document === null ? messages.askingAll : messages.askingOne(cleanLine(document.title));
  return { toast, content: await reportList(context, place, messages) };
}

async function findDocument({ app }: ChatContext, key: string) {
  return (await listDocuments(app)).find(({ id }) => documentKey(id) === key);
}

async function remove(
  context: ChatContext,
  tap: Tap,
  action: Extract<ButtonAction, { kind: 'remove' }>,
): Promise<TapOutcome> {
  const { messages } = tap;
  const document = await findDocument(context, action.documentKey);
  if (document === undefined) return { content: plainContent(messages.reportGone) };
  if (!action.sure) return { content: removalQuestion(document, messages) };
  const { stopping: signal } = context;
  context.lanes.run(INDEX_LANE, () =>
    showWork(context, tap, async (onProgress) => {
      await context.app.removeReport(document.id, { onProgress, signal });
      context.log.info('telegram_report_removed', { userId: tap.userId });
      return messages.removed(cleanLine(document.title));
    }),
  );
  return { content: plainContent(messages.removing) };
}
