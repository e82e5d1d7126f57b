import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../src/text/quantity.js';
import { readQuantities } from '../../src/text/read-quantities.js';

function describeQuantity({ kind, value, unit, hedge }: Quantity): string {
  return `${kind} ${value}${unit === null ? '' : ` ${unit}`}${hedge === null ? '' : ` ~${hedge.family}`}`;
}

function read(text: string): string[] {
  return readQuantities(text).map(describeQuantity);
}

describe('readQuantities', () => {
  it.each([
    ['五千人', 'number 5000 人'],
    ['5,000人', 'number 5000 人'],
    ['５０００人', 'number 5000 人'],
    ['five thousand people', 'number 5000 人'],
    ['五千三百万元', 'number 53000000 元'],
    ['1.2万人', 'number 12000 人'],
    ['一万二千人', 'number 12000 人'],
    ['twelve thousand people', 'number 12000 人'],
    ['1亿2000万元', 'number 120000000 元'],
    ['1.2万亿元', 'number 1200000000000 元'],
    ['1.2 million yuan', 'number 1200000 元'],
    ['US$5 million', 'number 5000000 美元'],
    ['两百五十公里', 'number 250 公里'],
    ['一百零五家', 'number 105 家'],
    ['2700亿千瓦时', 'number 270000000000 千瓦时'],
    ['两个', 'number 2 个'],
    ['五方面', 'number 5 个'],
    ['千万元', 'number 10000000 元'],
    ['-5%', 'percent -5 %'],
    ['百分之五', 'percent 5 %'],
    ['5 percent', 'percent 5 %'],
    ['三成', 'percent 30 %'],
    ['2.1个百分点', 'percent 2.1 百分点'],
    ['三分之二', 'fraction 2/3'],
    ['two-thirds', 'fraction 2/3'],
    ['第三季度', 'ordinal 3 季度'],
    ['the third', 'ordinal 3'],
    ['首批', 'ordinal 1 批'],
    ['20th', 'ordinal 20'],
    ['党的二十大召开', 'ordinal 20 大'],
    ['“十四五”规划', 'ordinal 14'],
    ['6½', 'number 6.5'],
  ])('reads %s as %s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  it.each([
    ['5月20日', ['date --05-20']],
    ['五月二十日', ['date --05-20']],
    ['May 20', ['date --05-20']],
    ['20 May', ['date --05-20']],
    ['2022年5月20日', ['date 2022-05-20']],
    ['二〇二二年五月二十日', ['date 2022-05-20']],
    ['May 20, 2022', ['date 2022-05-20']],
    ['2022-05-20', ['date 2022-05-20']],
    ['in May 2022', ['date 2022-05']],
    ['二〇二二年', ['year 2022']],
    ['in 2022', ['year 2022']],
    ['2019-2021年', ['year 2019', 'year 2021']],
    ['5月20日至22日', ['date --05-20', 'date --05-22']],
    ['公元前221年', ['year -221']],
    ['下午3时30分', ['time T15:30']],
    ['上午九点半', ['time T09:30']],
    ['3:30 p.m.', ['time T15:30']],
    ['三年', ['number 3 年']],
    ['5个月', ['number 5 月']],
  ])('reads the date or time %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['2400万人以上', 'number 24000000 人 ~more'],
    ['超过1亿元', 'number 100000000 元 ~more'],
    ['20多万人', 'number 200000 人 ~more'],
    ['三个多月', 'number 3 月 ~more'],
    ['at least 5', 'number 5 ~more'],
    ['不足10%', 'percent 10 % ~less'],
    ['近5000名', 'number 5000 人 ~nearly'],
    ['约500人', 'number 500 人 ~about'],
    ['2.4左右', 'number 2.4 ~about'],
    ['十几个', 'number 10 个 ~about'],
    ['nearly 900 people', 'number 900 人 ~nearly'],
  ])('reads the hedge of %s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  it.each([
    '一些 一般 万一 统一 三晋 十分重要 进一步 之一 唯一 一起 千万别 两岸 四川 百姓',
    '今年 去年 明年 近年来 今日',
    'He may go. The mayor of Augusta may march.',
    '',
  ])('finds no number in %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('takes 一是, 二是 and headings for ordinals', () => {
    expect(read('一是保增长，二是稳岗位。')).toEqual(['ordinal 1', 'ordinal 2']);
    expect(read('（三）保障措施')).toEqual(['ordinal 3']);
    expect(read('这一是非问题')).toEqual([]);
  });

  it('gives both ends of a range the same unit', () => {
    expect(read('5-8%')).toEqual(['percent 5 %', 'percent 8 %']);
    expect(read('3至5家')).toEqual(['number 3 家', 'number 5 家']);
  });

  it('keeps a run of numerals without a value as it stands', () => {
    expect(read('三四百人')).toEqual(['number 三四百 人']);
  });

  it('points each span at the words that it read, in order and apart', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '约',
            '五千',
            '1.2万',
            '人',
            '以上',
            '，',
            '2022年',
            '5月',
            '20日',
            ' May 20',
            '%',
            '第',
            '一',
            '是',
            'five ',
            '\ud83d\ude00',
            '\ud800',
            '-',
            '.',
            ',',
            '00',
          ),
          { maxLength: 24 },
        ),
        (pieces) => {
          const text = pieces.join('');
          let last = 0;
          for (const { span } of readQuantities(text)) {
            expect(span.start).toBeGreaterThanOrEqual(last);
            expect(span.end).toBeGreaterThan(span.start);
            expect(span.end).toBeLessThanOrEqual(text.length);
            last = span.end;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads written-out numbers back', () => {
    const digits = '零一二三四五六七八九';
    const write = (value: number): string => {
      const places = ['', '十', '百', '千'];
      const text = [...String(value)]
        .map((digit, index, all) =>
          digit === '0' ? '零' : `${digits[Number(digit)]}${places[all.length - 1 - index]}`,
        )
        .join('');
      return text.replace(/零+/gu, '零').replace(/零$/u, '');
    };
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9999 }), (value) => {
        expect(read(`${write(value)}元`)).toEqual([`number ${value} 元`]);
      }),
      { numRuns: 300 },
    );
  });
});
