/**
 * How surely false claims are stopped and true ones shown: makes both by seeded rules from sentences of question sets
 * and of the shipped report, and holds each against the sentence that it was made from.
 * `npx tsx bench/claims.ts --squad DIR [--seed N] [--half a|b] [--wrong KIND]`
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildCitation } from '../src/answer/build-citation.js';
import { createClaimLexicon } from '../src/answer/claim-lexicon.js';
import { describeFaults, verifyDraftClaim } from '../src/answer/verify-draft-claim.js';
import { openDictionary } from '../src/text/dictionary-file.js';
import { toSimplified } from '../src/text/to-simplified.js';
import { createTokenizer } from '../src/text/tokenizer.js';
import type { ClaimCase } from './claims/claim-case.js';
import { hashText, makeClaimCases } from './claims/make-claim-cases.js';
import { readClaimSources } from './claims/read-claim-sources.js';

const REPORT = new URL('../data/reports/employment-meeting.txt', import.meta.url).pathname;
const DICTIONARY = new URL('../data/glossary/cc-cedict.tsv', import.meta.url).pathname;
const UNKNOWN_MARKER = 9;

interface Tally {
  made: number;
  stopped: number;
}

const { values } = parseArgs({
  options: {
    squad: { type: 'string' },
    seed: { type: 'string', default: '1' },
    half: { type: 'string' },
    wrong: { type: 'string' },
  },
});
if (values.squad === undefined) throw new Error('Name the folder of fit_*.json with --squad.');

const tokenizer = createTokenizer();
const lexicon = createClaimLexicon({
  tokenizer,
  dictionary: openDictionary(readFileSync(DICTIONARY)),
});
const tallies = new Map<string, Tally>();
const times: number[] = [];

function judge(claimCase: ClaimCase): string | null {
  const { source, flaw, text } = claimCase;
  const { document } = source;
  const given = source.sentences.map((sentence, index) =>
    buildCitation({ document, sentence, highlight: null }, index + 1),
  );
  const citations =
    flaw === 'quote' ? given.map((one) => ({ ...one, quote: `${one.quote.slice(1)}了` })) : given;
  const markers = flaw === 'marker' ? [UNKNOWN_MARKER] : citations.map(({ marker }) => marker);
  const start = performance.now();
  const verdict = verifyDraftClaim({
    claim: { text, markers },
    citations,
    documentOf: (id) => (id === document.id ? document : null),
    toSimplified,
    lexicon,
  });
  times.push(performance.now() - start);
  return verdict.ok ? null : describeFaults(verdict.faults);
}

function count(claimCase: ClaimCase): void {
  const reason = judge(claimCase);
  const { kind, isTrue, source, rule } = claimCase;
  const add = (key: string) => {
    const tally = tallies.get(key) ?? { made: 0, stopped: 0 };
    tally.made += 1;
    tally.stopped += reason === null ? 0 : 1;
    tallies.set(key, tally);
  };
  const truth = isTrue ? 'true' : 'false';
  add(`${truth}\t${kind}\t${source.languages}`);
  add(`${truth}\t${kind}\tall`);
  add(`${truth}\tall\t${source.languages}`);
  add(`${truth}\tall\tall`);
  const wanted = values.wrong === kind || values.wrong === `${kind}:${source.languages}`;
  if (wanted && (reason !== null) === isTrue) {
    const quote = source.sentences
      .map((index) => source.document.sentences[index]?.span)
      .map((span) => source.document.text.slice(span?.start, span?.end))
      .join(' ');
    console.log(`[${rule}] ${claimCase.text}\n   <- ${quote}\n   ${reason ?? ''}`);
  }
}

function printTable(): void {
  const languages = ['all', 'zh', 'zh-Hant/zh', 'en', 'en/zh', 'zh/en'];
  for (const truth of ['false', 'true']) {
    const kinds = [
      ...new Set(
        [...tallies.keys()]
          .filter((key) => key.startsWith(`${truth}\t`))
          .map((key) => key.split('\t')[1] ?? ''),
      ),
    ];
    console.log(
      `\n| ${truth === 'false' ? 'false claims: caught' : 'true claims: stopped'} | ${languages.join(' | ')} |`,
    );
    console.log(`|---|${languages.map(() => '---').join('|')}|`);
    for (const kind of kinds.sort()) {
      const cells = languages.map((language) => {
        const tally = tallies.get(`${truth}\t${kind}\t${language}`);
        return tally === undefined
          ? '–'
          : `${tally.stopped}/${tally.made} ${((100 * tally.stopped) / tally.made).toFixed(1)} %`;
      });
      console.log(`| ${kind} | ${cells.join(' | ')} |`);
    }
  }
}

for (const source of readClaimSources(values.squad, REPORT, tokenizer)) {
  const half = hashText(source.document.id + source.text) % 2 === 0 ? 'a' : 'b';
  if (values.half === undefined || values.half === half) {
    for (const claimCase of makeClaimCases(source, tokenizer, Number(values.seed)))
      count(claimCase);
  }
}
printTable();
times.sort((one, other) => one - other);
const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
console.log(`\na claim: median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(0.9999)} ms`);
