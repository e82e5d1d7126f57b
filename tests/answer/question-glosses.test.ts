import { describe, expect, it } from 'vitest';
import { questionGlosses } from '../../src/answer/question-glosses.js';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { tokenizer } from '../support/sample-retrieval.js';
import { sortedDictionary } from '../support/sorted-dictionary.js';

const dictionary = openDictionary(
  sortedDictionary({
    工资: ['wage', 'pai'],
    薪水: ['wage', 'salari'],
    拖欠: ['default', 'arrear'],
    主持: ['chair'],
    毕业: ['graduat'],
    谁: ['who'],
  }),
);
const glossesOf = (text: string) => questionGlosses(text, tokenizer, dictionary);

describe('questionGlosses', () => {
  it('gives the stems of the content words', () => {
    expect(glossesOf('工资和薪水')).toEqual(['wage', 'pai', 'wage', 'salari']);
    expect(glossesOf('谁主持？')).toEqual(['chair']);
  });

  it('looks into a word that the dictionary lacks', () => {
    expect(glossesOf('毕业生')).toEqual(['graduat']);
  });

  it.each(['', '谁？', '蓝佛安', 'Who chaired the meeting?'])('has none for %s', (text) => {
    expect(glossesOf(text)).toEqual([]);
  });
});
