import { describe, expect, it } from 'vitest';
import { officesIn, readOffices } from '../../src/text/read-offices.js';
import { createTokenizer } from '../../src/text/tokenizer.js';

const tokenizer = createTokenizer();
/** Each once: two ways of finding a name may both find it. */
const held = (text: string) => [
  ...new Set(readOffices(text, tokenizer).map(({ person, office }) => `${office} ${person}`)),
];

describe('readOffices', () => {
  it.each([
    ['省长蓝佛安主持会议。', ['省长 蓝佛安']],
    ['副省长张复明出席会议。', ['副省长 张复明']],
    ['省委书记林武出席会议。', ['书记 林武']],
    ['省委副书记、省长蓝佛安主持会议。', ['副书记 蓝佛安', '省长 蓝佛安']],
    ['王建国县长指出，要修路。', ['县长 王建国']],
    ['县长王建国强调，局长李芳介绍了情况。', ['县长 王建国', '局长 李芳']],
    ['蓝佛安主持会议。', []],
    ['省长主持会议。', []],
    ['', []],
  ])('reads in %s', (text, offices) => {
    expect(held(text)).toEqual(offices);
  });

  it('tells where the name stands', () => {
    const text = '会上，省长蓝佛安主持会议。';
    for (const { person, start } of readOffices(text, tokenizer)) {
      expect(text.slice(start, start + person.length)).toBe(person);
    }
  });

  it('does not give an office to the next person in the sentence', () => {
    expect(held('省长蓝佛安主持，林武讲话。')).toEqual(['省长 蓝佛安']);
  });
});

describe('officesIn', () => {
  it.each([
    ['省长和副省长是谁？', ['省长', '副省长']],
    ['书记、书记', ['书记']],
    ['责任编辑和记者', ['责任编辑', '记者']],
    ['谁主持？', []],
  ])('names those of %s once each', (text, offices) => {
    expect(officesIn(text)).toEqual(offices);
  });
});
