import { describe, expect, it } from 'vitest';
import { type ResolvedQuestion, resolveFollowUp } from '../../src/answer/resolve-follow-up.js';
import type { Exchange } from '../../src/domain/question.js';
import { createTokenizer } from '../../src/text/tokenizer.js';

const tokenizer = createTokenizer();

function resolve(question: string, ...history: readonly (string | Exchange)[]): ResolvedQuestion {
  return resolveFollowUp({
    question,
    history: history.map((entry) => (typeof entry === 'string' ? { question: entry } : entry)),
    tokenizer,
    personsIn: (text) => Array.from(text.matchAll(/王建国|李芳/gu), ([name]) => name),
  });
}

describe('resolveFollowUp', () => {
  it('leaves a question that stands by itself', () => {
    expect(resolve('谁主持了会议？', '会议在哪里召开？')).toMatchObject({
      text: '谁主持了会议?',
      understoodAs: null,
    });
  });

  it('leaves a question that names the meeting, though it holds no other word to search by', () => {
    expect(resolve('会议花了多少钱？', '会议提出了哪几方面要求？').understoodAs).toBeNull();
  });

  it('leaves any first question', () => {
    expect(resolve('那退役军人呢？').understoodAs).toBeNull();
  });

  it('puts a new topic in the place of the old one', () => {
    expect(resolve('那退役军人呢？', '对高校毕业生有什么要求？').text).toBe(
      '对退役军人有什么要求?',
    );
    expect(resolve('那编辑呢？', '记者是谁？').text).toBe('编辑是谁?');
  });

  it('puts a new person in the place of the old one', () => {
    expect(resolve('李芳呢？', '王建国提出了什么要求？').text).toBe('李芳提出了什么要求?');
  });

  it('takes a pronoun for the person of the last answer', () => {
    const history = { question: '谁主持了会议？', answer: '王建国：县长王建国主持会议。[1]' };
    expect(resolve('他提了什么要求？', history).text).toBe('王建国提了什么要求?');
  });

  it('takes a pronoun for a person of the last question when the answer names none', () => {
    expect(
      resolve('他还说了什么？', { question: '李芳说了什么？', answer: '要加强服务。' }).text,
    ).toContain('李芳');
  });

  it('carries the topic over to a question that asks with nothing but a question word', () => {
    const resolved = resolve('什么时候？', '推进会在哪里召开？');
    expect(resolved.text).toContain('推进会');
    expect(resolved.kind).toBe('when');
  });

  it('carries the topic over to the member of a list', () => {
    expect(resolve('第二点是什么？', '提出了哪五方面要求？').text).toContain('要求');
  });

  it('asks the same again, without what was shown, for more', () => {
    expect(resolve('还有吗？', '哪些单位发了言？')).toMatchObject({
      text: '哪些单位发了言?',
      excludeShown: true,
      kind: 'list',
    });
  });

  it('resolves a chain of follow-ups one by one', () => {
    expect(resolve('那农民工呢？', '对毕业生有什么要求？', '那退役军人呢？').text).toBe(
      '对农民工有什么要求?',
    );
  });

  it('does not take 这次会议 for a pointer to the last question', () => {
    expect(resolve('这次会议谁主持？', '记者是谁？').understoodAs).toBeNull();
  });

  it('lets a question stand that has words of its own to ask with', () => {
    expect(resolve('And who chaired it?', '对高校毕业生有什么要求？').text).toBe('who chaired it?');
    expect(resolve('今天天气怎么样？', '谁主持了会议？').understoodAs).toBeNull();
  });

  it('says what "it" and 它 stand for', () => {
    expect(resolve('And who chaired it?', 'Where was the meeting held?').text).toBe(
      'who chaired the meeting?',
    );
    expect(resolve('它要怎么提升？', '道路要怎么样？').text).toBe('道路要怎么提升?');
  });

  it('asks a question without a subject about the last one', () => {
    expect(resolve('有哪几个部门？', '谁作了交流发言？').text).toBe(
      '谁作了交流发言，有哪几个部门?',
    );
  });

  it('does not grow with a chain of joined questions', () => {
    const text = resolve(
      '最后一个方面呢？',
      '提出了哪些要求？',
      '第二点是什么？',
      '第三点是什么？',
    ).text;
    expect(text).toBe('提出了哪些要求，最后一个方面呢?');
  });

  it('resolves English follow-ups', () => {
    expect(resolve('What about migrant workers?', 'What is to be done for graduates?').text).toBe(
      'What is to be done for migrant workers?',
    );
  });

  it.each([
    ['that names an attribute', '那时间呢？', '会议在哪里召开？', '会议什么时候召开?'],
    ['for the next member', '下一个呢？', '第三方面讲的是什么？', '第四方面讲的是什么?'],
    ['for the member before', '上一点呢？', '第三方面讲的是什么？', '第二方面讲的是什么?'],
    ['for another member', '那第四方面？', '第三方面讲的是什么？', '第四方面讲的是什么?'],
    ['with a preposition', '对老人呢？', '对学生有什么措施？', '对老人有什么措施?'],
    ['whether another has it too', '老人有吗？', '对学生有什么措施？', '对老人有什么措施?'],
    ['for somebody by what he does', '通报情况的呢？', '谁主持了会议？', '通报情况的是谁?'],
    ['for the reason', '为什么？', '道路怎么修？', '道路怎么修，为什么?'],
    ['about all that was said', '这是谁的要求？', '道路要怎么修？', '道路要怎么修，这是谁的要求?'],
    ['for a part', 'Which cities?', 'Which bodies spoke?', 'Which bodies spoke，Which cities?'],
    [
      'with an English preposition',
      'And for veterans?',
      'What is there for graduates?',
      'What is there for veterans?',
    ],
    ['about a topic of two words', '就业歧视呢？', '根治欠薪是怎么说的？', '就业歧视是怎么说的?'],
  ])('resolves a follow-up %s', (_, question, before, expected) => {
    expect(resolve(question, before).text).toBe(expected);
  });

  it('knows a bare name for a person, and asks of him what was asked of another', () => {
    expect(resolve('蓝佛安呢？', '林武怎么看就业？').text).toBe('蓝佛安怎么看就业?');
    expect(resolve('林武又怎么说？', '蓝佛安对政策有什么要求？').text).toBe(
      '林武对政策有什么要求?',
    );
    expect(resolve('他提了什么要求？', { question: '书记是谁？', answer: '林武' }).text).toBe(
      '林武提了什么要求?',
    );
  });

  it.each(['除此之外呢？', '那还有没有？', '其他人呢？', 'Who else?'])(
    'leaves out what was shown for %s',
    (question) => {
      expect(resolve(question, '哪些单位发了言？').excludeShown).toBe(true);
    },
  );

  it.each(['具体呢？', '能详细讲讲吗？', 'Can you elaborate?'])(
    'asks the same again for %s',
    (question) => {
      expect(resolve(question, '企业怎么帮？')).toMatchObject({
        text: '企业怎么帮?',
        excludeShown: false,
      });
    },
  );
});
