import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** After an abort, questions that end as they should do so within this. */
const abortedWithinMs = 1000;

/**
 * Keeps track of connections from now on; the returned function ends the server in any case: what does not finish within
 * the limit is aborted, then cut off.
 */
export function createStop(
  server: FastifyInstance,
  { limitMs, abortAll }: { readonly limitMs: number; readonly abortAll: () => void },
): () => Promise<void> {
  const connections = trackConnections(server.server);
  return async () => {
    connections.closeWhenIdle();
    const closed = server.close().then(() => true);
    if (await within(closed, limitMs)) return;
    abortAll();
    if (await within(closed, abortedWithinMs)) return;
    server.server.closeAllConnections();
    await closed;
  };
}

/** Node's own `closeIdleConnections` leaves those that have sent nothing yet, as browsers open them in advance. */
function trackConnections(server: Server): { closeWhenIdle(): void } {
  const running = new Map<Socket, number>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    running.set(socket, 0);
    socket.once('close', () => running.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    running.set(socket, (running.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (running.get(socket) ?? 1) - 1;
      if (running.has(socket)) running.set(socket, left);
      if (closing && left === 0) socket.destroySoon();
    });
  });
  return {
    closeWhenIdle() {
      closing = true;
      for (const [socket, requests] of running) if (requests === 0) socket.destroy();
    },
  };
}

async function within(closed: Promise<boolean>, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      closed,
      wait(limitMs, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}
