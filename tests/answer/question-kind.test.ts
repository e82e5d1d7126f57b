import { describe, expect, it } from 'vitest';
import { questionKind } from '../../src/answer/question-kind.js';

describe('questionKind', () => {
  it.each([
    ['你好！', 'greeting'],
    ['Good morning', 'greeting'],
    ['你是谁？', 'about-bot'],
    ['What can you do?', 'about-bot'],
    ['会议讲了什么？', 'overview'],
    ['请总结一下', 'overview'],
    ['这份报告的主要内容是什么？', 'overview'],
    ['What was the meeting about?', 'overview'],
    ['Summarise the report, please.', 'overview'],
    ['主任在会上讲了什么？', 'other'],
    ['谁出席了会议？', 'who'],
    ['主持人？', 'who'],
    ['Who chaired it?', 'who'],
    ['会议是哪天开的？', 'when'],
    ['When did it take place?', 'when'],
    ['在哪里举行？', 'where'],
    ['Which city hosted it?', 'where'],
    ['有多少人参加？', 'how-many'],
    ['How much did it cost?', 'how-many'],
    ['有哪些要求？', 'list'],
    ['哪三类企业？', 'list'],
    ['Which organisations spoke?', 'list'],
    ['为什么要这样做？', 'why'],
    ['为何改期？', 'why'],
    ['这座楼被称为什么？', 'other'],
    ['最大的岛屿为何？', 'other'],
    ['怎么解决？', 'how'],
    ['什么是一企一策？', 'definition'],
  ] as const)('reads %s as %s', (question, kind) => {
    expect(questionKind(question)).toBe(kind);
  });
});
