/** Lines of a file that are sorted by the bytes of their keys, searched as they lie there: nothing is parsed. */
export interface SortedLines {
  /** What stands behind the key and the byte that ends it; undefined for a key that no line has. */
  find(key: string): string | undefined;
}

const lineBreak = 0x0a;
/** Bytes of a Chinese character in UTF-8. */
const prefixBytes = 3;

/** `bytes`: UTF-8 lines of a key, the byte `separator`, and a value. */
export function openSortedLines(bytes: Buffer, separator: number): SortedLines {
  /** Where the lines that begin with these bytes are: a few hundred instead of a few hundred thousand. */
  const ranges = new Map<number, { readonly low: number; readonly high: number }>();

  function startOf(offset: number): number {
    return offset === 0 ? 0 : bytes.lastIndexOf(lineBreak, offset - 1) + 1;
  }

  function endOf(offset: number): number {
    const end = bytes.indexOf(lineBreak, offset);
    return end < 0 ? bytes.length : end;
  }

  /** Start of the first line whose beginning is not below `prefix` (or, with `above`, is above it). */
  function boundary(prefix: Buffer, above: boolean): number {
    let low = 0;
    let high = bytes.length;
    while (low < high) {
      const start = startOf((low + high) >>> 1);
      const order = Buffer.compare(bytes.subarray(start, start + prefix.length), prefix);
      if (order < 0 || (above && order === 0)) low = endOf(start) + 1;
      else high = start;
    }
    return low;
  }

  function rangeOf(key: Buffer): { readonly low: number; readonly high: number } {
    const prefix = key.subarray(0, prefixBytes);
    const number = prefix.length < prefixBytes ? -1 : prefix.readUIntBE(0, prefixBytes);
    const known = ranges.get(number);
    if (known !== undefined) return known;
    const range = { low: boundary(prefix, false), high: boundary(prefix, true) };
    if (number >= 0) ranges.set(number, range);
    return range;
  }

  return {
    find(text) {
      const key = Buffer.from(text);
      let { low, high } = rangeOf(key);
      while (low < high) {
        const start = startOf((low + high) >>> 1);
        const end = bytes.indexOf(separator, start);
        const order = key.compare(bytes, start, end);
        if (order === 0) return bytes.toString('utf8', end + 1, endOf(end));
        if (order < 0) high = start;
        else low = endOf(end) + 1;
      }
      return undefined;
    },
  };
}
