import { createHash } from 'node:crypto';
import type { Language } from '../../domain/answer.js';
import type { Verdict } from '../../domain/kept-answer.js';

/** What a tap on an inline button asks for. */
export type ButtonAction =
  /** The paragraph that a citation stands in. */
  | { readonly kind: 'citation'; readonly answerId: string; readonly marker: number }
  /** Another paragraph of a citation's report. */
  | {
      readonly kind: 'paragraph';
      readonly answerId: string;
      readonly marker: number;
      readonly paragraph: number;
    }
  /** From a citation back to its answer. */
  | { readonly kind: 'back'; readonly answerId: string }
  | { readonly kind: 'feedback'; readonly answerId: string; readonly verdict: Verdict }
  /** The report to ask; null: all of them. */
  | { readonly kind: 'document'; readonly documentKey: string | null }
  /** The report to remove; `sure` is the second question's yes. */
  | { readonly kind: 'remove'; readonly documentKey: string; readonly sure: boolean }
  | { readonly kind: 'language'; readonly language: Language }
  /** Puts the file that was sent last in the place of the report of its name. */
  | { readonly kind: 'replace' }
  /** Leaves things as they are. */
  | { readonly kind: 'cancel' };

const VERSION = '1';
const ANSWER_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/u;
const DOCUMENT_KEY = /^[0-9a-f]{16}$/u;
const NUMBER = /^[1-9]\d{0,6}$/u;
const LANGUAGES: readonly string[] = ['zh-Hans', 'zh-Hant', 'en'] satisfies Language[];

/** A short stand-in for a document id, which may be too long for a button. */
export function documentKey(documentId: string): string {
  return createHash('sha256').update(documentId).digest('hex').slice(0, 16);
}

/** At most 64 bytes, which is what Telegram takes. Throws a RangeError for what no button can hold. */
export function encodeAction(action: ButtonAction): string {
  const data = [VERSION, ...fields(action)].join(':');
  // A reader of old buttons must understand whatever is sent.
  if (decodeAction(data) === null) throw new RangeError(`no button holds this ${action.kind}`);
  return data;
}

function fields(action: ButtonAction): readonly (string | number)[] {
  switch (action.kind) {
    case 'citation':
      return ['c', action.answerId, action.marker];
    case 'paragraph':
      return ['p', action.answerId, action.marker, action.paragraph];
    case 'back':
      return ['b', action.answerId];
    case 'feedback':
      return ['f', action.answerId, action.verdict];
    case 'document':
      return ['d', action.documentKey ?? '*'];
    case 'remove':
      return ['r', action.documentKey, action.sure ? 'y' : 'n'];
    case 'language':
      return ['l', action.language];
    case 'replace':
      return ['u'];
    case 'cancel':
      return ['x'];
  }
}

/** Null for anything that `encodeAction` did not make. */
export function decodeAction(data: string): ButtonAction | null {
  const [version, letter, ...values] = data.split(':');
  if (version !== VERSION) return null;
  const [first = '', second = '', third = ''] = values;
  const expected = { c: 2, p: 3, b: 1, f: 2, d: 1, r: 2, l: 1, u: 0, x: 0 }[letter ?? ''];
  if (values.length !== expected) return null;
  if (letter === 'x') return { kind: 'cancel' };
  if (letter === 'u') return { kind: 'replace' };
  if (letter === 'l')
    return LANGUAGES.includes(first) ? { kind: 'language', language: first as Language } : null;
  if (letter === 'd' || letter === 'r') return decodeDocument(letter, first, second);
  return ANSWER_ID.test(first) ? decodeAnswer(letter, first, second, third) : null;
}

function decodeDocument(letter: 'd' | 'r', key: string, sure: string): ButtonAction | null {
  if (letter === 'd' && key === '*') return { kind: 'document', documentKey: null };
  if (!DOCUMENT_KEY.test(key)) return null;
  if (letter === 'd') return { kind: 'document', documentKey: key };
  if (sure !== 'y' && sure !== 'n') return null;
  return { kind: 'remove', documentKey: key, sure: sure === 'y' };
}

function decodeAnswer(
  letter: string | undefined,
  answerId: string,
  second: string,
  third: string,
): ButtonAction | null {
  if (letter === 'b') return { kind: 'back', answerId };
  if (letter === 'f') {
    return second === 'up' || second === 'down'
      ? { kind: 'feedback', answerId, verdict: second }
      : null;
  }
  if (!NUMBER.test(second)) return null;
  if (letter === 'c') return { kind: 'citation', answerId, marker: Number(second) };
  if (!NUMBER.test(third)) return null;
  return { kind: 'paragraph', answerId, marker: Number(second), paragraph: Number(third) };
}
