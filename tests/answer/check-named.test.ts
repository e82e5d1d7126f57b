import { describe, expect, it } from 'vitest';
import { checkDirection } from '../../src/answer/check-named.js';
import { checkPremise } from '../../src/answer/check-premise.js';
import { checkTitles } from '../../src/answer/check-titles.js';
import { analyseText } from '../support/analyse-text.js';
import { tokenizer } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const MEETING =
  '5月20日，推进会在太原召开。副省长张复明出席会议，于英杰通报有关情况。省长蓝佛安主持会议。\n林武强调，要把握好城镇就业与乡村就业的关系，把握好政府促进与市场调节的关系，把握好省内与省外的关系。\n会上，省教育厅、省乡村振兴局和太原市政府主要负责同志作交流发言。第五届招聘会举行。\n责任编辑：姚建';
const HARBOUR =
  'Captain Ines Falkenrath, the Harbour Master, spoke. Ruth Amadi, the Finance Director, warned of costs.';

function reasonFor(question: string, text: string): string | null {
  return checkPremise(analyseText(question), [structurePlainText(text)], tokenizer)?.reason ?? null;
}

describe('premises about who and what is named', () => {
  it.each([
    ['words of one who only appears', '张复明对就业有什么看法？'],
    ['details of what is only mentioned', '于英杰具体通报了哪些数据？'],
    ['the speech of a body, of which nothing is told', '太原市政府的发言有什么亮点？'],
    ['a body that is not named', '省财政厅提了什么要求？'],
    ['an edition that is not named', '第六届招聘会什么时候办？'],
    ['the next one', '下一次推进会什么时候开？'],
    ['more members than any list has', '蓝佛安提出的六个关系是什么？'],
    ['an office with words behind the name', '省长张复明对欠薪怎么说？'],
    ['an office that stands before a colon', '记者姚建还采访了谁？'],
  ])('finds %s', (_, question) => {
    expect(reasonFor(question, MEETING)).not.toBeNull();
  });

  it.each([
    ['words of one who speaks', '林武提出了哪些要求？'],
    ['who spoke', '哪些单位作了交流发言？'],
    ['a named body', '省教育厅发言了吗？'],
    ['what somebody did', '张复明做了什么？'],
    ['a speaker asked about another name', '林武对太原市政府提了什么要求？'],
    ['the named edition', '第五届招聘会举行了吗？'],
    ['as many members as a list has', '要把握好哪三个关系？'],
    ['persons, who stand in no list', '哪四位领导出席了会议？'],
    ['the right office', '副省长张复明出席了吗？'],
  ])('has nothing against %s', (_, question) => {
    expect(reasonFor(question, MEETING)).toBeNull();
  });

  it('finds a cause asked for what has gone the other way', () => {
    const fell = '其中，工业投资增长14.6%，房地产投资下降11.3%。';
    expect(checkDirection(analyseText('房地产投资增长的原因是什么？'), fell)).not.toBeNull();
    expect(checkDirection(analyseText('房地产投资为什么下降？'), fell)).toBeNull();
    expect(checkDirection(analyseText('房地产投资增长了吗？'), fell)).toBeNull();
  });
});

describe('checkTitles', () => {
  const titled = (question: string, text: string) =>
    checkTitles(analyseText(question), [structurePlainText(text)], tokenizer);

  it.each([
    [
      'an office of another, by the spelling of the name',
      'What did Governor Zhang Fuming say?',
      MEETING,
    ],
    ['a title of another', 'What did Captain Ruth Amadi say?', HARBOUR],
  ])('finds %s', async (_, question, text) => {
    expect(await titled(question, text)).not.toBeNull();
  });

  it.each([
    ['the right office', 'What did Vice Governor Zhang Fuming do?', MEETING],
    ['a name with an apostrophe', "What did Governor Lan Fo'an do?", MEETING],
    ['the surname alone', 'What did Captain Falkenrath say?', HARBOUR],
    ['a title behind the name', 'What did Finance Director Ruth Amadi say?', HARBOUR],
    ['a name that nobody has', 'What did Governor John Smith say?', MEETING],
    ['no title', 'What did Zhang Fuming say?', MEETING],
  ])('has nothing against %s', async (_, question, text) => {
    expect(await titled(question, text)).toBeNull();
  });
});
