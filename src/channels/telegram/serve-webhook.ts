import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../domain/app-error.js';
import type { WebhookReceiver } from './receive-webhook.js';

export interface WebhookServer {
  readonly port: number;
  /** Lets replies that are under way end. */
  stop(): Promise<void>;
}

const requestTimeoutMs = 30_000;

/**
 * An HTTP server for the webhook alone, for `report-qa telegram`; port 0 takes any free one.
 * Rejects with `channel_failed` when it cannot listen.
 */
export async function serveWebhook(
  webhook: WebhookReceiver,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WebhookServer> {
  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    void webhook.handle(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new AppError(`The Telegram webhook cannot listen on ${host}:${port}.`, {
          code: 'channel_failed',
          hint: 'Another program may use the port: set HTTP_HOST or HTTP_PORT to others.',
          cause: error,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
