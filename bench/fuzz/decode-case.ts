import { isUtf8 } from 'node:buffer';
import { decodeBytes } from '../../src/text/decode-bytes.js';

/** A file's text as it is loaded: a lost character in UTF-8 keeps back a line of JSONL, and the whole of other files. */
export function decodeCase(name: string, bytes: Buffer): string {
  const isLines = name.endsWith('.jsonl') && isUtf8(bytes);
  return isLines ? new TextDecoder('utf-8').decode(bytes) : decodeBytes(bytes).text;
}
