import { dict } from '@node-rs/jieba/dict.js';
import { openSortedLines } from './sorted-lines.js';

/** jieba's own dictionary, searched as it lies there: asking jieba for a tag costs as much as cutting a whole sentence. */
export interface JiebaDictionary {
  /** Undefined for a word that it lacks. */
  tagOf(word: string): string | undefined;
}

const blank = 0x20;

/** Lines of a word, its frequency and its tag, with blanks between them. */
export function openJiebaDictionary(): JiebaDictionary {
  const lines = openSortedLines(Buffer.from(dict.buffer, dict.byteOffset, dict.byteLength), blank);
  return {
    tagOf(word) {
      const found = lines.find(word);
      return found?.slice(found.indexOf(' ') + 1);
    },
  };
}
