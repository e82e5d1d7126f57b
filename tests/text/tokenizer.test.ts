import { readFileSync } from 'node:fs';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalizeText } from '../../src/text/normalize-text.js';
import { createTokenizer, type Tokenizer } from '../../src/text/tokenizer.js';

describe('tokenizer', () => {
  let tokenizer: Tokenizer;
  beforeAll(() => {
    tokenizer = createTokenizer();
  });
  const tokens = (text: string) => tokenizer.tokens(normalizeText(text));

  it('gives words and pairs of characters, each told from the other', () => {
    expect(tokens('就业形势')).toEqual(
      expect.arrayContaining(['就业', '业形', '形势', '_就业', '_形势']),
    );
  });

  it('gives the words inside a long word too', () => {
    expect(tokens('退役军人')).toEqual(expect.arrayContaining(['_退役军人', '_退役', '_军人']));
  });

  it('finds a name that no dictionary knows by its pairs of characters', () => {
    expect(tokens('蓝佛安主持')).toEqual(expect.arrayContaining(['蓝佛', '佛安']));
  });

  it('makes no pair across a mark or a space', () => {
    expect(tokens('稳岗，扩岗')).not.toContain('岗扩');
    expect(tokens('记者 杨文')).not.toContain('者杨');
  });

  it('joins a number to the character behind it and keeps it whole', () => {
    expect(tokens('5月20日')).toEqual(expect.arrayContaining(['5', '20', '5月', '20日']));
    expect(tokens('1,626人')).toContain('1626');
    expect(tokens('增长3.5%')).toContain('3.5%');
  });

  it('stems English words and ignores their case', () => {
    expect(tokens('Meetings')).toEqual(tokens('meeting'));
    expect(tokens("the minister's")).toContain('minist');
  });

  it('parts English from Chinese that stands against it', () => {
    expect(tokens('meeting的形式')).toEqual(expect.arrayContaining(['meet', '形式']));
  });

  it('gives the same tokens for traditional, full-width and simplified forms', () => {
    expect(tokens('穩就業２０２３')).toEqual(tokens('稳就业2023'));
  });

  it('gives no tokens for text without words', () => {
    expect(tokens('，。！🙂')).toEqual([]);
  });

  it('tells parts of speech with the place of each word', () => {
    const words = tokenizer.words('在太原召开');
    expect(words).toContainEqual({ text: '太原', tag: 'ns', start: 1 });
  });

  it('gives each word once, with its part of speech', () => {
    const words = [...tokenizer.vocabulary('在太原召开，在太原结束')];
    expect(words.map(({ text }) => text).sort()).toEqual(
      [...new Set(tokenizer.words('在太原召开，在太原结束').map(({ text }) => text))].sort(),
    );
    expect(words).toContainEqual(expect.objectContaining({ text: '太原', tag: 'ns' }));
  });
});

/** Runs of many kinds, beside those of real reports. */
const anyText = fc.string({
  unit: fc.constantFrom(...'就业形势林武在太原召开会议魑魅龘𠮷A1z9é%,. -。\n'),
  maxLength: 30,
});
const reports = ['employment-meeting.clean.txt', 'news.txt', 'traditional-news.txt'].flatMap(
  (name) =>
    readFileSync(new URL(`../fixtures/text/${name}`, import.meta.url), 'utf8')
      .split('\n')
      .map(normalizeText),
);

describe("jieba's own tags, which looking words up once keeps", () => {
  const jieba = Jieba.withDict(dict);
  const tokenizer = createTokenizer();

  function compare(text: string): void {
    const words = tokenizer.words(text);
    expect(words.map(({ text: word, tag }) => ({ word, tag }))).toEqual(jieba.tag(text, true));
    for (const { text: word, start } of words) expect(text.startsWith(word, start)).toBe(true);
  }

  it('are those of real reports', () => {
    expect(reports.length).toBeGreaterThan(20);
    for (const line of reports) compare(line);
  });

  it('are those of any text', () => {
    fc.assert(fc.property(anyText, compare), { numRuns: 300 });
  });
});
