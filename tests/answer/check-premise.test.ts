import { describe, expect, it } from 'vitest';
import { checkPremise } from '../../src/answer/check-premise.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { analyseText } from '../support/analyse-text.js';
import { tokenizer } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

const MEETING =
  '5月20日，推进会在太原召开。省委书记林武出席并讲话。省长蓝佛安主持会议，副省长张复明出席。\n林武提出五方面工作要求。要落实三项任务。第六方面另行通知。';
const TRADITIONAL =
  '5月20日，推進會在太原召開。省委書記林武出席並講話。省長藍佛安主持會議。\n林武提出五方面工作要求。';
const ENGLISH = 'In 2023 the harbour at Ningbo handled more cargo than Tianjin. Ms Howe spoke.';

function check(question: string, ...documents: readonly (string | ReportDocument)[]) {
  return checkPremise(
    analyseText(question),
    documents.map((one) => (typeof one === 'string' ? structurePlainText(one) : one)),
    tokenizer,
  );
}

function nearestOf(question: string, text: string): string[] {
  return (check(question, text)?.nearest ?? []).map(({ document, sentence }) => {
    const span = document.sentences[sentence]?.span;
    return document.text.slice(span?.start, span?.end);
  });
}

describe('checkPremise', () => {
  it.each([
    ["another's office", '省长林武说了什么？', MEETING],
    ['the office above', '省长张复明出席了吗？', MEETING],
    ["another's office, traditional", '省長林武說了什麼？', TRADITIONAL],
    ['a wrong count', '六方面工作要求是什么？', MEETING],
    ['a wrong count in digits', '8个方面要求有哪些？', MEETING],
    ['a wrong count of what is named', '四项任务是什么？', MEETING],
    ['a wrong count, traditional', '六方面工作要求是什麼？', TRADITIONAL],
    ['a foreign city', '大同的会议谁主持？', MEETING],
    ['a foreign province', '湖南省的会议谁主持？', MEETING],
    ['a foreign place, traditional', '廣東的會議誰主持？', TRADITIONAL],
    ['a foreign place, English', 'Who chaired the meeting in Hunan?', MEETING],
    ['a foreign place in an English report', 'What did the port of Dalian handle?', ENGLISH],
    ['a Chinese name of it', '大连港的吞吐量是多少？', ENGLISH],
    ['a stranger with an office', '县长王建国说了什么？', MEETING],
    ['an office that nobody holds', '市长讲了什么？', MEETING],
    ['an office that nobody holds, English', 'What did the mayor say?', MEETING],
    ['another year', '2019年的会议谁主持？', MEETING],
    ['another year, traditional', '2019年的會議誰主持？', TRADITIONAL],
    ['another year, English', 'How much cargo was handled in 2019?', ENGLISH],
  ])('finds %s', (_, question, text) => {
    expect(check(question, text)).not.toBeNull();
  });

  it.each([
    ['a slip in a name', '省委书记林伍说了什么？', MEETING],
    ['an office in English', 'What did the governor say?', MEETING],
    ['an office that is not asked for words', '谁和市长见面？', ENGLISH],
    ['an office that he has', '省委书记林武说了什么？', MEETING],
    ['a person with no office', '林武说了什么？', MEETING],
    ['the office of a traditional report', '省长蓝佛安说了什么？', TRADITIONAL],
    ['the office of a simplified report', '省長藍佛安說了什麼？', MEETING],
    ['the right count', '五方面工作要求是什么？', MEETING],
    ['the right count in other words', '五个方面的要求有哪些？', MEETING],
    ['the right count in digits', '5方面要求有哪些？', MEETING],
    ['an ordinal', '第三方面是什么？', MEETING],
    ['an ordinal in digits', '第3方面是什么？', MEETING],
    ['an ordinal set apart', '第 8个方面是什么？', MEETING],
    ['an ordinal that the report has no heading for', '第七方面是什么？', MEETING],
    ['a count of something else', '四家单位是哪些？', MEETING],
    ['the place', '太原的会议谁主持？', MEETING],
    ['the place, English', 'Who chaired the meeting in Taiyuan?', MEETING],
    ['the English place', '宁波港的吞吐量是多少？', ENGLISH],
    ['a word that a place begins', 'Did Chinaware and Indianapolis matter?', ENGLISH],
    ['the year', 'How much cargo was handled in 2023?', ENGLISH],
    ['a number that is no year', '有12019人吗？', MEETING],
    ['nothing of the kind', '谁主持会议？', MEETING],
  ])('has nothing against %s', (_, question, text) => {
    expect(check(question, text)).toBeNull();
  });

  it('knows places and years of title and date', () => {
    const dated = { ...structurePlainText(MEETING), title: '山西日报', date: '2022-05-21' };
    expect(check('2022年山西的会议谁主持？', dated)).toBeNull();
    expect(check('2023年山西的会议谁主持？', dated)).not.toBeNull();
  });

  it('finds a place behind a longer word that begins with it', () => {
    expect(check('Did Indians trade with India?', ENGLISH)).not.toBeNull();
  });

  it('holds a premise against all documents together', () => {
    const other = '县长林武讲话。要落实四项任务，抓好六方面工作。';
    expect(check('县长林武说了什么？', MEETING, other)).toBeNull();
    expect(check('四项任务是什么？', MEETING, other)).toBeNull();
    expect(check('六方面工作是什么？', other, MEETING)).toBeNull();
    expect(check('市长林武说了什么？', MEETING, other)).not.toBeNull();
    expect(check('大同有四项任务吗？', MEETING, other)).not.toBeNull();
  });

  it('shows what the report says instead', () => {
    expect(nearestOf('省长林武说了什么？', MEETING)).toEqual(['省委书记林武出席并讲话。']);
    expect(nearestOf('六方面要求是什么？', TRADITIONAL)).toEqual(['林武提出五方面工作要求。']);
    expect(check('大同的会议谁主持？', MEETING)?.nearest).toEqual([]);
  });

  it('never shows another sentence where the text and its normalised form differ in length', () => {
    const text = '会议室共１００㎡……林武提出五方面工作要求。散会。';
    expect(nearestOf('六方面要求是什么？', text).filter((one) => !one.includes('五方面'))).toEqual(
      [],
    );
  });

  it('finds nothing to say against an empty report but what is not in it', () => {
    expect(check('六方面要求是什么？', '')).toBeNull();
    expect(check('大同在哪里？')).not.toBeNull();
  });
});
