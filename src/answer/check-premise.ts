/** False premises made of words that the report does hold: another's office, more members than a list has, a foreign place. */
import type { ReportDocument } from '../domain/report-document.js';
import { normalizeText } from '../text/normalize-text.js';
import { parseChineseNumber } from '../text/parse-chinese-number.js';
import { placeNames } from '../text/place-names.js';
import { readNames } from '../text/read-names.js';
import { officesBeside, readOffices } from '../text/read-offices.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { AnalysedQuestion } from './analyse-question.js';
import {
  checkAskedCount,
  checkBodies,
  checkDirection,
  checkOrdinals,
  checkSpeech,
} from './check-named.js';
import { checkStrangers, checkVacantOffice } from './check-unknown.js';
import { citationAt, type FalsePremise } from './false-premise.js';

/** 省长林武 where the reports know 林武 with other offices only. */
function checkOffices(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
): FalsePremise | null {
  if (question.offices.length === 0) return null;
  const held = documents.flatMap((document) =>
    readOffices(normalizeText(document.text), tokenizer).map((entry) => ({ ...entry, document })),
  );
  for (const person of new Set(held.map((entry) => entry.person))) {
    const start = question.text.indexOf(person);
    if (start < 0) continue;
    const known = held.filter((entry) => entry.person === person);
    const [first] = known;
    const claimed = officesBeside(question.text, start, start + person.length);
    const office = claimed.find((name) => !known.some((entry) => entry.office === name));
    if (first !== undefined && office !== undefined) {
      return {
        reason: `the report gives ${person} another office than ${office}`,
        nearest: citationAt(first.document, first.start),
      };
    }
  }
  return null;
}

const counted =
  /(?<![第\p{N}]|第 )([二两三四五六七八九十]{1,3}|[2-9]|\d{2})(个?方面|大|项|条|点|类|种|批|个(?=\p{Script=Han}{2}))(\p{Script=Han}{0,2})/gu;

function numberOf(numeral: string): number | null {
  return /^\d+$/u.test(numeral) ? Number(numeral) : parseChineseNumber(numeral.replace('两', '二'));
}

/** 六方面要求 where the reports have 五方面 and no six. */
function checkCounts(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
): FalsePremise | null {
  for (const [, numeral = '', measure = '', noun = ''] of question.text.matchAll(counted)) {
    const bare = measure.replace('个', '');
    const needed = bare === '方面' ? '' : noun;
    if (bare !== '方面' && needed.length < 2) continue;
    const others = documents.flatMap((document) =>
      Array.from(normalizeText(document.text).matchAll(counted))
        .filter((match) => match[2]?.replace('个', '') === bare && match[3]?.startsWith(needed))
        .map((match) => ({ document, match })),
    );
    const [first] = others;
    const same = others.some(({ match }) => numberOf(match[1] ?? '') === numberOf(numeral));
    if (first !== undefined && !same) {
      return {
        reason: `the report speaks of ${first.match[0]}, not of ${numeral}${measure}`,
        nearest: citationAt(first.document, first.match.index),
      };
    }
  }
  return null;
}

const yearOf = /(?<!\d)(?:19|20)\d{2}(?!\d)/gu;
/** 白石县, but not 哪个城市, 几个县, 本省. */
const division =
  /^(?!.*[哪几个各全本该些某两二三四五六七八九十城每多数])\p{Script=Han}{2,3}[省市县州]$/u;

/** A province, a city or a year that stands nowhere in the documents: the question is about something else. */
function checkPlacesAndYears(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
): FalsePremise | null {
  const named = [
    ...placesIn(question, tokenizer),
    ...(question.text.match(yearOf) ?? []).map((year) => [year]),
  ];
  if (named.length === 0) return null;
  const known = normalizeText(
    documents.map(({ title, date, text }) => `${title} ${date ?? ''} ${text}`).join('\n'),
  );
  const missing = named.find((forms) => !forms.some((form) => known.includes(form)));
  return missing === undefined
    ? null
    : { reason: `${missing[0]} stands nowhere in the report`, nearest: [] };
}

/** What every report of the country is about, named or not. */
const ownCountry = '中国';

/** Places that a question names, each in the forms that a report may have. */
function placesIn(question: AnalysedQuestion, tokenizer: Tokenizer): (readonly string[])[] {
  if (question.language === 'en') {
    return Array.from(placeNames)
      .map(([chinese, english]) => [...english, chinese])
      .filter((forms) => forms.at(-1) !== ownCountry)
      .filter((forms) => forms.slice(0, -1).some((name) => holdsWord(question.text, name)));
  }
  return readNames(question.text, tokenizer)
    .filter(({ kind, text }) => kind === 'place' && text !== ownCountry)
    .filter(({ text }) => placeNames.has(text) || division.test(text))
    .map(({ text }) => [text.replace(/[省市县州]$/u, ''), ...(placeNames.get(text) ?? [])]);
}

function holdsWord(text: string, word: string): boolean {
  const isLetter = (character: string | undefined) => /[\p{L}\p{N}]/u.test(character ?? '');
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  }
  return false;
}

/** Null when nothing in the question contradicts the documents; `best` is the sentence that would answer it. */
export function checkPremise(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
  best = '',
): FalsePremise | null {
  return (
    checkPlacesAndYears(question, documents, tokenizer) ??
    checkOffices(question, documents, tokenizer) ??
    checkStrangers(question, documents, tokenizer) ??
    checkVacantOffice(question, documents) ??
    checkCounts(question, documents) ??
    checkOrdinals(question, documents) ??
    checkBodies(question, documents, tokenizer) ??
    checkSpeech(question, documents, tokenizer) ??
    checkAskedCount(question, documents) ??
    checkDirection(question, best)
  );
}
