import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySignature } from '../../src/channels/http/verify-signature.js';

export interface ReceivedCallback {
  /** Answered with 200. */
  taken: number;
  readonly bodies: Set<string>;
}

export interface CallbackReceiver {
  readonly url: string;
  readonly callbacks: ReadonlyMap<string, ReceivedCallback>;
  close(): void;
}

/** Takes callbacks; every other one only at its second attempt, so that jobs wait where the kill finds them. */
export async function startCallbackReceiver(secret: string): Promise<CallbackReceiver> {
  const callbacks = new Map<string, ReceivedCallback>();

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const id = String(request.headers['idempotency-key']);
    const { valid } = verifySignature({
      ...{ direction: 'callback', idempotencyKey: id, body, secrets: [secret] },
      header: String(request.headers['x-report-qa-signature']),
      now: new Date(),
    });
    if (!valid) return void response.writeHead(401).end();
    const known = callbacks.get(id);
    const isRefused = known === undefined && callbacks.size % 2 === 1;
    const callback = known ?? { taken: 0, bodies: new Set() };
    callback.bodies.add(body.toString('utf8'));
    callbacks.set(id, callback);
    if (!isRefused) callback.taken += 1;
    response.writeHead(isRefused ? 503 : 200).end();
  }

  const server = createServer((request, response) => {
    // A sender that was killed ends in the middle of a body.
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    callbacks,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
