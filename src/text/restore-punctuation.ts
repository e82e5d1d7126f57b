import type { Replacement } from './apply-replacements.js';
import { createPunctuationContext, type PunctuationContext } from './punctuation-context.js';

const FULL_WIDTH: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '!': '！',
  '?': '？',
};
const STOPS = '，。、；：！？,;:!?';
const MARKS = new RegExp(
  `(?<url>https?://[!-~]*[!-+\\-./-~])|,+(?<last>[${STOPS}])|\\?+|[,;:!]`,
  'giu',
);
const CLOSES = /^[”’」』》】）"')\]，。、；：！,;:!…—]/u;
const ASKS =
  /[吗嗎呢吧么麼啊呀谁誰哪何怎几幾孰]|什|多少|[是能可会會]否|[是能会會要有行对對好](?:不|没|沒)/u;
/** How far back a clause is searched for a word that asks; longer ones are rare, and the search stays linear. */
const CLAUSE_MAX_CHARS = 60;

/**
 * Finds half-width and doubled marks that stand in Chinese text and were full-width. Numbers, times, Latin text and
 * URLs keep theirs. A `?` in a clause that asks nothing may be a lost character: it stays and is named.
 */
export function restorePunctuation(text: string): Replacement[] {
  const context = createPunctuationContext(text);
  const replacements = bracketReplacements(text, context);
  const hasChinese = createLineTest(text);
  for (const found of text.matchAll(MARKS)) {
    if (found.groups?.url !== undefined) continue;
    const start = found.index;
    const end = start + found[0].length;
    const last = found.groups?.last;
    if (last !== undefined) {
      if (isDoubledInChinese(last, start, end, context, hasChinese)) {
        replacements.push({ kind: 'punctuation', start, end, after: FULL_WIDTH[last] ?? last });
      }
    } else if (found[0].startsWith('?')) {
      const replacement = questionMarks(text, start, end, context);
      if (replacement !== null) replacements.push(replacement);
    } else if (isSingleInChinese(found[0], start, context)) {
      replacements.push({ kind: 'punctuation', start, end, after: FULL_WIDTH[found[0]] as string });
    }
  }
  return replacements.sort((a, b) => a.start - b.start);
}

function bracketReplacements(text: string, context: PunctuationContext): Replacement[] {
  return context.brackets.flatMap(({ open, close, holdsChinese }) => {
    const left = context.left(open);
    const right = context.right(close);
    const inChinese =
      left === 'chinese' || right === 'chinese' || (left === 'edge' && right === 'edge');
    const isMixed = (text[open] === '(') !== (text[close] === ')');
    if (!inChinese || !(holdsChinese || isMixed)) return [];
    const pair: Replacement[] = [];
    if (text[open] === '(')
      pair.push({ kind: 'punctuation', start: open, end: open + 1, after: '（' });
    if (text[close] === ')') {
      pair.push({ kind: 'punctuation', start: close, end: close + 1, after: '）' });
    }
    return pair;
  });
}

function isDoubledInChinese(
  last: string,
  start: number,
  end: number,
  context: PunctuationContext,
  hasChinese: (index: number) => boolean,
): boolean {
  if (!(last in FULL_WIDTH)) return true;
  const besideChinese = context.left(start) === 'chinese' || context.right(end - 1) === 'chinese';
  return besideChinese || (last === ',' && hasChinese(start));
}

function isSingleInChinese(mark: string, index: number, context: PunctuationContext): boolean {
  const left = context.left(index);
  const right = context.right(index);
  if (left === 'chinese') return right !== 'space' && (mark === ',' || right !== 'latin');
  return mark === ',' && right === 'chinese' && left !== 'space' && left !== 'edge';
}

function questionMarks(
  text: string,
  start: number,
  end: number,
  context: PunctuationContext,
): Replacement | null {
  const right = context.right(end - 1);
  if (context.left(start) !== 'chinese' || right === 'latin' || right === 'space') return null;
  const clause = text
    .slice(Math.max(0, start - CLAUSE_MAX_CHARS), start)
    .split(/[，。、；：！？,;:!?\n]/u);
  const closesClause = end === text.length || right === 'edge' || CLOSES.test(text[end] as string);
  if (closesClause || ASKS.test(clause.at(-1) as string)) {
    return { kind: 'punctuation', start, end, after: '？'.repeat(end - start) };
  }
  return { kind: 'left', start, end, after: text.slice(start, end) };
}

/** A test whether the line at an index has a Chinese character; asked with ascending indexes, it reads each line once. */
function createLineTest(text: string): (index: number) => boolean {
  let lineEnd = -1;
  let verdict = false;
  return (index) => {
    if (index > lineEnd) {
      const start = text.lastIndexOf('\n', index) + 1;
      const next = text.indexOf('\n', index);
      lineEnd = next < 0 ? text.length : next;
      verdict = /\p{Script=Han}/u.test(text.slice(start, lineEnd));
    }
    return verdict;
  };
}
