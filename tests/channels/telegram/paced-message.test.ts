import { describe, expect, it } from 'vitest';
import { createPacedMessage } from '../../../src/channels/telegram/paced-message.js';
import { manualClock } from '../../support/manual-clock.js';

function paced(write: (text: string) => Promise<void> = async () => {}) {
  const { clock, pass } = manualClock();
  const written: [number, string][] = [];
  const message = createPacedMessage<string>({
    clock,
    intervalMs: 1500,
    keyOf: (text) => text,
    write: async (text) => {
      written.push([clock.nowMs(), text]);
      await write(text);
    },
  });
  return { message, pass, written };
}

describe('createPacedMessage', () => {
  it('writes the newest content, once an interval', async () => {
    const { message, pass, written } = paced();
    for (const text of ['a', 'ab', 'abc']) message.show(text);
    await pass(1500);
    for (const text of ['abcd', 'abcde']) {
      message.show(text);
      await pass(500);
    }
    await pass(2000);
    expect(written).toEqual([
      [1500, 'abc'],
      [3000, 'abcde'],
    ]);
  });

  it('writes nothing that is shown already', async () => {
    const { message, pass, written } = paced();
    message.show('a');
    await pass(1500);
    message.show('a');
    await pass(3000);
    expect(written).toHaveLength(1);
  });

  it('goes on after a write that failed', async () => {
    const { message, pass, written } = paced(() => Promise.reject(new Error('429')));
    message.show('a');
    await pass(1500);
    message.show('ab');
    await pass(1500);
    expect(written.map(([, text]) => text)).toEqual(['a', 'ab']);
  });

  it('drops what waits when it is settled, at once when nothing was written', async () => {
    const { message, pass, written } = paced();
    message.show('a');
    await message.settle();
    message.show('ab');
    await pass(3000);
    expect(written).toEqual([]);
  });

  it('waits for the write on its way and for the interval after it', async () => {
    let end: () => void = () => {};
    const { message, pass, written } = paced(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    message.show('a');
    await pass(1500);
    let settled = false;
    const settling = message.settle().then(() => {
      settled = true;
    });
    await pass(500);
    end();
    await pass(500);
    expect(settled).toBe(false);
    await pass(500);
    await settling;
    expect(written).toEqual([[1500, 'a']]);
  });
});
