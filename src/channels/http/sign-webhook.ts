import { createHmac } from 'node:crypto';
import { type SignedMessage, signedBytes } from './signed-bytes.js';

/** The `X-Report-QA-Signature` header: one `v1` (HMAC-SHA256, lower-case hex) for each secret. */
export function signWebhook(message: SignedMessage, ...secrets: readonly string[]): string {
  const bytes = signedBytes(message);
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(bytes).digest('hex')}`,
  );
  return [`t=${message.timestamp}`, ...signatures].join(',');
}
