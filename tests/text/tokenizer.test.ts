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
});
