import iconv from 'iconv-lite';
import type { Dice } from './dice.js';

/** WTF-8: a lone surrogate as the three bytes that UTF-8 forbids, where `Buffer` would write U+FFFD. */
function encodeLoosely(text: string): Buffer {
  const pieces = text.split(/(\p{Surrogate})/u);
  return Buffer.concat(
    pieces.map((piece) => {
      if (!/^\p{Surrogate}$/u.test(piece)) return Buffer.from(piece);
      const unit = piece.charCodeAt(0);
      return Buffer.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
    }),
  );
}

const withMark = (mark: readonly number[], bytes: Buffer) =>
  Buffer.concat([Buffer.from(mark), bytes]);

const ENCODERS: readonly [(text: string) => Buffer, ...((text: string) => Buffer)[]] = [
  encodeLoosely,
  (text) => withMark([0xef, 0xbb, 0xbf], Buffer.from(text)),
  (text) => iconv.encode(text, 'gb18030'),
  (text) => withMark([0x84, 0x31, 0x95, 0x33], iconv.encode(text, 'gb18030')),
  (text) => iconv.encode(text, 'gbk'),
  (text) => iconv.encode(text, 'big5'),
  (text) => iconv.encode(text, 'utf-16le'),
  (text) => iconv.encode(text, 'utf-16be'),
  (text) => withMark([0xff, 0xfe], iconv.encode(text, 'utf-16le')),
  (text) => withMark([0xfe, 0xff], iconv.encode(text, 'utf-16be')),
  // Mislabelled.
  (text) => withMark([0xff, 0xfe], Buffer.from(text)),
  (text) => withMark([0xef, 0xbb, 0xbf], iconv.encode(text, 'gb18030')),
  (text) => withMark([0x84, 0x31, 0x95, 0x33], iconv.encode(text, 'big5')),
  // Encoded twice.
  (text) => Buffer.from(Buffer.from(text).toString('latin1')),
  (text) => Buffer.from(iconv.decode(Buffer.from(text), 'gb18030')),
  (text) => withMark([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], Buffer.from(text)),
  (text) => iconv.encode(text, 'shift_jis'),
  (text) => iconv.encode(text, 'utf-32le'),
];

/** UTF-8 for the most part, else any encoding that is read, mislabelled, or none that is read. */
export function encodeText(text: string, dice: Dice): Buffer {
  return dice.chance(0.65) ? Buffer.from(text) : dice.pick(ENCODERS)(text);
}

type ByteMutation = (bytes: Buffer, at: number, dice: Dice) => Buffer;

const BYTE_MUTATIONS: readonly [ByteMutation, ...ByteMutation[]] = [
  (bytes, at, dice) => {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << dice.below(8));
    return flipped;
  },
  (bytes, at, dice) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + dice.size(1, 20))]),
  (bytes, at, dice) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.of(dice.below(256)), bytes.subarray(at)]),
  (bytes, at, dice) =>
    Buffer.concat([bytes.subarray(0, at + dice.size(1, 500)), bytes.subarray(at)]),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => bytes.subarray(at),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), Buffer.of(0), bytes.subarray(at)]),
];

/** One to four bytes or runs of bytes changed, wherever in a character they are. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  let mutated = bytes;
  for (let left = dice.size(1, 5); left > 0; left -= 1) {
    mutated = dice.pick(BYTE_MUTATIONS)(mutated, dice.below(mutated.length + 1), dice);
  }
  return mutated;
}
