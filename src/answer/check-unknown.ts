/** Premises about persons and offices that stand nowhere in the reports: 王浩省长 and "the mayor" where there is neither. */
import type { ReportDocument } from '../domain/report-document.js';
import { normalizeText } from '../text/normalize-text.js';
import { readNames } from '../text/read-names.js';
import { officesBeside } from '../text/read-offices.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { AnalysedQuestion } from './analyse-question.js';
import type { FalsePremise } from './false-premise.js';

const han = /\p{Script=Han}/u;

/** Shares a character with a person of the reports: a slip of the pen rather than somebody else. */
function isLike(name: string, known: string): boolean {
  return Array.from(name).some((character) => known.includes(character));
}

/** An office beside a name that the reports do not hold. */
export function checkStrangers(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
): FalsePremise | null {
  if (question.offices.length === 0) return null;
  const texts = documents.map(({ text }) => normalizeText(text));
  if (!texts.every((text) => han.test(text))) return null;
  const named = readNames(question.text, tokenizer).filter(({ kind }) => kind === 'person');
  const stranger = named.find(
    ({ text: name, span: { start, end } }) =>
      officesBeside(question.text, start, end).length > 0 &&
      !texts.some((text) => text.includes(name)),
  );
  if (stranger === undefined) return null;
  const known = texts.flatMap((text) =>
    readNames(text, tokenizer).flatMap(({ kind, text: name }) => (kind === 'person' ? name : [])),
  );
  return isLike(stranger.text, known.join(''))
    ? null
    : { reason: `${stranger.text} stands nowhere in the report`, nearest: [] };
}

/** English offices with the Chinese ones that they may stand for. */
const offices: readonly (readonly [asked: RegExp, chinese: RegExp])[] = [
  [/\bmayors?\b/iu, /市长|县长|区长|镇长/u],
  [/\bgovernors?\b/iu, /省长|州长|主席/u],
  [/\bministers?\b/iu, /部长|大臣|总理|首相/u],
  [/\b(?:premier|prime minister)\b/iu, /总理|首相/u],
  [/\bpresident\b/iu, /主席|总统|校长|院长|会长|总裁|行长/u],
  [/\bspokes(?:man|woman|person)\b/iu, /发言人|回答|介绍/u],
  [/\b(?:headmaster|headmistress|headteacher|principal)\b/iu, /校长|园长/u],
  [/\b(?:judge|prosecutor)s?\b/iu, /法官|法院|检察/u],
];
const asksForWords =
  /(?:说|讲|谈|提|提出|提到|强调|指出|要求|表示|主张|建议|介绍|汇报)(?:了|过|到|出)?(?:些)?(?:什么|哪些|啥|几)|(?:怎么|如何|怎样)(?:说|讲|谈|看|评价|回答)|\b(?:what|how|who|whom)\b/iu;

/** The words or the name of the holder of an office that the reports do not mention. */
export function checkVacantOffice(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
): FalsePremise | null {
  if (!asksForWords.test(question.text)) return null;
  const texts = documents.map(({ text }) => normalizeText(text));
  const isChinese = texts.every((text) => han.test(text));
  if (question.language !== 'en') {
    const missing = question.offices.find(
      (office) => isChinese && !texts.some((text) => text.includes(office)),
    );
    return missing === undefined ? null : { reason: `the report names no ${missing}`, nearest: [] };
  }
  const missing = offices.find(
    ([asked, chinese]) =>
      asked.test(question.text) &&
      !texts.some((text) => (han.test(text) ? chinese : asked).test(text)),
  );
  const [word = ''] = missing?.[0].exec(question.text) ?? [];
  return missing === undefined ? null : { reason: `the report names no ${word}`, nearest: [] };
}
