import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySignature } from '../../src/channels/http/verify-signature.js';

const failures = ['500', 'reset before the body', 'reset after the body', 'stall'] as const;
type Failure = (typeof failures)[number];

export interface ReceivedId {
  /** Answered with 200. */
  taken: number;
  readonly questionIds: Set<string>;
  readonly bodies: Set<string>;
}

export interface FailingReceiver {
  readonly url: string;
  /** By idempotency id. */
  readonly ids: ReadonlyMap<string, ReceivedId>;
  readonly failed: ReadonlyMap<Failure, number>;
  attempts(): number;
  unsigned(): number;
  close(): void;
}

/** Takes callbacks, but for a share that it fails in one of four ways in turn. */
export async function startFailingReceiver(
  failRate: number,
  secret: string,
  random: () => number,
): Promise<FailingReceiver> {
  const ids = new Map<string, ReceivedId>();
  const failed = new Map<Failure, number>();
  let attempts = 0;
  let failing = 0;
  let unsigned = 0;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    attempts += 1;
    const failure = random() < failRate ? (failures[failing++ % failures.length] ?? null) : null;
    if (failure !== null) failed.set(failure, (failed.get(failure) ?? 0) + 1);
    if (failure === 'reset before the body') return void request.socket.resetAndDestroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const id = note(request.headers, Buffer.concat(chunks));
    if (failure === 'stall') return;
    if (failure === 'reset after the body') return void request.socket.resetAndDestroy();
    if (failure === null && id !== null) id.taken += 1;
    response.writeHead(failure === null ? 200 : 500).end();
  }

  function note(headers: IncomingMessage['headers'], body: Buffer): ReceivedId | null {
    const key = String(headers['idempotency-key']);
    const { valid } = verifySignature({
      ...{ direction: 'callback', idempotencyKey: key, body, secrets: [secret] },
      header: String(headers['x-report-qa-signature']),
      now: new Date(),
    });
    if (!valid) {
      unsigned += 1;
      return null;
    }
    const text = body.toString('utf8');
    const known = ids.get(key) ?? { taken: 0, questionIds: new Set(), bodies: new Set() };
    known.questionIds.add((JSON.parse(text) as { questionId: string }).questionId);
    known.bodies.add(text);
    ids.set(key, known);
    return known;
  }

  const server = createServer((request, response) => {
    // A sender that was killed ends in the middle of a body.
    receive(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}/hook`, ids, failed },
    attempts: () => attempts,
    unsigned: () => unsigned,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
