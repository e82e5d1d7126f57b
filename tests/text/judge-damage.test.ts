import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeDamage } from '../../src/text/judge-damage.js';
import { damageText } from '../support/damage-text.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const report = read('../../data/reports/employment-meeting.txt');
const news = read('../fixtures/text/news.txt');
const textbook = read('../fixtures/text/pinyin-textbook.txt');

describe('judgeDamage', () => {
  it('counts the marks of the first report', () => {
    expect(judgeDamage(report)).toEqual({
      damaged: true,
      characters: 1468,
      readings: 359,
      readingsOnTraditional: 359,
      readingsInRuns: 329,
      stops: 142,
      doubledCommas: 48,
      doubledStops: 48,
    });
  });

  it.each(news.trimEnd().split('\n'))(
    'tells one damaged paragraph from the clean one: %s',
    (clean) => {
      expect(judgeDamage(clean).damaged).toBe(false);
      expect(judgeDamage(damageText(clean, { seed: 7 }).text).damaged).toBe(true);
    },
  );

  it.each([
    ['readings and doubled marks in simplified text', { traditional: false }],
    ['doubled marks alone', { readings: 0, traditional: false }],
    ['doubled marks in traditional text', { readings: 0 }],
  ])('takes %s for damage', (_name, options) => {
    expect(judgeDamage(damageText(news, { seed: 3, ...options }).text).damaged).toBe(true);
  });

  it('takes readings behind none but traditional characters of running text for damage', () => {
    const only = report.replace(/,+([，。、]?)/gu, (_doubled, mark: string) => mark || '，');
    expect(judgeDamage(only)).toMatchObject({ damaged: true, doubledCommas: 0, doubledStops: 0 });
  });

  it.each([
    ['a textbook', textbook],
    ['a textbook with a table of empty cells in a long file', `${textbook}${news}甲,,乙\n`],
    ['a clean file that quotes a damaged sentence', `${news.repeat(4)}${report.slice(0, 60)}`],
    [
      'a list of traditional characters with readings',
      '學(xué)学、習(xí)习、國(guó)国、語(yǔ)语、書(shū)书',
    ],
    [
      'traditional text with a reading',
      '「龘」字讀作龘(dá)，形容龍騰飛的樣子，是漢字裏筆畫很多的一個。',
    ],
  ])('does not take %s for damage', (_name, text) => {
    expect(judgeDamage(text).damaged).toBe(false);
  });

  it('counts a run of commas once, beside Chinese only, however long it is', () => {
    const run = ','.repeat(200_000);
    expect(judgeDamage(`a${run}b中`)).toMatchObject({ stops: 0, doubledCommas: 0 });
    expect(judgeDamage(`中${run}b`)).toMatchObject({ stops: 1, doubledCommas: 1 });
    expect(judgeDamage(`a${run}𠮷`)).toMatchObject({ stops: 1, doubledCommas: 1 });
    expect(judgeDamage(`a${run}。b`)).toMatchObject({ stops: 1, doubledStops: 1 });
  });
});
