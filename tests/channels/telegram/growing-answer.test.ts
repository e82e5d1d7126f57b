import { describe, expect, it } from 'vitest';
import type { TelegramCalls } from '../../../src/channels/telegram/call-telegram.js';
import { growInDraft, growInMessage, PACE } from '../../../src/channels/telegram/growing-answer.js';
import { keepTyping } from '../../../src/channels/telegram/keep-typing.js';
import { plainContent } from '../../../src/channels/telegram/send-text.js';
import {
  TelegramFailure,
  type TelegramFault,
} from '../../../src/channels/telegram/telegram-failure.js';
import { manualClock } from '../../support/manual-clock.js';

/** Telegram that notes when it was called and may refuse. */
function telegram(fault: TelegramFault | null = null) {
  const { clock, pass } = manualClock();
  const made: [number, string][] = [];
  const calls: TelegramCalls = {
    pausedMs: () => 0,
    async call<T>(method: string) {
      made.push([clock.nowMs(), method]);
      if (fault === null) return true as T;
      const details = { method, status: null, retryAfterMs: null, migratedTo: null };
      throw new TelegramFailure({ fault, description: fault, ...details });
    },
  };
  const options = (group: boolean) => ({
    ...{ calls, clock, pace: PACE, signal: new AbortController().signal },
    place: { chatId: 1, threadId: null, group },
  });
  return { calls, clock, pass, made, options };
}

describe('a growing answer', () => {
  it.each([
    [false, [1500, 3000, 4500, 6000]],
    [true, [3000, 6000]],
  ])('is edited as seldom as its chat bears (group: %s)', async (group, times) => {
    const { pass, made, options } = telegram();
    const growing = growInMessage(options(group), 5);
    for (let step = 1; step <= 12; step += 1) {
      growing.show(plainContent(`${step}`));
      await pass(500);
    }
    expect(made.map(([atMs]) => atMs)).toEqual(times);
  });

  it('is written to its draft again before Telegram takes it away', async () => {
    const { pass, made, options } = telegram();
    const drafts = { supported: true };
    const draft = { ...options(false), drafts, draftId: 9 };
    const growing = await growInDraft(draft, plainContent('…'));
    await pass(41_000);
    expect(made.map(([atMs]) => atMs)).toEqual([0, 20_000, 40_000]);
    await growing?.settle();
    await pass(41_000);
    expect(made).toHaveLength(3);
  });

  it.each([
    ['unsupported', false],
    ['refused', false],
    ['limited', true],
    ['unreachable', true],
  ] as const)(
    'goes to a message when a draft is %s; drafts stay in use: %s',
    async (fault, kept) => {
      const { options } = telegram(fault);
      const drafts = { supported: true };
      const draft = { ...options(false), drafts, draftId: 9 };
      expect(await growInDraft(draft, plainContent('…'))).toBeNull();
      expect(drafts.supported).toBe(kept);
    },
  );

  it('asks for no draft in a group', async () => {
    const { made, options } = telegram();
    const draft = { ...options(true), drafts: { supported: true }, draftId: 9 };
    expect(await growInDraft(draft, plainContent('…'))).toBeNull();
    expect(made).toEqual([]);
  });
});

describe('typing', () => {
  const place = { chatId: 1, threadId: null, group: false };

  it('is shown at once and again every four seconds, until it is stopped', async () => {
    const { calls, clock, pass, made } = telegram();
    const stop = keepTyping(calls, place, clock);
    await pass(9000);
    stop();
    await pass(9000);
    expect(made.map(([atMs]) => atMs)).toEqual([0, 4000, 8000]);
  });

  it('ends by itself when Telegram does not take it', async () => {
    const { calls, clock, pass, made } = telegram('blocked');
    keepTyping(calls, place, clock);
    await pass(9000);
    expect(made).toHaveLength(1);
  });
});
