import { describe, expect, it } from 'vitest';
import { readCount } from '../../src/answer/read-count.js';

describe('readCount', () => {
  it.each([
    ['哪三类企业受到支持?', 3, '企业'],
    ['要把握好的五个关系是什么?', 5, '关系'],
    ['两个行业', 2, '行业'],
    ['提出了哪十项举措?', 10, '举措'],
    ['12个镇', 12, '镇'],
    ['有哪4家单位发言?', 4, '单位'],
    ['“三个确保”指什么?', 3, '确保'],
    ['哪两位?', 2, ''],
    ['What are the five relationships?', 5, ''],
    ['Name the 3 berths', 3, ''],
  ])('of %s is %i %s', (question, value, noun) => {
    expect(readCount(question)).toEqual({ value, noun });
  });

  it.each([
    ['谁主持会议?'],
    ['第三方面讲了什么?'],
    ['第 3 方面讲了什么?'],
    ['第 3个方面讲了什么?'],
    ['第二点和第五项是什么?'],
    ['一个县有什么变化?'],
    ['1个镇'],
    ['三十五个镇'],
    ['120个镇'],
    ['5月20日开了什么会?'],
    ['增长了5.3个百分点吗?'],
    ['the third point'],
    ['What rose by 5 percent in 3 years?'],
    ['What rose by 5%?'],
    ['Why did 5.3 tonnes go?'],
    ['What happened in 2023?'],
  ])('is nothing in %s', (question) => {
    expect(readCount(question)).toBeNull();
  });
});
