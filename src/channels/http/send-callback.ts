import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { CallbackAddress } from './resolve-callback.js';

export interface CallbackToSend {
  readonly url: URL;
  /** Checked before; the connection goes to one of them and nowhere else. */
  readonly addresses: readonly CallbackAddress[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the exchange. */
  readonly signal: AbortSignal;
  /** Certificates to trust instead of the system's. */
  readonly ca?: string;
}

export interface CallbackResponse {
  readonly status: number;
  /** The `Retry-After` header. */
  readonly retryAfter: string | null;
}

/** What is said beyond the status is of no interest; a short text is read so that the receiver can end in peace. */
const maxResponseBytes = 64 * 1024;

/**
 * Posts over a connection of its own. Redirects are not followed. Rejects when no response came; once its status is
 * there, nothing that the receiver does or fails to do with its body matters.
 */
export function sendCallback(callback: CallbackToSend): Promise<CallbackResponse> {
  const { url, addresses, headers, body, signal, ca } = callback;
  const options: RequestOptions & { ca?: string } = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    // A connection from a pool was checked for another request.
    agent: false,
    lookup: lookupAmong(addresses),
    signal,
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((resolve, reject) => {
    let answered: (() => void) | null = null;
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options);
    request.on('response', (response) => {
      const { statusCode: status = 0, headers: given } = response;
      const done = () => resolve({ status, retryAfter: given['retry-after'] ?? null });
      answered = done;
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > maxResponseBytes) request.destroy();
      });
      response.on('error', done);
      response.on('close', done);
    });
    request.on('error', (error) => (answered === null ? reject(error) : answered()));
    request.end(body);
  });
}

function lookupAmong(addresses: readonly CallbackAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    if (all === true) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}
