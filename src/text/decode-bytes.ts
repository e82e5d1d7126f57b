import iconv from 'iconv-lite';
import { AppError } from '../domain/app-error.js';
import { decodeUtf8 } from './decode-utf8.js';
import { detectEncoding, nameForeignEncoding, type TextEncodingName } from './detect-encoding.js';

const BLOCK_BYTES = 65_536;
const NEVER_IN_TEXT = /[\0\ufffd]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

export interface DecodedText {
  /** Without the byte order mark; holds no U+FFFD, no NUL and no lone surrogate. */
  readonly text: string;
  readonly encoding: TextEncodingName;
}

/**
 * Decodes a text file in UTF-8, UTF-16, GB18030 (and so GBK and GB2312) or Big5, with a byte order mark or without.
 *
 * Throws `file_undecodable`, naming `label` and the offset of the first bad byte from the file's first byte, for bytes
 * that are no text in the encoding. A U+FFFD that the file itself holds is refused as well: it stands for a character
 * that was lost before, and an index must not quote it.
 */
export function decodeBytes(bytes: Uint8Array, label = 'The file'): DecodedText {
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const detected = detectEncoding(whole);
  if (detected === null) throw unknownEncoding(whole, label);
  const { encoding, markBytes } = detected;
  const body = whole.subarray(markBytes);
  if (isUtf16(encoding) && body.length % 2 === 1) {
    throw undecodable(label, bytes.length - 1, encoding, 'half a character is left over');
  }
  const text = iconv.decode(body, encoding, { stripBOM: false });
  if (isUtf16(encoding)) checkUtf16(text, { label, encoding, markBytes });
  else if (NEVER_IN_TEXT.test(text)) {
    const offset = findBadByte(body, encoding) + markBytes;
    throw undecodable(label, offset, encoding, describeBadByte(bytes, offset));
  }
  return { text, encoding };
}

function isUtf16(encoding: TextEncodingName): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

function checkUtf16(
  text: string,
  file: { label: string; encoding: TextEncodingName; markBytes: number },
): void {
  const lone = text.search(LONE_SURROGATE);
  const never = text.search(NEVER_IN_TEXT);
  const index = lone < 0 || (never >= 0 && never < lone) ? never : lone;
  if (index < 0) return;
  const problem = index === lone ? 'half a surrogate pair' : describeCharacter(text[index]);
  throw undecodable(file.label, file.markBytes + 2 * index, file.encoding, problem);
}

/** Offset of the first byte of the first sequence that decodes to U+FFFD or NUL. */
function findBadByte(body: Buffer, encoding: TextEncodingName): number {
  const blocks = iconv.getDecoder(encoding, { stripBOM: false });
  let block = 0;
  while (block < body.length) {
    if (NEVER_IN_TEXT.test(blocks.write(body.subarray(block, block + BLOCK_BYTES)))) break;
    block += BLOCK_BYTES;
  }
  // A sequence has at most 4 bytes and may have begun in the block before.
  let start = Math.max(0, Math.min(block, body.length) - 8);
  const single = iconv.getDecoder(encoding, { stripBOM: false });
  single.write(body.subarray(0, start));
  for (let offset = start; offset < body.length; offset += 1) {
    const output = single.write(body.subarray(offset, offset + 1));
    if (NEVER_IN_TEXT.test(output)) break;
    if (output !== '') start = offset + 1;
  }
  return start;
}

function describeBadByte(bytes: Uint8Array, offset: number): string {
  const byte = bytes[offset] ?? 0;
  if (byte === 0) return describeCharacter('\0');
  const mark = [0xef, 0xbf, 0xbd].every((part, index) => bytes[offset + index] === part);
  if (mark) return describeCharacter('\ufffd');
  return `0x${byte.toString(16).padStart(2, '0')} begins no character`;
}

function describeCharacter(character: string | undefined): string {
  return character === '\0'
    ? 'a NUL, as in a binary file'
    : 'U+FFFD, the mark of a character that was lost when the file was made';
}

function undecodable(
  label: string,
  offset: number,
  encoding: TextEncodingName,
  problem: string,
): AppError {
  return new AppError(
    `${label} cannot be decoded as ${encoding.toUpperCase()}: byte ${offset}: ${problem}.`,
    {
      code: 'file_undecodable',
      hint: `Get a whole copy of the file, or mend it at byte ${offset} and save it as UTF-8.`,
    },
  );
}

function unknownEncoding(bytes: Buffer, label: string): AppError {
  const offset = findBadByte(bytes, 'utf-8');
  const foreign = bytes.includes(0) ? null : nameForeignEncoding(bytes);
  const guess = foreign === null ? 'It may be no text at all' : `It looks like ${foreign}`;
  return new AppError(
    `${label} is in no encoding that is read (UTF-8, UTF-16, GB18030, Big5): byte ${offset} is the first ` +
      `that is no UTF-8 text, and in the others it makes no sense. ${guess}.`,
    {
      code: 'file_undecodable',
      hint: 'Save the file as UTF-8, or take it out of the reports folder.',
    },
  );
}
