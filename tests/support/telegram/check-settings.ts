import { badRequest, type Parameters } from './telegram-shapes.js';

/** Where a list of commands or a description counts. */
export function settingKey(params: Parameters): string {
  const language = params.language_code ?? '';
  if (typeof language !== 'string' || !/^(?:[a-z]{2})?$/u.test(language)) {
    throw badRequest('invalid language_code specified: two letters of ISO 639-1');
  }
  return `${JSON.stringify(params.scope ?? { type: 'default' })}/${language}`;
}

export function checkCommands(commands: unknown): readonly { command: string }[] {
  if (!Array.isArray(commands) || commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands as Record<string, unknown>[]) {
    if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/u.test(command)) {
      throw badRequest('BOT_COMMAND_INVALID');
    }
    if (typeof description !== 'string' || description.length < 1 || description.length > 256) {
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
  }
  return commands as { command: string }[];
}

const ACTIONS = new Set(
  (
    'typing upload_photo record_video upload_video record_voice upload_voice upload_document ' +
    'choose_sticker find_location record_video_note upload_video_note'
  ).split(' '),
);

export function checkAction(action: unknown): string {
  if (typeof action !== 'string' || !ACTIONS.has(action)) {
    throw badRequest('wrong parameter action in request');
  }
  return action;
}

/** A part of the emoji that a bot may react with. */
const REACTIONS = new Set('👍 👎 ❤ 🔥 👏 😁 🤔 👀 🎉 🤝 🙏 👌 ✍ 🤷 💯 ⚡'.split(' '));

export function checkReaction(reaction: unknown): string[] {
  if (!Array.isArray(reaction)) throw badRequest('REACTION_INVALID');
  return (reaction as { type?: string; emoji?: string }[]).map(({ type, emoji }) => {
    if (type !== 'emoji' || emoji === undefined || !REACTIONS.has(emoji)) {
      throw badRequest('REACTION_INVALID');
    }
    return emoji;
  });
}
