import type { Language } from '../../domain/answer.js';
import { encodeAction } from './callback-data.js';
import type { ChatContext } from './chat-context.js';
import type { CommandCall } from './command-call.js';
import { plainContent } from './send-text.js';
import { reply } from './speak.js';

/** Each language under its own name, for whoever cannot read the others. */
const LANGUAGE_NAMES: readonly (readonly [Language, string])[] = [
  ['zh-Hans', '简体中文'],
  ['zh-Hant', '繁體中文'],
  ['en', 'English'],
];

export async function greet(context: ChatContext, call: CommandCall): Promise<void> {
  const { start } = call.messages;
  await reply(context, call.message, plainContent(`${start}\n\n${helpText(context, call)}`));
}

export async function showHelp(context: ChatContext, call: CommandCall): Promise<void> {
  await reply(context, call.message, plainContent(helpText(context, call)));
}

function helpText({ access, me }: ChatContext, { message, messages }: CommandCall): string {
  const help = messages.help.replace('{bot}', me.username);
  return access.isAdmin(message.user.id) ? `${help}\n\n${messages.helpAdmin}` : help;
}

export async function showPrivacy(context: ChatContext, call: CommandCall): Promise<void> {
  const { app, settings } = context;
  const { messages } = call;
  const { mode, model, host } = app.answering;
  const where =
    mode === 'llm' && model !== null && host !== null
      ? messages.privacyModel(model, host)
      : messages.privacyLocal;
  const text = `${messages.privacy(settings.retentionDays)}\n\n${where}`;
  await reply(context, call.message, plainContent(text));
}

export async function chooseLanguageCommand(
  context: ChatContext,
  call: CommandCall,
): Promise<void> {
  const keyboard = LANGUAGE_NAMES.map(([language, text]) => [
    { text, callback_data: encodeAction({ kind: 'language', language }) },
  ]);
  const content = { ...plainContent(call.messages.chooseLanguage), keyboard };
  await reply(context, call.message, content);
}
