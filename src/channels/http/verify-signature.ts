import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SignedMessage, signedBytes } from './signed-bytes.js';

export interface SignatureToVerify extends Omit<SignedMessage, 'timestamp'> {
  /** The `X-Report-QA-Signature` header. */
  readonly header: string | undefined;
  readonly secrets: readonly string[];
  readonly now: Date;
  /** How far the signature's time may be from `now`, either way. */
  readonly toleranceSeconds?: number;
}

export type SignatureVerdict =
  | { readonly valid: true; readonly timestamp: number }
  /** For the log; the caller is not told which it was. */
  | { readonly valid: false; readonly reason: 'missing' | 'malformed' | 'untimely' | 'mismatch' };

export const signatureToleranceSeconds = 300;

/** A sender that changes its secret signs with both. */
const maxSignatures = 5;
const maxHeaderLength = 1000;

/** Every secret is compared with every signature in constant time, whichever fits. */
export function verifySignature(given: SignatureToVerify): SignatureVerdict {
  const { header, secrets, now, toleranceSeconds = signatureToleranceSeconds } = given;
  if (header === undefined || header === '') return { valid: false, reason: 'missing' };
  const parsed = parseHeader(header);
  if (parsed === null) return { valid: false, reason: 'malformed' };
  const { timestamp, signatures } = parsed;
  const bytes = signedBytes({ ...given, timestamp });
  let fits = 0;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(bytes).digest();
    for (const signature of signatures) fits |= Number(timingSafeEqual(expected, signature));
  }
  if (fits === 0) return { valid: false, reason: 'mismatch' };
  if (Math.abs(now.getTime() / 1000 - timestamp) > toleranceSeconds) {
    return { valid: false, reason: 'untimely' };
  }
  return { valid: true, timestamp };
}

/** One `t` and one to five `v1`; parts of other names are for later versions. A header that came twice has two `t` and is refused. */
function parseHeader(header: string): { timestamp: number; signatures: Buffer[] } | null {
  if (header.length > maxHeaderLength) return null;
  const times: string[] = [];
  const signatures: Buffer[] = [];
  for (const part of header.split(',')) {
    const [, name, value] = /^\s*([a-z]\w*)=([^\s=]+)\s*$/u.exec(part) ?? [];
    if (name === undefined || value === undefined) return null;
    if (name === 't') times.push(value);
    if (name !== 'v1') continue;
    if (!/^[0-9a-f]{64}$/iu.test(value)) return null;
    signatures.push(Buffer.from(value, 'hex'));
  }
  const [time] = times;
  if (time === undefined || times.length > 1 || !/^[1-9]\d{0,11}$/u.test(time)) return null;
  if (signatures.length === 0 || signatures.length > maxSignatures) return null;
  return { timestamp: Number(time), signatures };
}
