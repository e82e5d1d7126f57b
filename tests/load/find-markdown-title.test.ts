import { expect, it } from 'vitest';
import { findMarkdownTitle } from '../../src/load/find-markdown-title.js';

it.each([
  ['# 稳就业会议\n正文', '稳就业会议'],
  ['导语\r\n\r\n#  稳就业会议 ##\r\n', '稳就业会议'],
  ['```\n# no heading\n```\n# 会议', '会议'],
  ['## 小标题\n# 会议', null],
  ['#会议\n#标签', null],
  ['#\n# 会议', null],
  ['# 甲 ## ##', '甲 ##'],
  ['# ##', '##'],
  ['# 甲##', '甲##'],
  ['正文', null],
])('finds in %j the title %j', (text, title) => {
  expect(findMarkdownTitle(text)).toBe(title);
});

it('reads a heading with a long run of blanks once', () => {
  const blanks = ' \t'.repeat(100_000);
  expect(findMarkdownTitle(`# 甲${blanks}乙`)).toBe(`甲${blanks}乙`);
  expect(findMarkdownTitle(`# ${blanks}\u2028`)).toBeNull();
});
