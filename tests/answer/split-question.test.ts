import { describe, expect, it } from 'vitest';
import { splitQuestion } from '../../src/answer/split-question.js';
import { createTokenizer } from '../../src/text/tokenizer.js';

const tokenizer = createTokenizer();
const split = (text: string) => splitQuestion(text, tokenizer);

describe('splitQuestion', () => {
  it('parts a question that asks two things', () => {
    expect(split('谁主持会议，谁通报情况？').map(({ text }) => text)).toEqual([
      '谁主持会议',
      '谁通报情况',
    ]);
    expect(split('Who chaired the meeting, and where was it held?')).toHaveLength(2);
  });

  it('asks a part without words of its own with the words of the whole', () => {
    const whole = '推进会什么时候开的，在哪儿开的？';
    expect(split(whole)).toEqual([
      { text: '推进会什么时候开的', kind: null },
      { text: whole, kind: 'where' },
    ]);
  });

  it('hears two kinds in one breath', () => {
    expect(split('When and where did it take place?').map(({ kind }) => kind)).toEqual([
      'when',
      'where',
    ]);
  });

  it('keeps a question whole whose first half asks nothing', () => {
    expect(split('对于就业困难人员，有什么措施？')).toHaveLength(1);
  });

  it('keeps a question whole that has one part', () => {
    expect(split('谁主持会议？')).toEqual([{ text: '谁主持会议？', kind: null }]);
  });
});
