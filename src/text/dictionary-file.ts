/** A dictionary in a file that is searched as it lies there: loading it parses nothing. */
export interface DictionaryFile {
  /** The stems of the word's glosses; undefined for a word that it lacks. */
  lookUp(word: string): readonly string[] | undefined;
  /** All words with their stems, in the order of the file. */
  entries(): Iterable<readonly [word: string, stems: readonly string[]]>;
}

const tab = 0x09;
const lineBreak = 0x0a;

/** `bytes`: UTF-8 lines of a word, a tab and stems parted by spaces, sorted by the bytes of the word. */
export function openDictionary(bytes: Buffer): DictionaryFile {
  function lineAt(offset: number): { start: number; end: number } {
    const start = bytes.lastIndexOf(lineBreak, offset - 1) + 1;
    const end = bytes.indexOf(lineBreak, offset);
    return { start: offset === 0 ? 0 : start, end: end < 0 ? bytes.length : end };
  }

  function stemsIn(start: number, end: number): string[] {
    return bytes.toString('utf8', bytes.indexOf(tab, start) + 1, end).split(' ');
  }

  return {
    lookUp(word) {
      const wanted = Buffer.from(word);
      let low = 0;
      let high = bytes.length;
      while (low < high) {
        const { start, end } = lineAt((low + high) >>> 1);
        const order = Buffer.compare(wanted, bytes.subarray(start, bytes.indexOf(tab, start)));
        if (order === 0) return stemsIn(start, end);
        if (order < 0) high = start;
        else low = end + 1;
      }
      return undefined;
    },
    *entries() {
      for (let start = 0; start < bytes.length; ) {
        const { end } = lineAt(start);
        const split = bytes.indexOf(tab, start);
        if (split > 0 && split < end) {
          yield [bytes.toString('utf8', start, split), stemsIn(start, end)];
        }
        start = end + 1;
      }
    },
  };
}
