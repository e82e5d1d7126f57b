import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import { packError, unpackError } from '../../src/threads/remote-error.js';
import { type Handlers, ThreadCalls } from '../../src/threads/thread-calls.js';

/** Two sides that call each other. */
function connect(near: Handlers, far: Handlers) {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  return { near: new ThreadCalls(port1, near), far: new ThreadCalls(port2, far) };
}

describe('ThreadCalls', () => {
  it('answers calls of both sides, each with its own answer, in whatever order they come', async () => {
    const gates = new Map<string, () => void>();
    const { near, far } = connect(
      { add: (left: number, right: number) => left + right },
      {
        hold: (name: string) =>
          new Promise((resolve) => gates.set(name, () => resolve(`held ${name}`))),
        ask: (left: number, right: number) => far.call('add', left, right),
      },
    );
    const order: unknown[] = [];
    const held = ['a', 'b'].map((name) =>
      near.call('hold', name).then((answer) => order.push(answer)),
    );
    expect(await near.call('ask', 2, 3)).toBe(5);
    expect(near.pending).toBe(2);
    gates.get('b')?.();
    await held[1];
    gates.get('a')?.();
    await held[0];
    expect(order).toEqual(['held b', 'held a']);
    expect(near.pending).toBe(0);
  });

  it('carries vectors, maps and nothing as they are', async () => {
    const { near } = connect({}, { same: (value: unknown) => value });
    const vectors = new Map([[7, Float32Array.of(0.5, -1)]]);
    expect(await near.call('same', vectors)).toEqual(vectors);
    expect(await near.call('same', undefined)).toBeUndefined();
    expect(await near.call('same', null)).toBeNull();
  });

  it('tells of errors, unknown calls and results that cannot be cloned, and goes on', async () => {
    const { near } = connect(
      {},
      {
        async fail() {
          throw new AppError('No.', { code: 'disk_full', hint: 'Free some space.' });
        },
        odd: () => () => 1,
        one: () => 1,
      },
    );
    const failure = await near.call('fail').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: 'disk_full', hint: 'Free some space.' });
    await expect(near.call('gone')).rejects.toThrow('gone');
    await expect(near.call('odd')).rejects.toThrow('could not be cloned');
    expect(await near.call('one')).toBe(1);
    expect(near.pending).toBe(0);
  });

  it('waits for no call whose parameters cannot be sent', async () => {
    const { near } = connect({}, {});
    await expect(near.call('any', () => 1)).rejects.toThrow('could not be cloned');
    expect(near.pending).toBe(0);
  });

  it('fails all that waits when the other side is gone, and minds no late answer', async () => {
    const gates: (() => void)[] = [];
    const { near } = connect(
      {},
      { hold: () => new Promise<void>((resolve) => gates.push(resolve)), one: () => 1 },
    );
    const held = [near.call('hold'), near.call('hold')];
    while (gates.length < 2) await nextTurn();
    const gone = new Error('gone');
    near.fail(gone);
    for (const call of held) await expect(call).rejects.toBe(gone);
    for (const open of gates) open();
    expect(await near.call('one')).toBe(1);
    expect(near.pending).toBe(0);
  });
});

describe('an error that goes to another thread', () => {
  it('keeps its code, hint, stack and causes, three deep', () => {
    const causes = ['d', 'c', 'b', 'a'].reduce<Error | undefined>(
      (cause, message) => new Error(message, { cause }),
      undefined,
    );
    const error = new AppError('Told.', { code: 'index_damaged', hint: 'Mend it.', cause: causes });
    const arrived = unpackError(structuredClone(packError(error)));
    expect(arrived).toBeInstanceOf(AppError);
    expect(arrived).toMatchObject({ code: 'index_damaged', hint: 'Mend it.', stack: error.stack });
    const messages: string[] = [];
    for (let cause: unknown = arrived; cause instanceof Error; cause = cause.cause) {
      messages.push(cause.message);
    }
    expect(messages).toEqual(['Told.', 'a', 'b', 'c']);
  });

  it('may be anything, even its own cause', () => {
    expect(unpackError(packError('words'))).toMatchObject({ message: 'words' });
    expect(unpackError(packError(undefined)).cause).toBeUndefined();
    expect(unpackError(packError(new RangeError('plain')))).not.toBeInstanceOf(AppError);
    const own = new Error('round');
    own.cause = own;
    expect(unpackError(packError(own)).message).toBe('round');
  });
});
