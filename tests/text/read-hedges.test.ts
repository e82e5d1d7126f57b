import { describe, expect, it } from 'vitest';
import { readHedges } from '../../src/text/read-hedges.js';

function read(text: string): string[] {
  return readHedges(text).map(
    ({ family, span }) => `${family} ${text.slice(span.start, span.end).trim()}`,
  );
}

describe('readHedges', () => {
  it.each([
    ['不得拖欠工资', ['not 不得']],
    ['尚未公布，没有结果', ['not 尚未', 'not 没有']],
    ['严禁收费', ['not 严禁']],
    ['He did not say; he never came', ['not not', 'not never']],
    ["It isn't open without a licence", ["not n't", 'not without']],
    ['力争完成', ['aim 力争']],
    ['努力完成任务', ['aim 努力']],
    ['预计可能超过5%', ['expect 预计', 'possible 可能', 'more 超过']],
    ['总体稳定，基本完成', ['mostly 总体', 'mostly 基本']],
    ['2400万人以上', ['more 以上']],
    ['It strives to train at least 500', ['aim strives', 'more at least']],
    ['It may be expected', ['possible may', 'expect expected']],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    '不断提升，不仅不少，不管不论，不同',
    '无论如何，无人机，无锡，未来，非常，非洲，非物质文化',
    '差不多，能不能，是不是，不得不',
    '基本公共服务，总体方案，可能性',
    '左右手，以上是',
    'not only, no doubt, May 20',
  ])('finds nothing in %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('says which hedges belong to a number', () => {
    expect(readHedges('约5人可能参加').map(({ ofNumber }) => ofNumber)).toEqual([true, false]);
  });
});
