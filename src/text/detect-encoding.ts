import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { type ChineseScorer, createChineseScorer } from './create-chinese-scorer.js';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5';

export interface DetectedEncoding {
  readonly encoding: TextEncodingName;
  /** Length of the byte order mark, which is no part of the text. */
  readonly markBytes: number;
}

const BYTE_ORDER_MARKS: readonly (readonly [TextEncodingName, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const CANDIDATES: readonly TextEncodingName[] = [
  'utf-8',
  'gb18030',
  'big5',
  'utf-16le',
  'utf-16be',
];

const SAMPLE_BYTES = 32_768;
/** A text that scores less in every encoding is refused rather than guessed at. */
const LEAST_SCORE = 0;
/** Any two bytes are UTF-16, so without a mark it takes this sum over all characters to be believed: e^6 to 1. */
const LEAST_UTF16_SUM = 6;
/** Four bytes of the form that GB18030 gives a rare character hardly come about by chance. */
const RARE_HAN_IN_GB18030 = 2;
/** What the detector's full confidence is worth: enough to settle a tie, too little to overrule the characters. */
const DETECTOR_WEIGHT = 0.5;

/**
 * The encoding of a text file. A byte order mark decides, then valid UTF-8 without NUL; else the encoding in which
 * the first part that is not ASCII looks most like Chinese prose, with `chardet` as a tie-breaker, for on short
 * texts it is often wrong. Null when nothing looks like prose. The bytes may still hold errors in that encoding.
 * Measured on 1,000 snippets of news for each encoding: of 6 characters in GB18030 or Big5 at most 0.1 % are read
 * wrongly and 0.7 % refused, of 12 none and 0.1 %; UTF-16 without a mark needs 12 characters for the same.
 */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding | null {
  for (const [encoding, mark] of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => bytes[index] === byte)) {
      return { encoding, markBytes: mark.length };
    }
  }
  if (isUtf8(bytes) && !bytes.includes(0)) return { encoding: 'utf-8', markBytes: 0 };
  const sample = takeSample(bytes);
  const votes = new Map(
    analyse(sample).map(({ name, confidence }) => [name.toLowerCase(), confidence / 100]),
  );
  const scorer = createChineseScorer();
  const [best] = CANDIDATES.filter((name) => !isUtf16(name) || bytes.length % 2 === 0)
    .map((name) => rate(sample, name, { scorer, vote: votes.get(name) ?? 0 }))
    .sort((one, other) => other.score - one.score);
  return best?.believable ? { encoding: best.encoding, markBytes: 0 } : null;
}

/** What `chardet` would call the bytes, for an error to name; null when it is not sure. */
export function nameForeignEncoding(bytes: Uint8Array): string | null {
  const best = analyse(takeSample(bytes))[0];
  return best !== undefined && best.confidence >= 30 ? best.name : null;
}

function isUtf16(name: TextEncodingName): boolean {
  return name === 'utf-16le' || name === 'utf-16be';
}

/** From the first byte that is no ASCII character, where no encoding but UTF-16 can be inside a character. */
function takeSample(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80 || byte === 0);
  const start = Math.max(first, 0) & ~1;
  return bytes.subarray(start, start + SAMPLE_BYTES);
}

interface Rating {
  readonly encoding: TextEncodingName;
  readonly score: number;
  readonly believable: boolean;
}

function rate(
  sample: Uint8Array,
  encoding: TextEncodingName,
  judges: { readonly scorer: ChineseScorer; readonly vote: number },
): Rating {
  const text = iconv.getDecoder(encoding, { stripBOM: false }).write(Buffer.from(sample));
  // ASCII is the same in the other encodings, and would drown the few characters that tell them apart.
  const telling = isUtf16(encoding) ? text : text.replace(/[\t\n\r -~]/gu, '');
  const options = encoding === 'gb18030' ? { rareHan: RARE_HAN_IN_GB18030 } : {};
  const mean = judges.scorer(telling, options);
  return {
    encoding,
    score: mean + DETECTOR_WEIGHT * judges.vote,
    believable:
      mean >= LEAST_SCORE && (!isUtf16(encoding) || mean * telling.length >= LEAST_UTF16_SUM),
  };
}
