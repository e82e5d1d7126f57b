export interface SignedMessage {
  /** A callback says so in its signed text, so that it can never pass for a request. */
  readonly direction: 'request' | 'callback';
  /** Unix time in seconds. */
  readonly timestamp: number;
  /** Of the `Idempotency-Key` header; null when there is none. */
  readonly idempotencyKey: string | null;
  /** As it is on the wire. */
  readonly body: Uint8Array;
}

/** What an idempotency key may be. Without braces and blanks a key cannot be mistaken for the beginning of a body, which is a JSON object. */
export const idempotencyKeyPattern = /^[A-Za-z0-9._:~-]{1,200}$/u;

/** The text that is signed: `[callback.]t.[key.]body`. */
export function signedBytes(message: SignedMessage): Buffer {
  const { direction, timestamp, idempotencyKey, body } = message;
  const parts = [
    ...(direction === 'callback' ? ['callback'] : []),
    String(timestamp),
    ...(idempotencyKey === null ? [] : [idempotencyKey]),
  ];
  return Buffer.concat([Buffer.from(`${parts.join('.')}.`), body]);
}
