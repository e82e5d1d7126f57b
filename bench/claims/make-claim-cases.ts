import { toTraditional } from '../../src/text/to-traditional.js';
import type { Tokenizer } from '../../src/text/tokenizer.js';
import { falsifyClaim, seededRandom } from '../../tests/support/falsify-claim.js';
import type { ClaimCase, ClaimSource } from './claim-case.js';
import { falsifyContent } from './falsify-content.js';
import { paraphraseClaim } from './paraphrase-claim.js';

/** Every so many sentences one is told in traditional characters too. */
const TRADITIONAL_EVERY = 4;

/** FNV-1a of a text: the same sentence is in the same half and gets the same numbers, whatever stands around it. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash >>> 0;
}

function trueCases(source: ClaimSource, seed: number): ClaimCase[] {
  const random = seededRandom(seed);
  const make = (kind: string, text: string): ClaimCase => ({
    kind,
    rule: kind,
    isTrue: true,
    source,
    text,
    flaw: 'text',
  });
  const isTranslated = source.languages.includes('/');
  return [
    make(isTranslated ? 'translated' : 'untouched', source.text),
    ...paraphraseClaim(source.text, random).map(({ kind, text }) => make(kind, text)),
  ];
}

/** The lines operate over 760 mm: this "over" is no hedge, and without it nothing is false. */
function isNoHedge(rule: string, { languages, document, sentences }: ClaimSource): boolean {
  const span = document.sentences[sentences[0] ?? 0]?.span;
  const quote = document.text.slice(span?.start, span?.end);
  return (
    languages === 'en/zh' &&
    /^lost (?:over|around)/u.test(rule) &&
    !/[多余超约近]|以上|左右/u.test(quote)
  );
}

function falseCases(source: ClaimSource, tokenizer: Tokenizer, seed: number): ClaimCase[] {
  const random = seededRandom(seed + 1);
  const make = (kind: string, rule: string, text: string): ClaimCase => ({
    kind,
    rule,
    isTrue: false,
    source,
    text,
    flaw: 'text',
  });
  return [
    ...falsifyClaim(source.text, random, source.names)
      .filter(({ rule }) => !isNoHedge(rule, source))
      .map(({ kind, rule, text }) => make(kind, rule, text)),
    ...falsifyContent(source.text, source.strangers, tokenizer, random).map(
      ({ kind, rule, text }) => make(kind, rule, text),
    ),
    { ...make('marker', 'marker not given', source.text), flaw: 'marker' },
    { ...make('quote', 'quote not there', source.text), flaw: 'quote' },
  ];
}

/** The claims of one sentence, the same for the same seed. */
export function makeClaimCases(
  source: ClaimSource,
  tokenizer: Tokenizer,
  seed: number,
): readonly ClaimCase[] {
  const hash = hashText(source.text);
  const own = (hash ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  const cases = [...trueCases(source, own), ...falseCases(source, tokenizer, own)];
  const tellsTraditional = source.languages === 'zh' && hash % TRADITIONAL_EVERY === 0;
  if (!tellsTraditional) {
    return cases;
  }
  const traditional: ClaimSource = { ...source, languages: 'zh-Hant/zh' };
  return [
    ...cases,
    ...cases.map((one) => ({ ...one, source: traditional, text: toTraditional(one.text) })),
  ];
}
