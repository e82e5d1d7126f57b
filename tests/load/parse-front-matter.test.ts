import { describe, expect, it } from 'vitest';
import { parseFrontMatter } from '../../src/load/parse-front-matter.js';

describe('parseFrontMatter', () => {
  it('reads our keys in English and Chinese, each value as it was written', () => {
    const text =
      '---\ntitle: "会议: 稳就业"\n发布单位: 山西日报\n日期: 2023-05-20\nurl: https://example.com/a?b=1\nid: 7\n---\n正文';

    expect(parseFrontMatter(text, 'a.md')).toEqual({
      metadata: {
        title: '会议: 稳就业',
        publisher: '山西日报',
        date: '2023-05-20',
        url: 'https://example.com/a?b=1',
      },
      end: text.indexOf('正文'),
    });
  });

  it('takes a full-width colon after our keys', () => {
    expect(parseFrontMatter('---\n标题：稳就业：会议\n---\n', 'a.md').metadata.title).toBe(
      '稳就业：会议',
    );
  });

  it('takes off front matter that other tools wrote, without our keys', () => {
    const text = '---\nlayout: post\ntags:\n  - a\n---\n正文';

    expect(text.slice(parseFrontMatter(text, 'a.md').end)).toBe('正文');
  });

  it('keeps a value that YAML would turn into something else', () => {
    const { metadata } = parseFrontMatter('---\ntitle: 2023\ndate: 0x1F\npublisher:\n---\n', 'a');

    expect(metadata).toEqual({ title: '2023', date: '0x1F', publisher: null, url: null });
  });

  it.each([
    ['no rule at the head', '会议\n---\ntitle: 甲\n---\n'],
    ['a rule that is not closed', '---\ntitle: 甲\n正文'],
    ['an empty block', '---\n---\n正文'],
    ['text between two rules', '---\n会议召开。\n---\n正文'],
    ['text with a colon between two rules', '---\n林武强调: 要稳就业\n---\n正文'],
    ['text that is no YAML', '---\n"会议"召开: [\n---\n正文'],
    ['a longer rule', '-----\ntitle: 甲\n-----\n正文'],
  ])('leaves %s as text', (_, text) => {
    expect(parseFrontMatter(text, 'a.md').end).toBe(0);
  });

  it.each([
    ['broken YAML', '---\ntitle: 甲\nurl: "https://\n---\n正文', /^a\.md: .*YAML/u],
    ['a key twice', '---\ntitle: 甲\ntitle: 乙\n---\n正文', /^a\.md: .*line 3/u],
    ['a list for a title', '---\ntitle: [甲]\n---\n正文', /`title`/u],
    ['an alias to nowhere', '---\ntitle: *none\n---\n正文', /^a\.md: /u],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseFrontMatter(text, 'a.md')).toThrow(
      expect.objectContaining({
        code: 'file_invalid',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('a.md'),
      }),
    );
  });

  // Without a limit of ours the parser has the whole process end, or takes the square of the length.
  it.each([
    ['brackets', '['.repeat(60_000)],
    ['braces', '{a: '.repeat(16_000)],
    ['sequences on a line', `\n${'- '.repeat(30_000)}`],
    ['keys behind a key', '? - '.repeat(16_000)],
    [
      'indentation',
      `\n${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}`,
    ],
  ])('refuses a value that is nested too deeply: %s', (_, value) => {
    const deep = `---\ntitle: ${value}\n---\n正文`;
    expect(() => parseFrontMatter(deep, 'a.md')).toThrow(
      expect.objectContaining({
        code: 'file_invalid',
        message: expect.stringMatching(/100 levels/u),
      }),
    );
    expect(parseFrontMatter(deep.replace('title', '会议'), 'a.md').end).toBe(0);
  });

  it('names the line of the first of many faults', () => {
    const faults = `---\ntitle: 甲\ndate: ${'"'.repeat(20_000)}\n---\n正文`;
    expect(() => parseFrontMatter(faults, 'a.md')).toThrow(/line 3 is no valid YAML/u);
  });

  it('prints no warning of the parser, which would repeat the text', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    parseFrontMatter('---\n? {a: b}\n: 甲\ntitle: 乙\n---\n正文', 'a.md');
    // Warnings come one turn later.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});
