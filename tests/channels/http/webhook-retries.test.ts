import { createServer } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callbackDelayMs } from '../../../src/channels/http/callback-delay.js';
import { callbackDefaults } from '../../../src/channels/http/callback-options.js';
import { createCallbackSlots } from '../../../src/channels/http/callback-slots.js';
import { createDelivery } from '../../../src/channels/http/deliver-callback.js';
import type { HttpContext } from '../../../src/channels/http/http-context.js';
import { openSqliteState } from '../../../src/store/sqlite-state.js';
import { httpSettings } from '../../support/http-setup.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { callbackSecret } from '../../support/webhook-setup.js';

const now = new Date('2026-03-01T12:00:00Z');
const { firstDelayMs, maxDelayMs } = callbackDefaults;
const hourMs = 3_600_000;
const silent = { info() {}, warn() {}, error() {} };

/** Tries a delivery as the queue says, on a clock that jumps to the next attempt; gives the times of attempts in milliseconds. */
async function tryUntilEnd(respond: (attempt: number) => { status: number; retryAfter?: string }) {
  let clockMs = now.getTime();
  const attempts: number[] = [];
  const receiver = createServer((request, response) => {
    request.resume();
    attempts.push(clockMs - now.getTime());
    const { status, retryAfter } = respond(attempts.length);
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const state = openSqliteState({ folder: temporaryFolder(), clock: () => clockMs });
  onTestFinished(async () => {
    receiver.close();
    await state.close();
  });
  const { port } = receiver.address() as { port: number };
  const { jobs } = state;
  const url = `http://127.0.0.1:${port}/`;
  await jobs.add({ kind: 'k', key: 'a', lane: 'a', payload: { url, body: '{}' } });
  const settings = httpSettings({ callbackHosts: ['127.0.0.1'], callbackPrivate: true });
  const context = {
    settings,
    version: '1',
    now: () => new Date(clockMs),
  } as unknown as HttpContext;
  const deliver = createDelivery({
    ...{ context, jobs, secret: callbackSecret, options: callbackDefaults },
    log: silent as never,
  });
  for (;;) {
    const dueMs = await jobs.nextDueAtMs('k');
    if (dueMs === null) break;
    clockMs = Math.max(clockMs, dueMs);
    const [job] = await jobs.take('k', 1);
    if (job === undefined) throw new Error('a job that is due is not given');
    const outcome = await deliver(job, new AbortController().signal);
    if (outcome === undefined) await jobs.finish(job.id);
    else if ('giveUp' in outcome) await jobs.giveUp(job.id, outcome.giveUp);
    else await jobs.postpone(job.id, outcome.postponeMs);
  }
  return { attempts, failed: (await jobs.counts('k')).failed };
}

const pauses = (attempts: readonly number[]) =>
  attempts.slice(1).map((time, index) => time - (attempts[index] ?? 0));

describe('a callback that is refused', () => {
  it('is tried with growing pauses for 24 hours, then given up', async () => {
    const { attempts, failed } = await tryUntilEnd(() => ({ status: 500 }));
    expect(failed).toBe(1);
    expect(attempts.at(-1)).toBe(24 * hourMs);
    expect(attempts.length).toBeGreaterThan(25);
    expect(attempts.length).toBeLessThan(70);
    for (const [index, pause] of pauses(attempts).slice(0, -1).entries()) {
      const whole = Math.min(maxDelayMs, firstDelayMs * 2 ** index);
      expect(pause).toBeGreaterThanOrEqual(whole / 2);
      expect(pause).toBeLessThanOrEqual(whole);
    }
  });

  it('is tried no more when it was taken', async () => {
    const { attempts, failed } = await tryUntilEnd((attempt) => ({
      status: attempt < 4 ? 500 : 202,
    }));
    expect([attempts.length, failed]).toEqual([4, 0]);
  });

  it('waits as long as a busy receiver says, up to an hour', async () => {
    const wanted = ['120', '999999', new Date(now.getTime() + 2 * hourMs).toUTCString(), '-5', 'x'];
    const { attempts } = await tryUntilEnd((attempt) => {
      const retryAfter = wanted[attempt - 1];
      if (retryAfter === undefined) return { status: 200 };
      return { status: attempt % 2 === 0 ? 429 : 503, retryAfter };
    });
    const [first, second, third, fourth, fifth] = pauses(attempts);
    expect([first, second]).toEqual([120_000, hourMs]);
    expect((third ?? 0) + 120_000 + hourMs).toBe(2 * hourMs);
    for (const pause of [fourth, fifth]) expect(pause).toBeLessThanOrEqual(80_000);
  });

  it('does not mind Retry-After beside other statuses', async () => {
    const { attempts } = await tryUntilEnd((attempt) =>
      attempt === 1 ? { status: 500, retryAfter: '3000' } : { status: 200 },
    );
    expect(attempts[1]).toBeLessThanOrEqual(firstDelayMs);
  });

  it('waits between half the doubled pause and the whole', () => {
    const any = fc.record({
      failures: fc.integer({ min: 1, max: 10_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      retryAfter: fc.oneof(fc.constant(null), fc.string(), fc.nat().map(String)),
    });
    const property = fc.property(any, ({ failures, random, retryAfter }) => {
      const backoff = { firstDelayMs, maxDelayMs, random: () => random };
      const delay = callbackDelayMs(failures, backoff, { retryAfter, now });
      const whole = Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 1));
      expect(delay).toBeGreaterThanOrEqual(Math.floor(whole / 2));
      expect(delay).toBeLessThanOrEqual(maxDelayMs);
    });
    fc.assert(property, { numRuns: 200 });
  });
});

describe('the slots of a host', () => {
  const never = new AbortController().signal;
  const open = () =>
    createCallbackSlots({ perHost: 1, waitingPerHost: 1, random: () => 0.999_999 });

  it('are handed on in order, and what cannot wait comes back later and later', async () => {
    const slots = open();
    const first = await slots.enter('a', 1, never);
    const second = slots.enter('a', 2, never);
    const waits: number[] = [];
    for (let times = 0; times < 10; times += 1) {
      const slot = await slots.enter('a', 3, never);
      waits.push(slot.free ? 0 : slot.waitMs);
    }
    expect(waits.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
    expect(waits.at(-1)).toBe(30_000);
    expect((await slots.enter('b', 4, never)).free).toBe(true);
    if (first.free) first.leave();
    const entered = await second;
    const third = slots.enter('a', 3, never);
    if (entered.free) entered.leave();
    expect((await third).free).toBe(true);
  });

  it('are not waited for when the server stops', async () => {
    const slots = open();
    const first = await slots.enter('a', 1, never);
    const stop = new AbortController();
    const second = slots.enter('a', 2, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(second).rejects.toThrow('stopped');
    if (first.free) first.leave();
    expect((await slots.enter('a', 3, never)).free).toBe(true);
    await expect(slots.enter('a', 4, stop.signal)).rejects.toThrow('stopped');
  });
});
