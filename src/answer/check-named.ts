/** Premises about who and what is named: a person or body that the reports do not know, words of one who only appears. */
import type { ReportDocument } from '../domain/report-document.js';
import { findEnumerations } from '../text/enumerations.js';
import { normalizeText } from '../text/normalize-text.js';
import { readNames } from '../text/read-names.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { citationAt, type FalsePremise } from './false-premise.js';
import { listGroups } from './list-groups.js';

/** 谈了什么, 提出哪些要求, 有什么看法: asks for somebody's words. */
const asksForWords =
  /(?:说|讲|谈|提|提出|提到|强调|指出|要求|表示|主张|建议|介绍|汇报|分享|透露)(?:了|过|到|出)?(?:些)?(?:什么|哪些|啥|几)|(?:怎么|如何|怎样)(?:说|讲|谈|看|评价|要求|强调|回答)|(?:什么|哪些|何)(?:看法|观点|意见|说法|要求|建议|主张|表态)|(?:发言|讲话|通报|致辞)的?(?:具体)?(?:内容|要点|亮点|重点|数据|主题)|(?:发言|讲话|致辞|通报)(?:里|中)?(?:有|讲|说|谈|提|介绍)(?:了|到)?(?:什么|哪些|几)|具体(?:通报|介绍|汇报|讲|说)/u;

function textOf(document: ReportDocument): string {
  return normalizeText(document.text);
}

/** 于英杰具体通报了哪些数据 where the reports only say that he reported. */
export function checkSpeech(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
): FalsePremise | null {
  if (!asksForWords.test(question.text)) return null;
  const speakers = documents.flatMap(({ sentences }) =>
    sentences.flatMap(({ speaker }) => (speaker === null ? [] : normalizeText(speaker.name))),
  );
  const speaks = speakers.some((name) => question.text.includes(name));
  if (speakers.length === 0 || speaks) return null;
  for (const document of documents) {
    const text = textOf(document);
    const named = readNames(text, tokenizer).find(
      ({ kind, text: name }) =>
        (kind === 'person' || kind === 'organisation') && question.text.includes(name),
    );
    if (named === undefined || speaksItself(text, named.text)) continue;
    return {
      reason: `the report does not give the words of ${named.text}`,
      nearest: citationAt(document, named.span.start),
    };
  }
  return null;
}

/** 教育厅要求…: what a body says may stand in a sentence of its own. */
function speaksItself(text: string, name: string): boolean {
  return new RegExp(
    `${name}[^，。；]{0,6}(?:说|表示|指出|强调|要求|提出|认为|宣布|规定)`,
    'u',
  ).test(text);
}

/** Ends of a body's name that are hardly ever anything else. */
const body = /^\p{Script=Han}{2,}(?:厅|局|大学|银行|法院|检察院|委员会)$/u;
const notNamed = /[哪几各这那该本某每]|有关|相关|部门|多少|什么|[大布格结全当饭邮药]局$/u;

/** 省财政厅 where the reports name no such body. */
export function checkBodies(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
): FalsePremise | null {
  const known = documents.map(textOf).join('\n');
  if (!/\p{Script=Han}/u.test(known)) return null;
  const missing = tokenizer
    .words(question.text)
    .map(({ text }) => text)
    .find((text) => body.test(text) && !notNamed.test(text) && !known.includes(text));
  return missing === undefined
    ? null
    : { reason: `${missing} stands nowhere in the report`, nearest: [] };
}

const ordinal = /第([一二三四五六七八九十]{1,3}|\d{1,2})(届|次|期|批|季度|轮|号)/gu;
const next = /下一?(?:次|届|场|期|轮)|\bnext (?:meeting|report|conference|session|year)\b/iu;
const ahead = /下一?(?:次|届|场|期|轮|步)|明年|来年|\bnext\b|\bcoming\b/iu;

/** 第六届 where the reports know the fifth only, and what comes next where they do not look ahead. */
export function checkOrdinals(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
): FalsePremise | null {
  const texts = documents.map((document) => ({ document, text: textOf(document) }));
  for (const [whole, , measure = ''] of question.text.matchAll(ordinal)) {
    if (texts.some(({ text }) => text.includes(whole))) continue;
    for (const { document, text } of texts) {
      const other = Array.from(text.matchAll(ordinal)).find((match) => match[2] === measure);
      if (other !== undefined)
        return {
          reason: `the report speaks of ${other[0]}, not of ${whole}`,
          nearest: citationAt(document, other.index),
        };
    }
  }
  if (!next.test(question.text) || texts.some(({ text }) => ahead.test(text))) return null;
  return { reason: 'the report does not look ahead', nearest: [] };
}

const rise = /增长|增加|上升|上涨|提高|提升|扩大|\b(?:grow|grew|rise|rose|increase|gain)\w*\b/iu;
const fall =
  /下降|减少|降低|下跌|回落|缩小|下滑|偏少|\b(?:fall|fell|drop|decline|decrease|shrink|shrank)\w*\b/iu;

/** "Why did it grow?" of what the best sentence says has shrunk; `best` is that sentence. */
export function checkDirection(question: AnalysedQuestion, best: string): FalsePremise | null {
  if (question.kind !== 'why') return null;
  const topic = question.terms.filter(({ text }) => !rise.test(text) && !fall.test(text));
  const [about] = normalizeText(best)
    .split(/[，,；;。]/u)
    .map((clause) => ({
      clause,
      held: topic.filter(({ text }) => clause.includes(text)).length,
    }))
    .sort((a, b) => b.held - a.held);
  // Across languages no word tells which clause it is about.
  const isAbroad = question.language === 'en' && /\p{Script=Han}/u.test(best);
  if (about === undefined || (about.held === 0 && !isAbroad)) return null;
  const asksRise = rise.test(question.text);
  const asksFall = fall.test(question.text);
  if (asksRise === asksFall) return null;
  const [asked, opposite] = asksRise ? [rise, fall] : [fall, rise];
  const told =
    isAbroad || !(rise.test(about.clause) || fall.test(about.clause)) ? best : about.clause;
  return opposite.test(told) && !asked.test(told)
    ? { reason: 'the report says the opposite', nearest: [] }
    : null;
}

/** A list of so many members, or a count of so many things, stands nowhere: 六个关系 of five. */
export function checkAskedCount(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
): FalsePremise | null {
  const value = question.count?.value ?? 0;
  if (value < fewest || question.kind === 'how-many' || countsPersons.test(question.text))
    return null;
  const numerals = [String(value), chineseNumerals[value - 1] ?? '', englishNumerals[value] ?? ''];
  const counted = new RegExp(`(?<![\\p{N}第])(?:${numerals.filter(Boolean).join('|')})`, 'iu');
  const stands = documents.some((document) => {
    const text = textOf(document);
    const listed = document.sentences.some(({ span }) =>
      listGroups(document.text.slice(span.start, span.end)).some(({ length }) => length >= value),
    );
    const enumerated = findEnumerations(document).some(({ members }) => members.length >= value);
    return listed || enumerated || counted.test(text);
  });
  return stands || documents.every(({ text }) => text === '')
    ? null
    : { reason: `the report counts no ${value} of anything`, nearest: [] };
}

const fewest = 3;
/** Persons and places are named one by one, in no list. */
const countsPersons =
  /[位名人座家所]|次(?!产业)|\b(?:people|persons|officials|leaders|speakers|members|cities|towns|times)\b/iu;
const chineseNumerals = '一二三四五六七八九十';
const englishNumerals = [
  '',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
];
