import { describe, expect, it } from 'vitest';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { createGlossary } from '../../src/text/glossary.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { sortedDictionary } from '../support/sorted-dictionary.js';

const tokenizer = createTokenizer();
const glossary = createGlossary(
  openDictionary(
    sortedDictionary({
      会议: ['meet', 'confer'],
      工资: ['wage', 'pai'],
      薪水: ['wage', 'salari'],
      主持: ['chair'],
      毕业: ['graduat'],
      打: ['beat', 'hit', 'strike', 'fight', 'chair'],
      椅: ['chair'],
      一把椅子啊: ['chair'],
    }),
  ),
  tokenizer,
);

const glosses = (text: string) => glossary.glosses(text).split(' ');

describe('createGlossary', () => {
  it('gives the English stems of Chinese words', () => {
    expect(glosses('会议，工资')).toEqual(['meet', 'confer', 'wage', 'pai']);
  });

  it('glosses a word that the dictionary lacks by the words inside it', () => {
    expect(glosses('毕业生')).toContain('graduat');
  });

  it('spells names, syllable by syllable and joined', () => {
    expect(glosses('太原')).toEqual(['tai', 'yuan', 'taiyuan']);
    const name = glosses('王建国');
    expect(name).toEqual(expect.arrayContaining(['wang', 'jian', 'guo', 'wangjianguo', 'jianguo']));
  });

  it('gives the Chinese words of English ones, whatever their form', () => {
    expect(glosses('Who chaired the meetings?')).toEqual(['_主持', '_会议']);
    expect(glosses('wages').sort()).toEqual(['_工资', '_薪水'].sort());
  });

  it('looks backwards only from plain words of two to four characters', () => {
    const chinese = glosses('a chair');
    expect(chinese).toEqual(['_主持']);
  });

  it('leaves the English words of a Chinese text alone', () => {
    expect(glosses('会议讨论了 wages 的问题和主持')).not.toContain('_工资');
  });

  it.each(['', '。，！', '2023', 'zzz qqq'])('has nothing for %j', (text) => {
    expect(glossary.glosses(text)).toBe('');
  });
});
