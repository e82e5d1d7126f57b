import { describe, expect, it } from 'vitest';
import { splitQuestion } from '../../src/answer/split-question.js';

describe('splitQuestion', () => {
  it('parts a question that asks two things', () => {
    expect(splitQuestion('谁主持会议，谁通报情况？')).toEqual(['谁主持会议', '谁通报情况']);
    expect(splitQuestion('Who chaired the meeting, and where was it held?')).toHaveLength(2);
  });

  it('keeps a question whole whose first half asks nothing', () => {
    expect(splitQuestion('对于就业困难人员，有什么措施？')).toEqual(['对于就业困难人员，有什么措施？']);
  });

  it('keeps a question whole that has one part', () => {
    expect(splitQuestion('谁主持会议？')).toEqual(['谁主持会议？']);
  });
});
