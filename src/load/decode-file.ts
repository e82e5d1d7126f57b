import { decodeUtf8 } from '../text/decode-utf8.js';

/**
 * The text of a file's bytes. Nearly all files are UTF-8; the tables of the other encodings are loaded for those that
 * are not. Throws `file_undecodable` with `path`, as `decodeBytes` does.
 */
export async function decodeFile(bytes: Uint8Array, path: string): Promise<string> {
  const text = decodeUtf8(bytes);
  if (text !== null) return text;
  const { decodeBytes } = await import('../text/decode-bytes.js');
  return decodeBytes(bytes, path).text;
}
