/** Plain sentences of a model that does not write JSON, with the passages that it names behind them: 蓝佛安主持会议。[1] */
import { endsWithFullStop } from '../text/full-stop.js';

export interface ProseSentence {
  readonly kind: 'prose';
  /** Without its markers. */
  readonly text: string;
  readonly passages: readonly number[];
}

export interface ProseReader {
  push(unit: string): ProseSentence[];
  end(whole: boolean): ProseSentence[];
  drop(): void;
  readonly held: number;
}

/** A "sentence" that grows beyond this is none. */
const maxSentenceChars = 2000;
const marker = /[[【]\s*\^?(\d{1,3}(?:\s*[,，、;]\s*\^?\d{1,3})*)\s*[\]】]/gu;
const trailingMarkers = /\s*(?:[[【][\s^\d,，、;]*[\]】]\s*)+$/u;
const openMarker = /[[【][\s^\d,，、;]*$/u;
const closers = /["'”’」』）)\s]*$/u;
const listMark = /^(?:[-*•·#>]+\s+|\d{1,2}[.、)）]\s*)/u;
const empty = /^[\s[\],*_`"'“”.。-]*$/u;
/** Looked back for the end of a sentence: its markers and its last word. */
const lookBack = 80;

function readSentence(text: string): ProseSentence[] {
  const passages = Array.from(text.matchAll(marker), ([, numbers = '']) =>
    Array.from(numbers.matchAll(/\d+/gu), ([number]) => Number(number)),
  ).flat();
  const words = text
    .replace(marker, '')
    .trim()
    .replace(listMark, '')
    .replace(/\s+(?=[。！？.!?]$)/u, '')
    .replaceAll('**', '');
  return empty.test(words)
    ? []
    : [{ kind: 'prose', text: words, passages: [...new Set(passages)] }];
}

/** Whether a sentence is complete before `next`, which is no white space and opens no marker. */
function isComplete(held: string, next: string): boolean {
  const tail = held.slice(-lookBack);
  const bare = tail.replace(trailingMarkers, '');
  const closed = bare.replace(closers, '');
  if (/[。！？!?]$/u.test(closed)) return true;
  if (!closed.endsWith('.')) return false;
  const isSpaced = /\s$/u.test(tail) || bare !== tail;
  const before = closed.slice(0, -1).slice(-40);
  return isSpaced && endsWithFullStop(before, ` ${next}`, held.length <= lookBack);
}

export function createProseReader(): ProseReader {
  let held = '';
  let overlong = false;

  function take(): ProseSentence[] {
    const text = held;
    const isUsable = !overlong;
    held = '';
    overlong = false;
    return isUsable ? readSentence(text) : [];
  }

  return {
    push(unit) {
      if (unit === '\n') return take();
      const isNew =
        !/[\s[【。！？!?.,"'”’」』）)]/u.test(unit) &&
        !openMarker.test(held) &&
        isComplete(held, unit);
      const done = isNew ? take() : [];
      held += unit;
      if (held.length > maxSentenceChars) {
        held = '';
        overlong = true;
      }
      return done;
    },
    end(whole) {
      const isClosed = whole || isComplete(held, 'The');
      if (isClosed) return take();
      held = '';
      return [];
    },
    drop() {
      held = '';
    },
    get held() {
      return held.length;
    },
  };
}
