import { reindex, removeReport, showStats } from './admin-commands.js';
import type { ChatContext } from './chat-context.js';
import type { CommandCall } from './command-call.js';
import { chooseLanguageCommand, greet, showHelp, showPrivacy } from './info-commands.js';
import { showReports } from './report-list.js';
import { plainContent } from './send-text.js';
import { reply } from './speak.js';

type Command = (context: ChatContext, call: CommandCall, argument: string) => Promise<void>;

/** All but /ask and /new, which wait behind the questions of their chat. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['start', greet],
  ['help', showHelp],
  ['privacy', showPrivacy],
  ['lang', chooseLanguageCommand],
  ['report', showReports],
  ['stats', forAdmins(showStats)],
  ['reindex', forAdmins(reindex)],
  ['remove', forAdmins(removeReport)],
]);

export function isCommand(name: string): boolean {
  return COMMANDS.has(name);
}

export async function runCommand(
  context: ChatContext,
  call: CommandCall,
  name: string,
  argument: string,
): Promise<void> {
  await COMMANDS.get(name)?.(context, call, argument);
}

/** Others, and everybody in a group, are told why not. */
function forAdmins(command: Command): Command {
  return async (context, call, argument) => {
    const { message, messages } = call;
    if (!context.access.isAdmin(message.user.id)) {
      await reply(context, message, plainContent(messages.adminOnly));
    } else if (message.place.group) {
      await reply(context, message, plainContent(messages.adminPrivately));
    } else {
      await command(context, call, argument);
    }
  };
}
