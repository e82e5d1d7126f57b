import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '../../src/answer/answer-cache.js';
import type { AnswerEvent } from '../../src/domain/answer-event.js';
import { createFakeAsk } from '../support/fake-ask.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const CHAIR = '省长蓝佛安主持会议。';

function setUp() {
  return createFakeAsk({
    document: structurePlainText(`推进会在太原召开。${CHAIR}`),
    find: () => ({ claims: [{ text: CHAIR }], nearest: [CHAIR] }),
    cache: createAnswerCache(['extractive']),
  });
}

describe('ask without a model, from the cache', () => {
  it('gives the same answer under a new id, tells the same events, and looks nothing up', async () => {
    const { ask, requests } = setUp();
    const told: AnswerEvent[][] = [[], []];
    const [first, second] = [
      await ask({ question: '谁主持了会议？' }, { onEvent: (event) => told[0]?.push(event) }),
      await ask({ question: '谁主持了会议？' }, { onEvent: (event) => told[1]?.push(event) }),
    ];
    expect(requests).toHaveLength(1);
    expect(second.id).not.toBe(first.id);
    const { id, timingsMs, ...same } = first;
    expect(second).toMatchObject(same);
    expect(told[1]?.filter(({ type }) => type === 'sentence')).toEqual(
      told[0]?.filter(({ type }) => type === 'sentence'),
    );
  });

  it('asks anew for other words, another history, other documents, and to explain', async () => {
    const { ask, requests } = setUp();
    await ask({ question: '谁主持了会议？' });
    await ask({ question: '谁主持会议？' });
    await ask({ question: '谁主持了会议？', history: [{ question: '林武呢？', answer: '' }] });
    await ask({ question: '谁主持了会议？' }, { onExplain: () => {} });
    expect(requests).toHaveLength(4);
  });

  it('asks anew when the reports changed', async () => {
    const { ask, requests, index } = setUp();
    await ask({ question: '谁主持了会议？' });
    index.current = 2;
    const { generation } = await ask({ question: '谁主持了会议？' });
    expect(generation).toBe(2);
    expect(requests).toHaveLength(2);
  });

  it('does not keep what was found before all vectors were there', async () => {
    const { ask, requests, index } = setUp();
    index.vectors = 1;
    await ask({ question: '谁主持了会议？' });
    index.vectors = 2;
    await ask({ question: '谁主持了会议？' });
    await ask({ question: '谁主持了会议？' });
    expect(requests).toHaveLength(2);
  });
});
