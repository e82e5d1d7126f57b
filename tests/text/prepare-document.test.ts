import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PreparedDocument } from '../../src/domain/index-writer.js';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { createGlossary } from '../../src/text/glossary.js';
import { normalizeText } from '../../src/text/normalize-text.js';
import { prepareDocument } from '../../src/text/prepare-document.js';
import { createSearchText } from '../../src/text/search-text.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { sourceDocument } from '../support/prepare-text.js';
import { sortedDictionary } from '../support/sorted-dictionary.js';

const tokenizer = createTokenizer();
const dictionary = openDictionary(sortedDictionary({ 主持: ['chair'], 道路: ['road'] }));
const glossary = createGlossary(dictionary, tokenizer);

const searchText = createSearchText(tokenizer, glossary);

const prepare = (text: string) =>
  prepareDocument(sourceDocument('report.txt', text), {
    searchText,
    sentences: true,
    glosses: true,
  });

describe('prepareDocument', () => {
  let report: PreparedDocument;
  beforeAll(() => {
    const file = new URL('../../data/reports/employment-meeting.txt', import.meta.url);
    report = prepare(readFileSync(file, 'utf8'));
  });

  it('repairs and takes apart, with a row a passage and a sentence', () => {
    const { document, passages } = report;
    expect(document.damaged).toBe(true);
    expect(passages).toHaveLength(document.passages.length);
    for (const [position, passage] of passages.entries()) {
      const { firstSentence = 0, lastSentence = 0 } = document.passages[position] ?? {};
      const sentences = lastSentence - firstSentence + 1;
      expect(passage.sentences).toHaveLength(sentences);
    }
  });

  it('embeds what the text says, in its normal form', () => {
    const { document, passages } = report;
    const normal = ({ start, end }: { start: number; end: number }) =>
      normalizeText(document.text.slice(start, end));
    expect(passages.map(({ embeddingText }) => embeddingText)).toEqual(
      document.passages.map(({ span }) => normal(span)),
    );
    const sentences = passages.flatMap((passage) => passage.sentences ?? []);
    expect(sentences.map(({ embeddingText }) => embeddingText)).toEqual(
      document.sentences.map(({ span }) => normal(span)),
    );
  });

  it('searches by the words, by their glosses and by the names in letters', () => {
    const [passage] = prepare('王建国主持会议。要修道路。').passages;
    expect(passage?.tokens.split(' ')).toEqual(expect.arrayContaining(['主持', '_主持']));
    const glosses = passage?.glosses?.split(' ');
    expect(glosses).toEqual(expect.arrayContaining(['chair', 'road', 'wangjianguo']));
    expect(passage?.sentences?.[1]?.tokens.split(' ')).toContain('road');
    expect(passage?.sentences?.[1]?.tokens).not.toContain('chair');
  });

  it('finds a sentence by the name of its speaker, which is not embedded', () => {
    const { document, passages } = prepare('王建国指出，要修路。要种树。');
    expect(document.sentences[1]?.speaker?.name).toBe('王建国');
    const [first, second] = passages[0]?.sentences ?? [];
    expect(second?.tokens.split(' ')).toContain('建国');
    expect(second?.embeddingText).toBe('要种树。');
    expect(first?.tokens.split(' ').filter((token) => token === '建国')).toHaveLength(1);
  });

  it('searches traditional text by simplified tokens', () => {
    const [traditional] = prepare('藍佛安主持會議。').passages;
    const [simplified] = prepare('蓝佛安主持会议。').passages;
    expect(traditional).toEqual(simplified);
  });

  it('prepares nothing of single sentences for a big collection, and the passages as before', () => {
    const source = sourceDocument('report.txt', '王建国指出，要修路。要种树。');
    const big = prepareDocument(source, { searchText, sentences: false, glosses: false });
    const small = prepareDocument(source, { searchText, sentences: true, glosses: true });
    expect(big.passages).toEqual([{ ...small.passages[0], sentences: null, glosses: null }]);
  });

  it('has no passages of an empty document', () => {
    expect(prepare('').passages).toEqual([]);
  });
});
