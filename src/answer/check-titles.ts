/** False premises of English questions: a title right before the name of one whom the reports give another. */
import type { ReportDocument } from '../domain/report-document.js';
import { normalizeText } from '../text/normalize-text.js';
import { readOffices } from '../text/read-offices.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { citationAt, type FalsePremise } from './false-premise.js';

/** English titles with the Chinese offices that they may stand for. */
const titles: readonly (readonly [title: string, offices: readonly string[]])[] = [
  ['(?:Vice|Deputy)[ -]Governor', ['副省长']],
  ['Governor', ['省长']],
  ['(?:Vice|Deputy)[ -]Mayor', ['副市长', '副县长']],
  ['Mayor', ['市长', '县长']],
  ['(?:Party )?Secretary', ['书记']],
  ['Premier', ['总理']],
  ['President', ['主席', '总统', '校长', '院长', '会长']],
  ['Minister', ['部长']],
  ['(?:Editor|Responsible Editor)', ['编辑', '责任编辑']],
  ['(?:Reporter|Journalist)', ['记者']],
  ['(?:Chief Executive|Finance Director|Director|Chair|Captain|Harbour Master|Treasurer)', []],
];
const name = "(\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+){0,2})";
const hasTitle = new RegExp(`\\b(?:${titles.map(([title]) => title).join('|')}) ${name}`, 'u');
const han = /\p{Script=Han}/u;

/** "Lan Fo'an" and "Lan Foan" for 蓝佛安. */
function letters(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/gu, '');
}

async function romanised(persons: readonly string[]): Promise<Map<string, string>> {
  const { pinyin } = await import('pinyin-pro');
  const spell = (person: string) => letters(pinyin(person, { toneType: 'none', v: true }));
  return new Map(persons.map((person) => [spell(person), person]));
}

/** Chinese reports: the person by the spelling of his name, his offices by the title. */
async function checkChinese(
  documents: readonly ReportDocument[],
  claimed: { readonly person: string; readonly offices: readonly string[]; readonly words: string },
  tokenizer: Tokenizer,
): Promise<FalsePremise | null> {
  const held = documents.flatMap((document) =>
    readOffices(normalizeText(document.text), tokenizer).map((entry) => ({ ...entry, document })),
  );
  const spelling = await romanised([...new Set(held.map(({ person }) => person))]);
  const person = spelling.get(letters(claimed.person));
  const known = held.filter((entry) => entry.person === person);
  const [first] = known;
  if (first === undefined || known.some(({ office }) => claimed.offices.includes(office))) {
    return null;
  }
  return {
    reason: `the report gives ${first.person} another office than ${claimed.words}`,
    nearest: citationAt(first.document, first.start),
  };
}

/** English reports: the name is known, and so is the title, but nowhere beside it. */
function checkEnglish(
  document: ReportDocument,
  person: string,
  title: string,
): FalsePremise | null {
  const { text } = document;
  const at = text.indexOf(person);
  if (at < 0 || !new RegExp(`\\b${title}\\b`, 'u').test(text)) return null;
  const beside = new RegExp(
    `\\b${title} (?:[\\p{L}’'-]+ )?${person}|${person},? (?:the |our )?[\\w ]{0,20}${title}`,
    'u',
  );
  return beside.test(text)
    ? null
    : {
        reason: `the report gives ${person} another office than ${title}`,
        nearest: citationAt(document, at),
      };
}

/** Governor Zhang Fuming where the report has 副省长张复明. Loads the spelling of Chinese names only when it is needed. */
export async function checkTitles(
  question: AnalysedQuestion,
  documents: readonly ReportDocument[],
  tokenizer: Tokenizer,
): Promise<FalsePremise | null> {
  if (question.language !== 'en' || !hasTitle.test(question.text)) return null;
  for (const [title, offices] of titles) {
    const found = new RegExp(`\\b(${title}) ${name}`, 'u').exec(question.text);
    const [, words = '', person = ''] = found ?? [];
    if (person === '') continue;
    const chinese = documents.filter(({ text }) => han.test(text));
    const inChinese =
      offices.length === 0 || chinese.length === 0
        ? null
        : await checkChinese(chinese, { person, offices, words }, tokenizer);
    if (inChinese !== null) return inChinese;
    for (const document of documents.filter(({ text }) => !han.test(text))) {
      const fault = checkEnglish(document, person, words);
      if (fault !== null) return fault;
    }
    return null;
  }
  return null;
}
