import { dict } from '@node-rs/jieba/dict.js';
import { expect, it } from 'vitest';
import { openJiebaDictionary } from '../../src/text/jieba-dictionary.js';

it("finds the tag of each of jieba's words, which its file has in the order that the search needs", () => {
  const dictionary = openJiebaDictionary();
  const lines = new TextDecoder().decode(dict).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(300_000);
  const wrong = lines.filter((line, index) => {
    // Every line would take two seconds; the first and the last are where a search goes wrong.
    if (index % 11 !== 0 && index > 50 && index < lines.length - 50) return false;
    const [word = '', , tag] = line.split(' ');
    return dictionary.tagOf(word) !== tag;
  });
  expect(wrong).toEqual([]);
});

it('has no tag for what is no word, part of one, or more than one', () => {
  const dictionary = openJiebaDictionary();
  for (const word of ['', ' ', '魅魍', '魑魅魍', '中国 1', '会议会议', '\n', 'zzzz']) {
    expect([word, dictionary.tagOf(word)]).toEqual([word, undefined]);
  }
});
