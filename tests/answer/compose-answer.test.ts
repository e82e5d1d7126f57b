import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { composeAnswer } from '../../src/answer/compose-answer.js';
import type { Draft } from '../../src/answer/draft.js';
import { analyseText } from '../support/analyse-text.js';
import { type Choice, rankChosen } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const MEETING = structurePlainText(
  '5月20日，推进会在太原召开。省长蓝佛安主持会议。共有120人参加。\n林武在讲话中指出，就业是民生之本。要抓好重点群体就业。要做好根治欠薪工作。\n王建国强调，各镇要落实责任。',
);
const PORT = structurePlainText(
  'The port handled 40 ships. The meeting was held in Dover on 3 May. Anna Howe chaired it.',
);

function compose(question: string, choices: readonly Choice[], document = MEETING): Draft {
  return composeAnswer({
    question: analyseText(question),
    ranked: rankChosen([document], choices),
    documentOf: () => document,
    personsIn: (text) => Array.from(text.matchAll(/林武|蓝佛安|王建国/gu), ([name]) => name),
  });
}

const textsOf = (...of: Parameters<typeof compose>) =>
  compose(...of).claims.map(({ text }) => text);

describe('composeAnswer', () => {
  it.each([
    ['谁主持会议？', '主持', '蓝佛安', '蓝佛安：省长蓝佛安主持会议。'],
    ['推进会在哪里召开？', '太原', '太原', '太原：5月20日，推进会在太原召开。'],
    ['有多少人参加？', '参加', '120人', '120人：共有120人参加。'],
  ])('leads the answer to %s with the words that were read', (question, holding, read, text) => {
    const [claim] = compose(question, [{ holding, read }]).claims;
    expect(claim?.text).toBe(text);
    expect(claim?.fallback).toBe(text.split('：')[1]);
  });

  it.each([
    ['that the sentence begins with', '推进会什么时候召开？', '太原', '5月20日'],
    ['of another kind', '有多少人参加？', '参加', '参加'],
    ['where nothing was read', '谁主持会议？', '主持', undefined],
    ['that are no place of a place', '会议在哪里召开？', '主持', '会议'],
  ])('does not lead with words %s', (_, question, holding, read) => {
    const [claim] = compose(question, [{ holding, ...(read && { read }) }]).claims;
    expect(claim?.text).not.toContain('：');
    expect(claim?.fallback).toBeUndefined();
  });

  it('does not lead with what is too long to be a name', () => {
    const document = structurePlainText(`会议由${'省直有关部门负责人'.repeat(4)}等主持。`);
    const [text] = textsOf(
      '谁主持会议？',
      [{ holding: '主持', read: '省直有关部门负责人'.repeat(4) }],
      document,
    );
    expect(text).not.toContain('：');
  });

  it('widens the read words to whole dates, numbers and words', () => {
    const [claim] = compose('有多少人参加？', [{ holding: '参加', read: '20' }]).claims;
    const { start, end } = claim?.citations[0]?.highlight ?? { start: 0, end: 0 };
    expect('共有120人参加。'.slice(start, end)).toBe('120');
  });

  it('leads in English with an English colon', () => {
    expect(textsOf('Who chaired it?', [{ holding: 'chaired', read: 'Howe' }], PORT)).toEqual([
      'Howe: Anna Howe chaired it.',
    ]);
    expect(textsOf('Where was the meeting?', [{ holding: 'Dover', read: 'Dover' }], PORT)).toEqual([
      'Dover: The meeting was held in Dover on 3 May.',
    ]);
  });

  it('shows Chinese words whole to an English question', () => {
    expect(textsOf('Who chaired it?', [{ holding: '主持', read: '蓝佛安' }])).toEqual([
      '省长蓝佛安主持会议。',
    ]);
  });

  it('names the speaker of a sentence that names nobody, and cites where he is named', () => {
    const [claim] = compose('谁要求做好根治欠薪工作？', [{ holding: '根治欠薪' }]).claims;
    expect(claim?.text).toBe('林武：要做好根治欠薪工作。');
    expect(claim?.citations.map(({ sentence }) => sentence)).toEqual([5, 3]);
  });

  it('shows a second sentence that is as good, and none that is far behind', () => {
    const near = [{ holding: '重点群体' }, { holding: '根治欠薪', score: 0 }];
    const far = [{ holding: '重点群体' }, { holding: '根治欠薪', score: -50 }];
    expect(textsOf('对就业怎么说？', near)).toEqual([
      '要抓好重点群体就业。',
      '要做好根治欠薪工作。',
    ]);
    expect(textsOf('对就业怎么说？', far)).toEqual(['要抓好重点群体就业。']);
  });

  it('keeps two sentences short together', () => {
    const long = structurePlainText(
      `${'要抓好就业工作，'.repeat(20)}落实责任。${'要促进增收，'.repeat(20)}改善民生。`,
    );
    const near = [{ holding: '落实责任' }, { holding: '改善民生', score: 0 }];
    expect(textsOf('对就业怎么说？', near, long)).toHaveLength(1);
  });

  it('lists the members of the list that was read', () => {
    const document = structurePlainText('要支持大学生、农民工、退役军人等群体就业。');
    expect(
      textsOf('支持哪些群体？', [{ holding: '群体', read: '农民工、退役军人' }], document),
    ).toEqual(['大学生', '农民工', '退役军人']);
  });

  it('shows the sentence where a list is asked for and there is none', () => {
    expect(textsOf('有哪些人参加？', [{ holding: '参加', read: '120人' }])).toEqual([
      '共有120人参加。',
    ]);
  });
});

describe('composeAnswer on a report with a list', () => {
  const report = structurePlainText(
    readFileSync(new URL('../fixtures/text/employment-meeting.clean.txt', import.meta.url), 'utf8'),
  );

  it('gives an overview whatever sentence is best', () => {
    const texts = textsOf('会议讲了什么？', [{ holding: '责任编辑' }], report);
    expect(texts[0]).toContain('全省稳就业工作推进会');
  });

  it('gives all five members, or the one asked for', () => {
    const best = [{ holding: '提出五方面工作要求' }];
    expect(textsOf('提出了哪五方面要求？', best, report)).toHaveLength(5);
    expect(textsOf('第二方面是什么？', best, report)[0]).toMatch(/^二是/u);
  });

  it('claims nothing of a member that there is not, and shows the announcement', () => {
    const { claims, nearest } = compose('第六方面要求是什么？', [{ holding: '一是' }], report);
    expect(claims).toEqual([]);
    expect(nearest).toMatchObject([{ sentence: 10 }]);
  });
});
