import { describe, expect, it } from 'vitest';
import { analyseQuestion } from '../../src/answer/analyse-question.js';
import { analyseText } from '../support/analyse-text.js';
import { tokenizer } from '../support/sample-retrieval.js';

describe('analyseQuestion', () => {
  it('reads kind, count, terms and offices off one question', () => {
    const question = analyseText('县长王建国提出了哪三项工作要求？');
    expect(question).toMatchObject({
      text: '县长王建国提出了哪三项工作要求?',
      language: 'zh-Hans',
      kind: 'list',
      ordinal: null,
      count: { value: 3 },
      offices: ['县长'],
    });
    expect(question.terms.map(({ text }) => text)).toContain('工作');
  });

  it('reads a traditional question like the same one in simplified characters', () => {
    const { language, ...traditional } = analyseText('會議提出了哪五方面要求？省長是誰？');
    const { language: other, ...simplified } = analyseText('会议提出了哪五方面要求？省长是谁？');
    expect(traditional).toEqual(simplified);
    expect([language, other]).toEqual(['zh-Hant', 'zh-Hans']);
  });

  it('reads the ordinal and no count of 第三方面', () => {
    expect(analyseText('第三方面讲了什么？')).toMatchObject({ ordinal: 3, count: null });
    expect(analyseText('最后一点是什么？').ordinal).toBe(-1);
  });

  it('takes the kind that it is handed rather than its own', () => {
    const given = { text: '那退役军人呢', language: 'zh-Hans', tokenizer } as const;
    expect(analyseQuestion({ ...given, knownSpeakers: [], kind: 'list' }).kind).toBe('list');
  });

  it.each([
    ['林武强调了什么？', ['林武', '藍佛安'], ['林武']],
    ['蓝佛安主持时说了什么？', ['林武', '藍佛安'], ['藍佛安']],
    ['What did Ms Howe say?', ['Howe', 'Baker'], ['Howe']],
    ['谁主持会议？', ['林武'], []],
  ])('names the speakers of the report in %s', (text, known, speakers) => {
    expect(analyseText(text, known).speakers).toEqual(speakers);
  });
});
