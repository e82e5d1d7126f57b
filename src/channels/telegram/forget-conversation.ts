import type { JobOutcome } from '../run-jobs.js';
import type { ChatContext } from './chat-context.js';
import type { ForgetWork } from './chat-job.js';
import { chatMessagesIn } from './chat-messages.js';
import { chooseDocuments, chooseLanguage, readPreferences } from './chat-preferences.js';
import { conversationOf } from './place.js';
import { plainContent } from './send-text.js';
import { reply } from './speak.js';

/** Forgets what was said in a place. The chosen language and report stay: nobody wrote them. */
export async function forgetConversation(
  context: ChatContext,
  work: ForgetWork,
): Promise<JobOutcome | undefined> {
  const { app } = context;
  const { place } = work;
  const preferences = await readPreferences(app, place);
  const messages = chatMessagesIn(preferences.language ?? work.language);
  if (!(await mayForget(context, work))) {
    await reply(context, work, plainContent(messages.forgetGroupAdmin));
    return undefined;
  }
  const answers = await app.forgetConversation(conversationOf(place));
  if (preferences.language !== null) await chooseLanguage(app, place, preferences.language);
  await chooseDocuments(app, place, preferences.documents);
  await reply(context, work, plainContent(messages.forgotten(answers)));
  return undefined;
}

/** In a group it takes everybody's answers away. */
async function mayForget({ calls }: ChatContext, work: ForgetWork): Promise<boolean> {
  const { place, userId, trusted } = work;
  if (!place.group || trusted) return true;
  const asked = { chat_id: place.chatId, user_id: userId };
  const member = await calls
    .call<{ status: string }>('getChatMember', asked, { timeoutMs: 5000 })
    .catch(() => null);
  return member?.status === 'creator' || member?.status === 'administrator';
}
