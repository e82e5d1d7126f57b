import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import { ModelThread } from '../../src/models/model-thread.js';

const workerFile = new URL('../fixtures/workers/crashing-worker.mjs', import.meta.url);
const opened: ModelThread<string, string>[] = [];

function openThread(beforeStart: () => void = () => undefined) {
  let starts = 0;
  const thread = new ModelThread<string, string>({
    name: 'test model',
    beforeStart,
    start: () => {
      starts += 1;
      return new Worker(workerFile, { execArgv: [] });
    },
  });
  opened.push(thread);
  return { thread, starts: () => starts };
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((thread) => thread.close()));
});

describe('ModelThread', () => {
  test.each(['crash', 'exit'])(
    'fails the calls that wait at a %s, and starts anew',
    async (end) => {
      const { thread, starts } = openThread();
      const pending = [thread.call(end), thread.call('a'), thread.call('b')];
      for (const outcome of await Promise.allSettled(pending)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'model_failed' } });
      }
      expect(await thread.call('c')).toBe('did c');
      expect(starts()).toBe(2);
    },
  );

  test('tells what the worker says, and goes on with the same worker', async () => {
    const { thread, starts } = openThread();
    await expect(thread.call('fail')).rejects.toMatchObject({
      code: 'model_failed',
      message: 'The test model failed: no such operator',
    });
    expect(await thread.call('a')).toBe('did a');
    expect(starts()).toBe(1);
  });

  test('answers urgent calls before those that wait', async () => {
    const { thread } = openThread();
    const order: string[] = [];
    const note = (reply: string) => order.push(reply);
    await Promise.all([
      thread.call('slow').then(note),
      thread.call('a').then(note),
      thread.call('b', { urgent: true }).then(note),
    ]);
    expect(order).toEqual(['did slow', 'did b', 'did a']);
  });

  test('leaves out a call that was cancelled while it waited', async () => {
    const { thread } = openThread();
    const controller = new AbortController();
    const first = thread.call('slow');
    const second = thread.call('a', { signal: controller.signal });
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(await first).toBe('did slow');
  });

  test('tells the first call, not warm, what keeps it from starting', async () => {
    const { thread } = openThread(() => {
      throw new AppError('The model file is missing.', {
        code: 'model_missing',
        hint: 'Bring it.',
      });
    });
    expect(() => thread.warm()).not.toThrow();
    await expect(thread.call('a')).rejects.toMatchObject({ code: 'model_missing' });
  });

  test('finishes the running call when it closes, and takes no more', async () => {
    const { thread } = openThread();
    const running = thread.call('slow');
    const waiting = expect(thread.call('a')).rejects.toMatchObject({ code: 'cancelled' });
    await thread.close();
    expect(await running).toBe('did slow');
    await waiting;
    await expect(thread.call('b')).rejects.toMatchObject({ code: 'cancelled' });
  });
});
