import { isUtf8 } from 'node:buffer';

/** The text of valid UTF-8 without its byte order mark; null for other bytes and for a text with a NUL or U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  return /[\0\ufffd]/u.test(text) ? null : text;
}
