import type { FastifyReply } from 'fastify';

export interface RunningRequest {
  /** Fires when the client hangs up and when the server cannot wait any longer. */
  readonly signal: AbortSignal;
  done(): void;
}

/** Questions that are being worked on, so that nobody works for a client that is gone or for a server that stops. */
export interface RunningRequests {
  begin(reply: FastifyReply): RunningRequest;
  abortAll(): void;
}

export function createRunningRequests(): RunningRequests {
  const controllers = new Set<AbortController>();
  return {
    begin({ raw }) {
      const controller = new AbortController();
      const hangUp = () => {
        controllers.delete(controller);
        if (!raw.writableEnded) controller.abort();
      };
      controllers.add(controller);
      if (raw.destroyed) hangUp();
      else raw.once('close', hangUp);
      return {
        signal: controller.signal,
        done() {
          controllers.delete(controller);
          raw.off('close', hangUp);
        },
      };
    },
    abortAll() {
      for (const controller of controllers) controller.abort();
      controllers.clear();
    },
  };
}
