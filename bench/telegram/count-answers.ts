import { decodeAction } from '../../src/channels/telegram/callback-data.js';
import type { SeenMessage, TelegramChat } from '../../tests/support/telegram/telegram-shapes.js';
import type { TelegramServer } from '../../tests/support/telegram-server.js';

export interface AskedChat {
  readonly chat: TelegramChat;
  /** In the order in which they were asked. */
  readonly asked: { readonly text: string; readonly atMs: number }[];
}

export interface Counts {
  readonly asked: number;
  readonly answered: number;
  readonly lost: number;
  /** Answers beyond the first to one question. */
  readonly answeredTwice: number;
  /** Messages that show an answer once more, and placeholders left behind. */
  readonly duplicateMessages: number;
  /** Chats with answers in another order than the questions. */
  readonly outOfOrder: number;
  /** Of each answered question, in ascending order. */
  readonly waitsMs: readonly number[];
}

/** The answer that a message shows in the end: its id, and when it did first. */
export function shownAnswer(message: SeenMessage): { id: string; atMs: number } | null {
  for (const { keyboard, atMs } of message.versions) {
    for (const { callback_data: data } of keyboard?.inline_keyboard.flat() ?? []) {
      const action = data === undefined ? null : decodeAction(data);
      if (action?.kind === 'feedback') return { id: action.answerId, atMs };
    }
  }
  return null;
}

/** What the people of these chats have got; `echoed` when each answer repeats its question. */
export function countAnswers(
  server: TelegramServer,
  chats: readonly AskedChat[],
  echoed: boolean,
): Counts {
  const all = chats.map((chat) => countInChat(server, chat, echoed));
  const sum = (read: (counts: ChatCounts) => number): number =>
    all.reduce((total, counts) => total + read(counts), 0);
  return {
    asked: sum(({ asked }) => asked),
    answered: sum(({ answered }) => answered),
    lost: sum(({ asked, answered }) => Math.max(0, asked - answered)),
    answeredTwice: sum(({ answeredTwice }) => answeredTwice),
    duplicateMessages: sum(({ duplicateMessages }) => duplicateMessages),
    outOfOrder: all.filter(({ inOrder }) => !inOrder).length,
    waitsMs: all.flatMap(({ waitsMs }) => waitsMs).sort((one, other) => one - other),
  };
}

interface ChatCounts {
  readonly asked: number;
  readonly answered: number;
  readonly answeredTwice: number;
  readonly duplicateMessages: number;
  readonly inOrder: boolean;
  readonly waitsMs: readonly number[];
}

function countInChat(
  server: TelegramServer,
  { chat, asked }: AskedChat,
  echoed: boolean,
): ChatCounts {
  const messages = server.botMessages(chat);
  const shown = messages.flatMap((message) => {
    const answer = shownAnswer(message);
    return answer === null ? [] : [{ ...answer, text: message.text }];
  });
  const first = new Map(shown.toReversed().map((answer) => [answer.id, answer]));
  const answers = shown.filter((answer) => first.get(answer.id) === answer);
  const matched = asked.flatMap(({ text, atMs }, index) => {
    const found = echoed ? answers.find((answer) => answer.text.includes(text)) : answers[index];
    return found === undefined
      ? []
      : [{ place: answers.indexOf(found), waitMs: found.atMs - atMs }];
  });
  return {
    asked: asked.length,
    answered: matched.length,
    answeredTwice: Math.max(0, answers.length - asked.length),
    duplicateMessages: messages.length - answers.length,
    inOrder: matched.every(({ place }, index) => place >= (matched[index - 1]?.place ?? 0)),
    waitsMs: matched.map(({ waitMs }) => waitMs),
  };
}
