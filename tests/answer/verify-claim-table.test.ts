import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimFaultKind } from '../../src/answer/claim-reading.js';
import { verifyClaim } from '../../src/answer/verify-claim.js';
import { toSimplified } from '../../src/text/to-simplified.js';
import { openClaimLexicon } from '../support/claim-lexicon.js';

const lexicon = openClaimLexicon();

function faults(claim: string, ...quotes: string[]): [ClaimFaultKind, string][] {
  const verdict = verifyClaim({ claim, quotes, toSimplified, lexicon });
  return verdict.ok ? [] : verdict.faults.map(({ kind, text }) => [kind, text]);
}

const MEETING = '5月20日，全省稳就业工作推进会在太原召开。';
const CHAIR = '省委副书记、省长蓝佛安主持会议。副省长张复明出席会议。';
const RELIEF = '强化对困难企业的稳岗纾困支持，鼓励各地因城施策、因业施策、一企一策。';
const TRAINING = '会议要求，力争年底前完成2400万人以上的培训任务。';
const WAGES = '各地不得拖欠农民工工资，不得克扣补贴资金。';
const MONEY = '省财政下达专项资金1.2亿元，支持1.2万家企业，占总数的百分之五左右。';
const GROUPS = '要加强对高校毕业生的就业服务，支持毕业生灵活就业和自主创业。';

describe('verifyClaim with a dictionary', () => {
  it.each<[ClaimFaultKind, string, string]>([
    ['number', '力争年底前完成1200万人以上的培训任务。', TRAINING],
    ['number', '这一个自称的意思是本地人。', '这三个自称的意思是本地人。'],
    ['hedge', '年底前完成2400万人以上的培训任务。', TRAINING],
    ['hedge', '力争年底前完成2400万人的培训任务。', TRAINING],
    ['hedge', '支持企业占总数的5%。', MONEY],
    ['negation', '各地得拖欠农民工工资。', WAGES],
    ['negation', '各地可拖欠农民工工资。', WAGES],
    ['unit', '省财政下达专项资金1.2亿美元。', MONEY],
    ['unit', '支持1.2万户企业。', MONEY],
    ['number', '省财政下达专项资金1.2万元。', MONEY],
    ['date', '推进会5月21日在太原召开。', MEETING],
    ['name', '林武主持会议。', CHAIR],
    ['name', '林武：主持会议', '省长蓝佛安主持会议。'],
    ['quote', '会议强调“减税降费”。', RELIEF],
    ['content', '会议决定给企业减税。', RELIEF],
    ['content', '鼓励各地举办音乐节。', RELIEF],
    ['content', '支持毕业生灵活就业，每年组织体检。', GROUPS],
    ['content', '会议主持省长蓝佛安。', CHAIR],
    ['content', '会议出席副省长张复明。', CHAIR],
    ['content', '會議決定給企業減稅。', RELIEF],
    ['number', '力爭年底前完成1200萬人以上的培訓任務。', TRAINING],
    ['number', '1.2 million companies were supported.', MONEY],
    ['number', 'The finance department allotted 12 million yuan.', MONEY],
    ['date', 'The meeting was held in Taiyuan on May 21.', MEETING],
    ['name', 'The meeting was held in Datong on May 20.', MEETING],
    ['name', 'Governor Lin Wu chaired the meeting.', CHAIR],
    ['negation', 'Local authorities may withhold wages of migrant workers.', WAGES],
    ['content', 'The city will build a new airport and three subway lines.', RELIEF],
  ])('finds the false %s of %s', (kind, claim, quote) => {
    expect(faults(claim, quote).map(([found]) => found)).toContain(kind);
  });

  it.each([
    ['a frame', '报告提到，要强化对困难企业的稳岗纾困支持。', RELIEF],
    ['another frame', '据报道，会议在太原召开。', MEETING],
    [
      'another word of the same meaning',
      '支持毕业生自己创业和灵活就业，强化对高校毕业生的就业服务。',
      GROUPS,
    ],
    ['a word made of the words of one clause', '要加强毕业生服务。', GROUPS],
    ['clauses in another order', '不得克扣补贴资金，各地不得拖欠农民工工资。', WAGES],
    ['an adverbial moved', '全省稳就业工作推进会5月20日在太原召开。', MEETING],
    ['traditional script', '全省穩就業工作推進會在太原召開。', MEETING],
    ['another spelling', '省财政下达专项资金12000万元，支持12000家企业。', MONEY],
    ['an English date and place', 'The meeting was held in Taiyuan on May 20.', MEETING],
    ['an English name with its mark', "The meeting was chaired by Governor Lan Fo'an.", CHAIR],
    ['an English name without', 'Governor Lan Foan chaired the meeting.', CHAIR],
    ['an English name turned', 'The meeting was chaired by Foan Lan.', CHAIR],
    ['English numbers', '120 million yuan was allotted to support 12,000 companies.', MONEY],
    ['an English percentage', 'About five percent of the companies were supported.', MONEY],
    ['English words', 'The report says that companies in difficulty get support.', RELIEF],
  ])('lets pass %s', (_, claim, quote) => {
    expect(faults(claim, quote)).toEqual([]);
  });

  it('lets any part of a sentence between two commas pass', () => {
    for (const quote of [MEETING, CHAIR, RELIEF, GROUPS]) {
      for (const clause of quote.split(/[，。]/u)) {
        expect(faults(clause, quote), clause).toEqual([]);
      }
    }
  });

  it('reads two quotes together', () => {
    const claim = '蓝佛安主持会议，推进会在太原召开。';
    expect(faults(claim, CHAIR, MEETING)).toEqual([]);
    expect(faults(claim, CHAIR)).not.toEqual([]);
  });

  it('names the word that nothing carries', () => {
    expect(faults('会议决定给企业减税。', RELIEF)).toContainEqual(['content', '减税']);
  });
});

describe('verifyClaim with a dictionary on hard input', () => {
  const pieces = fc.constantFrom(
    ...'不得 约 5月20日 力争 百分之五 “ ” 《 》 [1] 林武 · 阿 尔 会议 companies Lan Fo’an 1.2亿 \ud800 \n ， 。 稳岗'.split(
      ' ',
    ),
  );

  it('gives a verdict on any text', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }),
        fc.array(pieces, { maxLength: 90 }),
        (claim, quote) => {
          const verdict = verifyClaim({
            claim: claim.join(''),
            quotes: [quote.join('')],
            toSimplified,
            lexicon,
          });
          expect(verdict.ok || verdict.faults.length < 150).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(['会议', '阿尔·', '减税企业', 'Aa ', 'support ', '不得', '“企业”', '林武说，', '5月'])(
    'judges 4,000 characters of %j',
    (piece) => {
      const text = piece.repeat(4000 / piece.length);
      expect(faults(text, text).length).toBeLessThan(150);
      expect(faults(text, `${MEETING}${CHAIR}`).length).toBeLessThan(150);
      expect(faults(MEETING, text).length).toBeLessThan(150);
    },
  );
});
