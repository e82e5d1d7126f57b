import { describe, expect, it } from 'vitest';
import { readNewsLine } from '../../scripts/unpack-news.js';

const body = '今天下雨。明天晴。';

describe('readNewsLine', () => {
  it.each([
    ['2023-08-17 19:13', '2023-08-17'],
    ['2023年07月24日 06:51:44 来自北京市', '2023-07-24'],
    ['[ 2023/07/28  16：40 ] ', '2023-07-28'],
    ['202308/15 23:06:52', '2023-08-15'],
    ['23-08-03 21:32', '2023-08-03'],
    ['7-20 16:03', '2023-07-20'],
    ['08/16  13:50', '2023-08-16'],
    ['时间：2023-08-15 08:40:00', '2023-08-15'],
    ['', null],
    ['2023-13-40 08:00', null],
  ])('reads the date of the head “%s”', (head, date) => {
    expect(readNewsLine(`${head}，正文：${body}`)).toMatchObject({ date, text: body });
  });

  it('calls an article by its first sentence and cuts a long one between characters', () => {
    expect(readNewsLine(`，正文：${body}`)?.title).toBe('今天下雨');
    const title = readNewsLine(`，正文：${'𠮷'.repeat(50)}。`)?.title;
    expect(title).toBe(`${'𠮷'.repeat(39)}…`);
  });

  it('finds the source in the head', () => {
    const line = `来源：央视网  |  2023年08月05日 13:07:50，正文：${body}`;
    expect(readNewsLine(line)).toMatchObject({ publisher: '央视网', date: '2023-08-05' });
  });

  it('takes a line without a head as text, and a far-off mark as part of it', () => {
    const line = `${'字'.repeat(400)}正文：${body}`;
    expect(readNewsLine(line)).toMatchObject({ date: null, publisher: null, text: line });
  });

  it('writes a lost character so that the report is not refused', () => {
    expect(readNewsLine('，正文：周仁\uFFFDr增加')?.text).toBe('周仁□r增加');
  });

  it('gives nothing for a line without words', () => {
    expect(readNewsLine('2023-08-17，正文： 。…')).toBeNull();
    expect(readNewsLine('')).toBeNull();
  });
});
