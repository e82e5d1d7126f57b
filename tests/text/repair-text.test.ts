import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapSpan } from '../../src/text/map-offsets.js';
import { type RepairedText, repairText } from '../../src/text/repair-text.js';
import { damageText } from '../support/damage-text.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const report = read('../../data/reports/employment-meeting.txt');
const news = read('../fixtures/text/news.txt');
const paragraphs = news.trimEnd().split('\n');
const repaired = repairText(report);

/** Rough sentences, for the tests: up to a full stop or the end of the line. */
function sentenceSpans(text: string): { start: number; end: number }[] {
  return Array.from(text.matchAll(/[^。\n]+。?/gu), ({ 0: sentence, index }) => ({
    start: index,
    end: index + sentence.length,
  }));
}

function rebuild(source: string, { repairs }: RepairedText): string {
  let text = '';
  let copied = 0;
  for (const { sourceSpan, after } of repairs) {
    text += source.slice(copied, sourceSpan.start) + after;
    copied = sourceSpan.end;
  }
  return text + source.slice(copied);
}

describe('the first report', () => {
  it('loses its 360 readings and leaves no residue', () => {
    expect(repaired.repairs.filter(({ kind }) => kind === 'reading')).toHaveLength(360);
    expect(repaired.text).not.toMatch(/[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]\)/u);
    expect(repaired.text).not.toMatch(/[,:()?]/u);
  });

  it('has 1,626 characters, its 8 line breaks among them, in 9 paragraphs', () => {
    expect(Array.from(repaired.text)).toHaveLength(1626);
    expect(repaired.text.split('\n')).toHaveLength(9);
  });

  it('gets nested brackets right', () => {
    expect(repaired.text).toContain('各市、县（市、区）设分会场。');
  });

  it('gets its lost character back, marked', () => {
    expect(repaired.text).toContain('各有关部门要创新方式方法，');
    const restored = repaired.repairs.filter(({ kind }) => kind === 'restored');
    expect(restored.map(({ before, after }) => [before, after])).toEqual([
      ['?jiǎng)?chuàng)', '创'],
    ]);
    expect(repaired.repairs.filter(({ kind }) => kind === 'left')).toEqual([]);
  });

  it('maps every sentence to source text that repairs to that sentence', () => {
    const sentences = sentenceSpans(repaired.text);
    expect(sentences.length).toBeGreaterThan(30);
    for (const span of sentences) {
      const source = mapSpan(repaired.offsets, span);
      const again = repairText(report.slice(source.start, source.end), repaired.profile);
      expect(again.text).toBe(repaired.text.slice(span.start, span.end));
    }
  });

  it('is not changed by a second repair, judged or not', () => {
    expect(repairText(repaired.text)).toMatchObject({ text: repaired.text, repairs: [] });
    expect(repairText(repaired.text, repaired.profile).text).toBe(repaired.text);
  });
});

describe('undamaged text', () => {
  const table = '| 姓名 | 分数 |\n|:---|---:|\n| 张三 | 95 |\n| 李四 (组长) | 88 |\n';
  it.each([
    ['clean news', news],
    ['traditional news', read('../fixtures/text/traditional-news.txt')],
    ['a pinyin textbook', read('../fixtures/text/pinyin-textbook.txt')],
    ['a traditional pinyin textbook', read('../fixtures/text/traditional-textbook.txt')],
    ['English', 'The plan (a) costs 1,200, (b) starts at 10:30,, and (c) ends. Why? Because!\n'],
    ['a Markdown table', table],
    ['lines with empty cells', '姓名,,性别,年龄\n张三,,男,35\n李四,,女,\n王五,,,28\n'],
    ['code', 'const names = ["张三",, "李四"]; // 取(qǔ)值\nprint("你好", f(x, y));\n'],
    ['empty', ''],
  ])('%s passes through unchanged', (_name, text) => {
    expect(repairText(text)).toMatchObject({ text, offsets: [], repairs: [] });
  });
});

describe('a damaged file', () => {
  const mend = (text: string) => repairText(text, repaired.profile).text;

  it.each([
    ['增長(zhǎng)1,200萬,,共2,000', '增长1,200万，共2,000'],
    [
      '上午10:30開(kāi)始,詳見(jiàn)http://a.cn/b,c?d=1,。',
      '上午10:30开始，详见http://a.cn/b,c?d=1。',
    ],
    ['指數(shù)(CPI)和(a)項(xiàng)、(2023)年', '指数(CPI)和(a)项、(2023)年'],
    ['你好,world (see A,B)', '你好，world (see A,B)'],
    ['縣(市,、區(qū)(含新區(qū)))', '县（市、区（含新区））'],
    ['業(yè)（yè）績(jī)', '业绩'],
    ['進(jin)展(zhǎn)', '进展'],
    ['額(e)', '额(e)'],
    ['爲什麼?因爲他說:好!', '为什么？因为他说：好！'],
    ['第一行,,\r\n第二行', '第一行，\r\n第二行'],
  ])('%s becomes %s', (damaged, mended) => {
    expect(mend(damaged)).toBe(mended);
  });

  it('keeps the map right where a simplified character takes two units', () => {
    const source = '古代的鐏(zūn)和鐏,,都是兵器';
    const { text, offsets } = repairText(source, repaired.profile);
    expect(text).toBe('古代的𨱔和𨱔，都是兵器');
    const at = text.indexOf('𨱔');
    expect(mapSpan(offsets, { start: at, end: at + 2 })).toEqual({ start: 3, end: 9 });
    const end = text.indexOf('都');
    expect(mapSpan(offsets, { start: end, end: end + 1 })).toEqual({ start: 13, end: 14 });
  });

  it.each([
    ['富有草原風情的?qí)?huān)樂啤酒節', '富有草原风情的欢乐啤酒节', '?qí)?huān)', '欢'],
    ['特殊的?xiāo)?qū)域,,是文創(chuàng)', '特殊的区域，是文创', '?xiāo)?qū)', '区'],
    ['召開記者?fā)布會(huì)', '召开记者发布会', '?fā)', '发'],
    ['社會?(zhǔ)義核心價值觀(guān)', '社会主义核心价值观', '?(zhǔ)', '主'],
  ])('restores the lost character of %s', (damaged, mended, before, after) => {
    const { text, repairs } = repairText(damaged, repaired.profile);
    expect(text).toBe(mended);
    expect(repairs).toContainEqual(expect.objectContaining({ kind: 'restored', before, after }));
  });

  it('leaves what it cannot restore, and lists it', () => {
    const { text, repairs } = repairText('他姓?(lǐ),,名?不詳(xiáng)', repaired.profile);
    expect(text).toBe('他姓?(lǐ)，名?不详');
    expect(repairs.filter(({ kind }) => kind === 'left').map(({ after }) => after)).toEqual([
      '?(lǐ)',
      '?',
    ]);
  });

  it('survives any text, accounts for every change and is steady', () => {
    const piece = fc.constantFrom(
      ...[
        '中',
        '業(yè)',
        '國',
        '鐏',
        '?jiǎng)',
        '?(chuàng)',
        '要',
        '新',
        ',',
        ',,',
        ',。',
        '、',
        ':',
      ],
      ...[
        '(',
        ')',
        '（',
        '）',
        '?',
        '!',
        ' ',
        '\n',
        'a',
        '1',
        '(a)',
        'http://a.cn',
        '\ud840',
        '“',
        '(yè)',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        const once = repairText(source, repaired.profile);
        expect(rebuild(source, once)).toBe(once.text);
        for (const { span, sourceSpan, before, after } of once.repairs) {
          expect(once.text.slice(span.start, span.end)).toBe(after);
          expect(source.slice(sourceSpan.start, sourceSpan.end)).toBe(before);
          expect(mapSpan(once.offsets, span)).toEqual(sourceSpan);
        }
        expect(repairText(once.text, repaired.profile).text).toBe(once.text);
      }),
      { numRuns: 400 },
    );
  });
});

describe('generated damage', () => {
  it('is undone exactly: readings, punctuation, script', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.shuffledSubarray(paragraphs, { minLength: 1 }),
        (seed, picked) => {
          const clean = picked.join('\n');
          const { text } = damageText(clean, { seed });
          const mended = repairText(text);
          expect(mended.text).toBe(clean);
          expect(rebuild(text, mended)).toBe(clean);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('with lost characters is undone but for those that are listed', () => {
    let restored = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      const { text, lost } = damageText(news, { seed, lost: 0.08 });
      const mended = repairText(text);
      const gaps = mended.repairs.filter(({ kind }) => kind === 'restored' || kind === 'left');
      expect(gaps.map(({ before }) => before).join('')).toBe(
        lost.map(({ remains }) => remains).join(''),
      );
      restored += gaps.filter(({ kind }) => kind === 'restored').length;
      expect(withoutGaps(mended, lost)).toBe(news);
    }
    expect(restored).toBeGreaterThan(50);
  });
});

/** The repaired text with the truth in place of what was left. */
function withoutGaps(
  { text, repairs }: RepairedText,
  lost: readonly { character: string; start: number }[],
): string {
  let filled = '';
  let copied = 0;
  for (const { span, sourceSpan } of repairs.filter(({ kind }) => kind === 'left')) {
    const truth = lost.filter(({ start }) => start >= sourceSpan.start && start < sourceSpan.end);
    filled += text.slice(copied, span.start) + truth.map(({ character }) => character).join('');
    copied = span.end;
  }
  return filled + text.slice(copied);
}
