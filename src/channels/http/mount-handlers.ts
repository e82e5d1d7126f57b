import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Another channel's own handler, such as Telegram's webhook; it reads the body and answers itself. */
export interface Mount {
  /** Exact; may be secret, so it is never logged. */
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): unknown;
}

export const mountRoute = '(mount)';

/** Mounts check their callers themselves: no key, host or rate is looked at. */
export function mountHandlers(server: FastifyInstance, mounts: readonly Mount[]): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const { path, handle } of mounts) {
    // To the router a single colon begins a parameter; bot tokens hold one.
    server.post(path.replaceAll(':', '::'), {
      config: { access: 'signed', mounted: true, rateLimit: false },
      schema: { hide: true },
      async handler(request, reply) {
        reply.hijack();
        try {
          await handle(request.raw, reply.raw);
        } catch (error) {
          request.log.error({ err: error }, 'a mounted handler failed');
          if (!reply.raw.headersSent) reply.raw.statusCode = 500;
          reply.raw.end();
        }
      },
    });
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    mounted?: boolean;
  }
}
