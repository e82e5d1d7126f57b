import { describe, expect, it, onTestFinished } from 'vitest';
import { Thread } from '../../src/threads/thread.js';

function openThread() {
  const thread = new Thread({
    name: 'test thread',
    script: new URL('../fixtures/workers/calling-worker', import.meta.url),
    workerData: null,
    handlers: { double: (value: number) => value * 2 },
  });
  onTestFinished(() => thread.end());
  return thread;
}

describe('Thread', () => {
  it('starts with the first call, goes on with the same worker, and may be called back', async () => {
    const thread = openThread();
    expect(thread.isRunning).toBe(false);
    const counted = Promise.all([thread.call('count'), thread.call('count')]);
    expect(thread.isRunning).toBe(true);
    expect(await counted).toEqual([1, 2]);
    expect(await thread.call('twice', 21)).toBe(42);
    await expect(thread.call('refuse')).rejects.toMatchObject({
      ...{ code: 'disk_full', hint: 'Free some space.' },
    });
    expect(await thread.call('count')).toBe(3);
  });

  it.each(['crash', 'exit'])('fails what waits at a %s, and starts anew', async (end) => {
    const thread = openThread();
    const pending = [thread.call('hang'), thread.call(end)];
    for (const outcome of await Promise.allSettled(pending)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
    }
    expect(thread.isRunning).toBe(false);
    expect(await thread.call('count')).toBe(1);
  });

  it('ends with what waits, and starts anew', async () => {
    const thread = openThread();
    expect(await thread.call('count')).toBe(1);
    const failed = expect(thread.call('hang')).rejects.toThrow('test thread');
    await thread.end();
    await failed;
    expect(thread.isRunning).toBe(false);
    expect(await thread.call('count')).toBe(1);
    await thread.end();
    await thread.end();
  });

  it('says that what waited was cancelled when it is ended', async () => {
    const thread = openThread();
    const cancelled = expect(thread.call('hang')).rejects.toMatchObject({ code: 'cancelled' });
    await thread.end();
    await cancelled;
  });
});
