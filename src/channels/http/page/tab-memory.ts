import type { Answer } from '../../../domain/answer.js';
import type { Verdict } from '../../../domain/kept-answer.js';

export interface RememberedConversation {
  readonly id: string;
  readonly turns: readonly { readonly answer: Answer; readonly verdict: Verdict | null }[];
}

const keyName = 'report-qa.key';
const conversationName = 'report-qa.conversation';
const turnsKept = 50;

/** What the tab remembers until it is closed. Browsers may forbid it; then nothing is remembered. */
export const tabMemory = {
  key: (): string | null => read(keyName),
  setKey(key: string | null): void {
    write(keyName, key);
  },
  conversation(): RememberedConversation {
    try {
      const kept: unknown = JSON.parse(read(conversationName) ?? 'null');
      if (kept !== null) return kept as RememberedConversation;
    } catch {
      write(conversationName, null);
    }
    return { id: newConversationId(), turns: [] };
  },
  setConversation({ id, turns }: RememberedConversation): void {
    write(conversationName, JSON.stringify({ id, turns: turns.slice(-turnsKept) }));
  },
};

/** Not `randomUUID`, which browsers have for TLS and the own machine only. */
export function newConversationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    return;
  }
}
