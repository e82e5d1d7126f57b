import { beforeEach, describe, expect, it } from 'vitest';
import type { JobQueue } from '../../src/domain/job-queue.js';
import type { KeptAnswer } from '../../src/domain/kept-answer.js';
import type { StateStore } from '../../src/domain/state-store.js';
import { sampleAnswer } from '../support/sample-answer.js';

/** One state and a clock that stands still; every opening is like a process of its own and closed by the suite's user. */
export interface StateUnderTest {
  open(): StateStore & { readonly jobs: JobQueue };
  /** Unix time in milliseconds. */
  now(): number;
  advance(durationMs: number): void;
}

export type CreateState = () => StateUnderTest | Promise<StateUnderTest>;

const DAY_MS = 86_400_000;

export function keptAnswer(id: string, changes: Partial<KeptAnswer> = {}): KeptAnswer {
  return {
    answer: sampleAnswer({ id, question: `question of ${id}`, answer: `answer of ${id}` }),
    at: '2026-03-01T08:00:00.000Z',
    conversationId: 'telegram:7',
    paragraphs: [{ marker: 1, text: '省委召开会议。𠮷', quote: { start: 0, end: 7 } }],
    ...changes,
  };
}

/** What every store of the state keeps to. */
export function stateStoreContract(name: string, create: CreateState): void {
  describe(`${name} as the state's store`, () => {
    let state: StateUnderTest;
    let store: StateStore;

    beforeEach(async () => {
      state = await create();
      store = state.open();
    });

    it('gives an answer back as it was kept, to another process too', async () => {
      const kept = keptAnswer('a');
      await store.keepAnswer(kept);
      expect(await state.open().answer('a')).toEqual(kept);
      expect(await store.answer('b')).toBeNull();
    });

    it('continues the history of its conversation only, newest last', async () => {
      for (const id of ['a', 'b', 'c']) await store.keepAnswer(keptAnswer(id));
      await store.keepAnswer(keptAnswer('other', { conversationId: 'telegram:8' }));
      await store.keepAnswer(keptAnswer('alone', { conversationId: null }));
      expect(await store.history('telegram:7', 2)).toEqual([
        { question: 'question of b', answer: 'answer of b' },
        { question: 'question of c', answer: 'answer of c' },
      ]);
      expect(await store.history('telegram:7', 0)).toEqual([]);
      expect(await store.history('nobody', 9)).toEqual([]);
    });

    it('keeps an answer that comes again in its place', async () => {
      for (const id of ['a', 'b', 'a']) await store.keepAnswer(keptAnswer(id));
      const history = await store.history('telegram:7', 9);
      expect(history.map(({ question }) => question)).toEqual(['question of a', 'question of b']);
    });

    it('forgets one conversation with everything in it', async () => {
      await store.keepAnswer(keptAnswer('a'));
      await store.keepAnswer(keptAnswer('b'));
      await store.keepAnswer(keptAnswer('other', { conversationId: 'telegram:8' }));
      await store.setPreference('telegram:7', 'language', 'en');
      await store.addFeedback({ answerId: 'a', verdict: 'up', user: 'u' });
      await store.addFeedback({ answerId: 'other', verdict: 'up', user: 'u' });
      expect(await store.forgetConversation('telegram:7')).toBe(2);
      expect(await store.history('telegram:7', 9)).toEqual([]);
      expect(await store.answer('a')).toBeNull();
      expect(await store.preferences('telegram:7')).toEqual({});
      expect(await store.feedback(9)).toMatchObject([{ answerId: 'other' }]);
      expect(await store.answer('other')).not.toBeNull();
      expect(await store.forgetConversation('telegram:7')).toBe(0);
    });

    it('keeps preferences until they are taken back', async () => {
      await store.setPreference('c', 'language', 'en');
      await store.setPreference('c', 'language', 'zh-Hant');
      await store.setPreference('c', '__proto__', 'odd');
      expect(Object.entries(await store.preferences('c'))).toEqual([
        ['__proto__', 'odd'],
        ['language', 'zh-Hant'],
      ]);
      await store.setPreference('c', '__proto__', null);
      await store.setPreference('c', 'never set', null);
      expect(await store.preferences('c')).toEqual({ language: 'zh-Hant' });
    });

    it('lists feedback newest first, the last word of each user', async () => {
      await store.keepAnswer(keptAnswer('a'));
      await store.keepAnswer(keptAnswer('b'));
      await store.addFeedback({ answerId: 'a', verdict: 'up', user: 'u' });
      await store.addFeedback({ answerId: 'b', verdict: 'up', user: 'u' });
      await store.addFeedback({ answerId: 'b', verdict: 'down', user: null });
      await store.addFeedback({ answerId: 'a', verdict: 'down', user: 'u' });
      expect(await store.feedback(2)).toEqual([
        {
          ...{ answerId: 'a', verdict: 'down', user: 'u', question: 'question of a' },
          ...{ at: new Date(state.now()).toISOString() },
          ...{ status: 'answered', mode: 'extractive', generation: 3 },
        },
        expect.objectContaining({ answerId: 'b', verdict: 'down', user: null }),
      ]);
      expect(await store.feedback(9)).toHaveLength(3);
    });

    it('takes no feedback on an answer that it does not hold', async () => {
      const feedback = { answerId: 'x', verdict: 'up', user: null } as const;
      await expect(store.addFeedback(feedback)).rejects.toMatchObject({ code: 'answer_unknown' });
    });

    it('adds up tokens by day and user', async () => {
      await store.addTokens('2026-03-01', 'u', 10);
      await store.addTokens('2026-03-01', 'u', 5);
      await store.addTokens('2026-03-01', 'v', 100);
      await store.addTokens('2026-03-01', null, 1_000);
      await store.addTokens('2026-03-02', 'u', 7);
      expect(await store.tokensUsed('2026-03-01', 'u')).toBe(15);
      expect(await store.tokensUsed('2026-03-01', null)).toBe(1_115);
      expect(await store.tokensUsed('2026-03-03', null)).toBe(0);
    });

    it('lets one request at a time have a key, and replays what it answered', async () => {
      const key = { scope: 'webhook', key: 'k' };
      const other = state.open();
      expect(await store.beginRequest(key, 'hash')).toEqual({ state: 'new' });
      expect(await other.beginRequest(key, 'hash')).toEqual({ state: 'running' });
      expect(await store.beginRequest(key, 'hash')).toEqual({ state: 'running' });
      expect(await other.beginRequest(key, 'another')).toEqual({ state: 'mismatch' });
      expect(await other.beginRequest({ ...key, scope: 'ask' }, 'another')).toEqual({
        state: 'new',
      });
      await store.finishRequest(key, { status: 202, body: ['好'] });
      const done = { state: 'done', response: { status: 202, body: ['好'] } };
      expect(await other.beginRequest(key, 'hash')).toEqual(done);
      expect(await other.beginRequest(key, 'another')).toEqual({ state: 'mismatch' });
      await store.abandonRequest(key);
      expect(await other.beginRequest(key, 'hash')).toEqual(done);
    });

    it('frees the key of a request that was abandoned, or whose process has left', async () => {
      const key = { scope: 'webhook', key: 'k' };
      await store.beginRequest(key, 'hash');
      await store.abandonRequest(key);
      const other = state.open();
      expect(await other.beginRequest(key, 'another')).toEqual({ state: 'new' });
      await other.close();
      expect(await store.beginRequest(key, 'hash')).toEqual({ state: 'new' });
    });

    it('forgets what is older than a time and nothing else', async () => {
      const key = { scope: 's', key: 'old' };
      const at = (ms: number) => new Date(ms).toISOString();
      await store.keepAnswer(keptAnswer('old', { at: at(state.now()), conversationId: 'gone' }));
      await store.setPreference('gone', 'language', 'en');
      await store.setPreference('here', 'language', 'en');
      await store.addFeedback({ answerId: 'old', verdict: 'up', user: 'u' });
      await store.addTokens(at(state.now()).slice(0, 10), 'u', 1);
      await store.beginRequest(key, 'hash');
      await store.finishRequest(key, 'old');
      state.advance(2 * DAY_MS);
      const today = at(state.now()).slice(0, 10);
      await store.keepAnswer(keptAnswer('new', { at: at(state.now()), conversationId: 'here' }));
      await store.addTokens(today, 'u', 2);
      await store.beginRequest({ ...key, key: 'new' }, 'hash');
      await store.finishRequest({ ...key, key: 'new' }, 'new');
      await store.forgetBefore(new Date(state.now() - DAY_MS));

      expect(await store.answer('old')).toBeNull();
      expect(await store.history('gone', 9)).toEqual([]);
      expect(await store.feedback(9)).toEqual([]);
      expect(await store.preferences('gone')).toEqual({});
      expect(await store.tokensUsed(at(state.now() - 2 * DAY_MS).slice(0, 10), null)).toBe(0);
      expect(await store.beginRequest(key, 'other')).toEqual({ state: 'new' });
      expect(await store.answer('new')).not.toBeNull();
      expect(await store.preferences('here')).toEqual({ language: 'en' });
      expect(await store.tokensUsed(today, null)).toBe(2);
      expect(await store.beginRequest({ ...key, key: 'new' }, 'hash')).toMatchObject({
        state: 'done',
      });
    });
  });
}
