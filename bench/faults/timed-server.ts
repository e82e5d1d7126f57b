import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TimedServer {
  readonly url: string;
  /** When the chunk that completed the first line was written, by `performance.now()`. */
  lastWrittenAt: number;
  close(): void;
}

const event = (content: string): string =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

/** Streams the lines some characters at a time, and notes when the first line was complete on the wire. */
export async function startTimedServer(lines: readonly string[]): Promise<TimedServer> {
  const timed: TimedServer = { url: '', lastWrittenAt: 0, close: () => server.close() };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    void (async () => {
      for (const [number, line] of lines.entries()) {
        for (let start = 0; start < line.length; start += 12) {
          await sleep(1);
          const isLast = number === 0 && start + 12 >= line.length;
          if (isLast) timed.lastWrittenAt = performance.now();
          response.write(event(line.slice(start, start + 12)));
        }
      }
      response.end(
        `data: ${JSON.stringify({ id: '1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`,
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(timed, { url: `http://127.0.0.1:${port}/v1` });
}
