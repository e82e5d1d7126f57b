import { beforeAll, describe, expect, it } from 'vitest';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { createGlossary } from '../../src/text/glossary.js';
import { createSearchText, type SearchText } from '../../src/text/search-text.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { sortedDictionary } from '../support/sorted-dictionary.js';

let searchText: SearchText;
beforeAll(() => {
  const tokenizer = createTokenizer();
  const dictionary = openDictionary(
    sortedDictionary({ 会议: ['meet', 'confer'], 就业: ['employ'] }),
  );
  searchText = createSearchText(tokenizer, createGlossary(dictionary, tokenizer));
});

const count = (tokens: string, token: string) =>
  tokens.split(' ').filter((one) => one === token).length;

describe('what a text is searched by', () => {
  it('is its tokens and the words of the other language, of a passage each word once', () => {
    const text = '会议强调就业。会议结束。';
    const passage = searchText.ofPassage(text);
    const glosses = searchText.glossesOfPassage(passage.embeddingText);
    const sentence = searchText.ofSentence(text, null);
    for (const tokens of [`${passage.tokens} ${glosses}`, sentence.tokens]) {
      expect(tokens.split(' ')).toEqual(expect.arrayContaining(['_会议', '议强', 'employ']));
    }
    expect(count(passage.tokens, '_会议')).toBe(2);
    expect([count(glosses, 'meet'), count(sentence.tokens, 'meet')]).toEqual([1, 2]);
  });

  it('is the same for traditional characters, and normal what is embedded', () => {
    expect(searchText.ofPassage('會議２０２３')).toEqual(searchText.ofPassage('会议2023'));
    expect(searchText.ofPassage('會議２０２３').embeddingText).toBe('会议2023');
  });

  it('holds the name of the speaker where the sentence does not, and no vector does', () => {
    const named = searchText.ofSentence('会议要抓好落实。', '蓝佛安');
    expect(named.tokens.split(' ')).toEqual(expect.arrayContaining(['蓝佛', '佛安']));
    // No pair across the end of the sentence.
    expect(named.tokens.split(' ')).not.toContain('实蓝');
    expect(named.embeddingText).toBe('会议要抓好落实。');
    const spoken = '蓝佛安主持会议。';
    expect(searchText.ofSentence(spoken, '蓝佛安')).toEqual(searchText.ofSentence(spoken, null));
  });

  it('is nothing for a rule, with no blank for what is missing', () => {
    expect(searchText.ofPassage('----').tokens).toBe('');
    const { tokens } = searchText.ofPassage('魑魅');
    expect(tokens).toBe(tokens.trim());
    expect(tokens).not.toContain('  ');
  });
});
