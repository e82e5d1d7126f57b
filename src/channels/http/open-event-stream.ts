import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';

const heartbeatMs = 15_000;

export interface EventStream {
  /** Null as event name sends bare `data:` lines, as OpenAI's protocol does. `data` is sent as JSON, in one line. */
  send(event: string | null, data: unknown): void;
  sendRaw(line: string): void;
  end(): void;
}

/** Begins a `text/event-stream` answer; a comment every 15 s keeps proxies from closing it. */
export function openEventStream(reply: FastifyReply): EventStream {
  const stream = new PassThrough();
  const heartbeat = setInterval(() => stream.write(': heartbeat\n\n'), heartbeatMs);
  const end = () => {
    clearInterval(heartbeat);
    if (!stream.writableEnded) stream.end();
  };
  stream.once('close', end);
  // A client that hangs up destroys the stream; what is written afterwards goes nowhere.
  stream.on('error', end);
  const write = (text: string) => {
    if (stream.writable) stream.write(text);
  };
  // Headers leave with the first bytes, and the client shall know at once that it is being answered.
  write(': begun\n\n');
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(stream);
  return {
    send(event, data) {
      const name = event === null ? '' : `event: ${event}\n`;
      write(`${name}data: ${JSON.stringify(data)}\n\n`);
    },
    sendRaw: (line) => write(`${line}\n\n`),
    end,
  };
}
