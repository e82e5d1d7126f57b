import { createHash } from 'node:crypto';

const CACHED = 200_000;

/** Names a token by 64 bits of its hash, as the text of a bigint: a number in the index is smaller than a word. */
export function createTokenKeys(): (token: string) => string {
  const known = new Map<string, string>();
  return (token) => {
    let key = known.get(token);
    if (key === undefined) {
      key = createHash('sha256').update(token).digest().readBigInt64BE(0).toString();
      if (known.size >= CACHED) known.clear();
      known.set(token, key);
    }
    return key;
  };
}
