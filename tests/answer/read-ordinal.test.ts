import { describe, expect, it } from 'vitest';
import { readOrdinal } from '../../src/answer/read-ordinal.js';

describe('readOrdinal', () => {
  it.each([
    ['第二点是什么？', 2],
    ['第六方面要求', 6],
    ['第10条说什么', 10],
    ['第 3 方面讲了什么', 3],
    ['三是什么？', 3],
    ['最后一个方面呢？', -1],
    ['What is the third requirement?', 3],
    ['the 4th point', 4],
    ['the last one', -1],
    ['第一书记是谁', null],
    ['哪五方面要求？', null],
    ['谁第一个发言', 1],
    ['第三，讲了什么？', 3],
    ['第三,讲了什么?', 3],
  ] as const)('reads %s as %s', (question, ordinal) => {
    expect(readOrdinal(question)).toBe(ordinal);
  });
});
