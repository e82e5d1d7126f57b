import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimFaultKind } from '../../src/answer/claim-reading.js';
import { type ClaimVerdict, verifyClaim } from '../../src/answer/verify-claim.js';
import { type FalsifiedKind, falsifyClaim, seededRandom } from '../support/falsify-claim.js';

const TRADITIONAL: Readonly<Record<string, string>> = {
  會: '会',
  議: '议',
  開: '开',
  於: '于',
  報: '报',
  穩: '稳',
};
const SYLLABLES: Readonly<Record<string, string>> = {
  林: 'lin',
  武: 'wu',
  蓝: 'lan',
  佛: 'fo',
  安: 'an',
};

function verify(claim: string, ...quotes: string[]): ClaimVerdict {
  return verifyClaim({
    claim,
    quotes,
    toSimplified: (text) =>
      [...text].map((character) => TRADITIONAL[character] ?? character).join(''),
    romanise: (text) => [...text].map((character) => SYLLABLES[character] ?? ''),
  });
}

function faultKinds(claim: string, ...quotes: string[]): ClaimFaultKind[] {
  const verdict = verify(claim, ...quotes);
  return verdict.ok ? [] : [...new Set(verdict.faults.map(({ kind }) => kind))];
}

interface Sentence {
  readonly text: string;
  readonly names: readonly { readonly text: string; readonly kind: string }[];
}

const SENTENCES: readonly Sentence[] = readFileSync(
  new URL('../fixtures/report-sentences.txt', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [text = '', names = ''] = line.split('|');
    return {
      text,
      names: names
        .split(',')
        .filter((name) => name !== '')
        .map((name) => ({ text: name.split(':')[0] ?? '', kind: name.split(':')[1] ?? '' })),
    };
  });

const MEETING = '5月20日，全省稳就业工作推进会在太原召开。';
const TRAINING = '会议要求，力争年底前完成2400万人以上的培训任务。';
const WAGES = '各地不得拖欠农民工工资，不得克扣补贴资金。';
const JOBS = '2022年，全省城镇新增就业47.2万人，完成年度目标的104.9%。';
const CHAIR = '省委副书记、省长蓝佛安主持会议。副省长张复明出席会议，于英杰通报有关情况。';

describe('verifyClaim on true claims', () => {
  it.each([
    ['a span before its sentence', `5月20日：${MEETING}`, [MEETING]],
    ['a frame', '报告提到：全省稳就业工作推进会在太原召开', [MEETING]],
    ['an English frame', `The report says: ${MEETING}`, [MEETING]],
    ['traditional script', '會議於5月20日在太原召開。', [MEETING]],
    ['markers and list marks', `- ${MEETING}[1][2]`, [MEETING]],
    ['another form of a number', '2022年全省新增城镇就业472000人。', [JOBS]],
    ['words for digits', '会议提出了5个方面的工作要求。', ['会议提出五方面工作要求。']],
    ['percent in words', '比例是百分之九十', ['返还比例提高到90%。']],
    ['another negation', '各地禁止拖欠农民工工资。', [WAGES]],
    ['another word of the same hedge', '争取年底前培训超过2400万人', [TRAINING]],
    ['only the clause without the hedge', '会议要求', [TRAINING]],
    [
      'a short form of a body',
      '省人社厅参加会议',
      ['省人力资源和社会保障厅领导班子成员参加会议。'],
    ],
    [
      'two quotes together',
      '林武要求把握好发展与就业的关系。',
      ['林武在讲话中指出，就业是民生之本。', '把握好发展与就业的关系。'],
    ],
    ['an English date and place', 'The meeting was held in Taiyuan on May 20.', [MEETING]],
    [
      'English numbers',
      'The province created 472,000 new urban jobs in 2022, 104.9 percent of the target.',
      [JOBS],
    ],
    ['an English negation', 'Wages must not be withheld.', [WAGES]],
    ['English hedges', 'It strives to train more than 24 million people.', [TRAINING]],
    ['a romanised name', "The meeting was chaired by Governor Lan Fo'an.", [CHAIR]],
    [
      'a number word in English',
      'Five requirements were put forward.',
      ['会议提出五方面工作要求。'],
    ],
    ['a year given elsewhere', '会议于2022年5月20日召开', [MEETING, '2022年']],
  ])('lets pass %s', (_, claim, quotes) => {
    expect(verify(claim, ...quotes)).toEqual({ ok: true });
  });

  it('lets names and numbers of a heading pass', () => {
    const options = {
      claim: '三是突出重点群体：帮扶困难人员',
      quotes: ['帮扶困难人员。'],
      toSimplified: (text: string) => text,
    };
    expect(verifyClaim({ ...options, headings: ['三是突出重点群体'] }).ok).toBe(true);
    expect(verifyClaim(options).ok).toBe(false);
  });

  it('lets every sentence and every clause of it pass', () => {
    for (const { text } of SENTENCES) {
      for (const clause of [text, ...text.split(/[，。；]/u)]) {
        expect(faultKinds(clause, text), clause).toEqual([]);
      }
    }
  });

  it('lets any run of whole clauses pass beside other quotes, unless it cuts a mark off', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (first, second, from, count) => {
        const text = SENTENCES[first % SENTENCES.length]?.text ?? '';
        const other = SENTENCES[second % SENTENCES.length]?.text ?? '';
        const clauses = text.split(/(?<=[，。；])/u);
        const start = from % clauses.length;
        const claim = clauses.slice(start, start + 1 + (count % clauses.length)).join('');
        expect(faultKinds(claim, other, text), claim).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('verifyClaim on false claims', () => {
  it.each<[ClaimFaultKind, string, readonly string[]]>([
    ['number', '会议要求，力争年底前完成1200万人以上的培训任务。', [TRAINING]],
    ['number', '全省城镇新增就业47.2亿人。', [JOBS]],
    ['number', '会议提出六方面工作要求。', ['会议提出五方面工作要求。']],
    ['number', 'The province created 4.72 million new jobs.', [JOBS]],
    ['number', '第四批试点', ['第三批试点包括5个市。']],
    ['number', '男生5人，女生3人', ['男生3人，女生5人']],
    ['date', '5月21日，全省稳就业工作推进会在太原召开。', [MEETING]],
    ['date', 'The meeting was held on June 20.', [MEETING]],
    ['date', '会议于2021年5月20日召开', [MEETING]],
    ['date', '2022年5月20日开工', ['2021年5月20日开工，2022年6月1日完工。']],
    ['unit', '工程总投资126亿美元。', ['工程总投资126亿元。']],
    ['unit', '惠及1.3万人', ['这项政策惠及1.3万户。']],
    ['unit', '失业率下降0.6%', ['失业率下降0.6个百分点。']],
    ['hedge', '会议要求，力争年底前完成2400万人的培训任务。', [TRAINING]],
    ['hedge', '会议要求，年底前完成2400万人以上的培训任务。', [TRAINING]],
    ['hedge', '全省经济运行平稳', ['全省经济运行总体平稳。']],
    ['hedge', '工程总投资约126亿元。', ['工程总投资126亿元。']],
    ['hedge', '可能在太原召开', [MEETING]],
    ['hedge', 'The meeting may be held in Taiyuan.', [MEETING]],
    ['negation', '各地得拖欠农民工工资', [WAGES]],
    ['negation', '拖欠农民工工资', [WAGES]],
    ['negation', '全省稳就业工作推进会没有在太原召开。', [MEETING]],
    ['negation', '断提升服务', ['不断提升服务。']],
    ['negation', '搞大水漫灌式强刺激', ['坚决不搞大水漫灌式强刺激。']],
    ['negation', 'He approved the plan.', ['He did not approve the plan.']],
    ['negation', 'Wages must be withheld and funds cut.', [WAGES]],
    ['negation', 'The meeting was not held in Taiyuan.', [MEETING]],
    ['name', '省委副书记、省长林武主持会议。', [CHAIR]],
    ['name', '省长张复明主持会议。', [CHAIR]],
    ['name', '全省稳就业工作推进会在大同召开。', [MEETING]],
    ['name', 'The meeting was held in Datong.', [MEETING]],
    ['name', 'Governor Lin Wu chaired the meeting.', [CHAIR]],
    ['name', '省财政厅参加会议', ['省教育厅参加会议。']],
    ['name', '他毕业于鲁汶中学', ['他毕业于清华大学，曾在鲁汶大学任教。']],
    ['name', 'Johnson added 6 sacks.', ['Fellow lineman Mario Addison added 6 sacks.']],
    ['quote', '他提出“减税降费”', ['会议强调稳岗纾困。']],
    ['name', '会议通过《劳动法》', ['会议通过《就业促进条例》。']],
  ])('finds the false %s of %s', (kind, claim, quotes) => {
    expect(faultKinds(claim, ...quotes)).toContain(kind);
  });

  it('catches every sentence that a seeded rule makes false', () => {
    const made: Record<FalsifiedKind, number> = {
      number: 0,
      date: 0,
      unit: 0,
      name: 0,
      negation: 0,
      hedge: 0,
    };
    const missed: string[] = [];
    for (const [index, { text, names }] of SENTENCES.entries()) {
      for (let seed = 0; seed < 3; seed += 1) {
        for (const { kind, text: claim } of falsifyClaim(
          text,
          seededRandom(index * 10 + seed),
          names,
        )) {
          made[kind] += 1;
          if (verify(claim, text).ok) {
            missed.push(`${kind}: ${claim}`);
          }
        }
      }
    }
    expect(missed).toEqual([]);
    expect(Math.min(...Object.values(made))).toBeGreaterThan(75);
  });
});

describe('verifyClaim on hard input', () => {
  it.each([
    ['', ''],
    ['\ud800\ud83d\ude00\u0000', '\udc00'],
    ['5', ''],
    ['。。。', '，，，'],
  ])('gives a verdict on %j', (claim, quote) => {
    expect(typeof verify(claim, quote).ok).toBe('boolean');
  });

  it.each([
    '不',
    '1',
    '1,',
    '一',
    '的',
    'A',
    'A. ',
    '5月',
    '约',
    '、',
    '“',
    '王',
    'five ',
    '市',
    '万',
  ])('judges 10,000 times %j', (piece) => {
    const text = piece.repeat(10_000 / piece.length);
    expect(typeof verify(text, text.slice(3)).ok).toBe('boolean');
  });
});
