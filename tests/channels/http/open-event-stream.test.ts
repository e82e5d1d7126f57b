import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEventStream } from '../../../src/channels/http/open-event-stream.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An event stream and what the client receives of it. */
function open() {
  let body = new PassThrough();
  const reply = {
    header: () => reply,
    send(stream: PassThrough) {
      body = stream;
      return reply;
    },
  };
  const events = openEventStream(reply as unknown as FastifyReply);
  return { events, body };
}

it('says something every 15 seconds until it ends', () => {
  const { events, body } = open();
  vi.advanceTimersByTime(31_000);
  events.send('done', { a: 1 });
  events.end();
  vi.advanceTimersByTime(60_000);
  expect(String(body.read())).toBe(
    ': begun\n\n: heartbeat\n\n: heartbeat\n\nevent: done\ndata: {"a":1}\n\n',
  );
  expect(vi.getTimerCount()).toBe(0);
});

it('stops its heartbeat when the client is gone, and lets later events fall', async () => {
  const { events, body } = open();
  const closed = new Promise((resolve) => body.once('close', resolve));
  body.destroy(new Error('gone'));
  await closed;
  expect(vi.getTimerCount()).toBe(0);
  events.send('done', {});
  events.end();
});
