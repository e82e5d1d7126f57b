import { describe, expect, it } from 'vitest';
import { QuestionsFirst } from '../src/questions-first.js';

const never = 2 ** 30;

describe('QuestionsFirst', () => {
  it('holds up nobody while no question is asked', async () => {
    await expect(new QuestionsFirst(never).pause()).resolves.toBeUndefined();
  });

  it('lets the background go on when the last question was answered, or failed', async () => {
    const first = new QuestionsFirst(never);
    const order: string[] = [];
    let answer: () => void = () => {};
    let fail: () => void = () => {};
    const one = first.during(() => new Promise<void>((resolve) => (answer = resolve)));
    const other = first.during(
      () => new Promise<void>((_, reject) => (fail = () => reject(new Error('no')))),
    );
    const failed = expect(other).rejects.toThrow('no');
    const pause = first.pause().then(() => order.push('background'));
    answer();
    await one;
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first question');
    fail();
    await failed;
    await pause;
    expect(order).toEqual(['first question', 'background']);
  });

  it('does not wait for ever for a question that takes long', async () => {
    const first = new QuestionsFirst(5);
    let answer: () => void = () => {};
    const question = first.during(() => new Promise<void>((resolve) => (answer = resolve)));
    await first.pause();
    answer();
    await question;
  });
});
