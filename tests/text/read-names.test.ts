import { describe, expect, it } from 'vitest';
import { type NameTagger, readNames } from '../../src/text/read-names.js';

function read(text: string, kind: string, tagger?: NameTagger): string[] {
  return readNames(text, tagger)
    .filter((mention) => mention.kind === kind)
    .map((mention) => mention.text);
}

describe('readNames', () => {
  it.each([
    ['省委书记林武出席会议并讲话。', ['林武']],
    ['省委副书记、省长蓝佛安主持会议。', ['蓝佛安']],
    ['会上，于英杰通报有关情况。', ['于英杰']],
    ['欧阳明强调，要抓好落实。', ['欧阳明']],
    ['李国栋、刘敏等23名同志受到表彰。', ['李国栋', '刘敏']],
    ['责任编辑：姚建', ['姚建']],
    ['马里奥·爱迪生贡献了6次擒杀。', ['里奥·爱迪']],
    ['高校、企业要主动作为。', []],
    ['要求各部门主持公道。', []],
  ])('finds the persons of %s', (text, expected) => {
    expect([...new Set(read(text, 'person'))]).toEqual(expected);
  });

  it('finds places with and without their last word', () => {
    expect(read('会议在太原召开，平遥县、运城市派人参加。', 'place')).toEqual([
      '太原',
      '平遥县',
      '运城',
      '运城市',
    ]);
    expect(read('各市、县分会场', 'place')).toEqual([]);
    expect(read('城镇就业，市场主体', 'place')).toEqual([]);
  });

  it('finds bodies by their last word', () => {
    expect(read('省教育厅、清华大学作交流发言', 'organisation')).toEqual(['省教育厅', '清华大学']);
    expect(read('稳住就业大局，各部门配合', 'organisation')).toEqual([]);
  });

  it('finds capitalised words and stops at the end of a sentence', () => {
    expect(read('Lin Wu came to Taiyuan. Then J. K. Rowling left', 'latin')).toEqual([
      'Lin Wu',
      'Taiyuan',
      'Then J. K. Rowling',
    ]);
  });

  it('adds what a tagger knows', () => {
    const tagger: NameTagger = { words: () => [{ text: '光荣', tag: 'nr', start: 1 }] };
    expect(read('由光荣开发', 'person', tagger)).toEqual(['光荣']);
  });

  it('points at the words', () => {
    const text = '会上，省长蓝佛安主持，Lin Wu spoke in 太原.';
    for (const { span, text: name } of readNames(text)) {
      expect(text.slice(span.start, span.end)).toBe(name);
    }
  });
});
