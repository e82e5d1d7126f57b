import { dict } from '@node-rs/jieba/dict.js';

/** jieba's own dictionary, searched as it lies there: asking jieba for a tag costs as much as cutting a whole sentence. */
export interface JiebaDictionary {
  /** Undefined for a word that it lacks. */
  tagOf(word: string): string | undefined;
}

const lineBreak = 0x0a;
const blank = 0x20;

/** Lines of a word, its frequency and its tag, sorted by the bytes of the word. */
export function openJiebaDictionary(): JiebaDictionary {
  const bytes = Buffer.from(dict.buffer, dict.byteOffset, dict.byteLength);

  function tagIn(start: number, end: number): string {
    const last = bytes.lastIndexOf(blank, end - 1);
    return bytes.toString('utf8', Math.max(last + 1, start), end);
  }

  return {
    tagOf(word) {
      const wanted = Buffer.from(word);
      let low = 0;
      let high = bytes.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const start = middle === 0 ? 0 : bytes.lastIndexOf(lineBreak, middle - 1) + 1;
        const found = bytes.indexOf(lineBreak, middle);
        const end = found < 0 ? bytes.length : found;
        const order = Buffer.compare(wanted, bytes.subarray(start, bytes.indexOf(blank, start)));
        if (order === 0) return tagIn(start, end);
        if (order < 0) high = start;
        else low = end + 1;
      }
      return undefined;
    },
  };
}
