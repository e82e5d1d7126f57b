import { openSortedLines } from './sorted-lines.js';

/** A dictionary in a file that is searched as it lies there: loading it parses nothing. */
export interface DictionaryFile {
  /** The stems of the word's glosses; undefined for a word that it lacks. */
  lookUp(word: string): readonly string[] | undefined;
  /** All words with their stems, in the order of the file. */
  entries(): Iterable<readonly [word: string, stems: readonly string[]]>;
}

const tab = 0x09;

/** `bytes`: UTF-8 lines of a word, a tab and stems parted by spaces, sorted by the bytes of the word. */
export function openDictionary(bytes: Buffer): DictionaryFile {
  const lines = openSortedLines(bytes, tab);

  return {
    lookUp(word) {
      return lines.find(word)?.split(' ');
    },
    *entries() {
      for (const line of bytes.toString('utf8').split('\n')) {
        const split = line.indexOf('\t');
        if (split > 0) yield [line.slice(0, split), line.slice(split + 1).split(' ')];
      }
    },
  };
}
