import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composeOverview, overviewSentences } from '../../src/answer/compose-overview.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const report = structurePlainText(read('../fixtures/text/employment-meeting.clean.txt'));
const harbour = structurePlainText(read('../fixtures/reports/harbour-authority-annual-report.txt'));

const textsOf = (document: typeof report) => composeOverview(document).map(({ text }) => text);

describe('composeOverview', () => {
  it('opens with the opening sentences and holds the headings of the largest list', () => {
    const texts = textsOf(report);
    expect(texts[0]).toMatch(/^5月20日，全省稳就业工作推进会在太原召开/u);
    for (const ordinal of ['一是', '二是', '三是', '四是', '五是']) {
      expect(texts.filter((text) => text.startsWith(ordinal))).toHaveLength(1);
    }
    expect(texts.join('')).toContain('提出五方面工作要求');
  });

  it.each([
    ['a Chinese report', report],
    ['an English report', harbour],
    ['a single sentence', structurePlainText('会议召开。')],
    [
      'a list longer than an overview',
      structurePlainText(
        `要抓好以下工作。${Array.from('一二三四五六七八九', (digit) => `${digit}是抓好第${digit}产业的各项重点工作。`).join('')}`,
      ),
    ],
  ])('of %s is short, in the order of the text, and names each sentence once', (_, document) => {
    const sentences = overviewSentences(document);
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.length).toBeLessThanOrEqual(10);
    expect(sentences).toEqual([...new Set(sentences)].sort((a, b) => a - b));
    for (const { text, citations } of composeOverview(document)) {
      const [citation] = citations;
      const span = document.sentences[citation?.sentence ?? -1]?.span;
      expect(document.text.slice(span?.start, span?.end)).toContain(text);
    }
  });

  it('reaches every long paragraph of a report without lists', () => {
    const paragraph = (topic: string) =>
      `${topic}工作取得了新的进展。${topic}各项指标都好于上年同期。${`${topic}要求继续落实。`.repeat(6)}`;
    const topics = ['教育', '交通', '水利', '农业', '卫生'];
    const texts = textsOf(structurePlainText(topics.map(paragraph).join('\n')));
    for (const topic of topics) expect(texts.some((text) => text.startsWith(topic))).toBe(true);
  });

  it('of an empty report is empty', () => {
    expect(composeOverview(structurePlainText(''))).toEqual([]);
  });

  it('shows Markdown without its marks', () => {
    const texts = textsOf(structurePlainText('# 统计公报\n\n全年生产总值增长百分之五。'));
    expect(texts[0]).toBe('统计公报');
  });
});
