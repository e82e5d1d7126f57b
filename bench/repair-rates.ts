/**
 * How well damage is undone: damages clean simplified news, one article a line, and counts what comes back.
 * `npx tsx bench/repair-rates.ts FILE [articles] [share of readings whose character is lost]`
 */
import { readFileSync } from 'node:fs';
import { repairText } from '../src/text/repair-text.js';
import { toSimplified } from '../src/text/to-simplified.js';
import { damageText } from '../tests/support/damage-text.js';

const ARTICLE_MIN_CHARS = 200;
const [file, articleCount = '1000', lostShare = '0'] = process.argv.slice(2);
if (file === undefined) throw new Error('Name a file of news, one article a line.');

const rates = {
  articles: 0,
  judgedDamagedWhenClean: 0,
  judgedCleanWhenDamaged: 0,
  changedBySecondRepair: 0,
  characters: 0,
  /** Half-width in the clean text too, where nothing tells them from damage. */
  halfWidthInOriginal: 0,
  /** The conversion to traditional and back changes them. */
  lostByConversion: 0,
  wrong: 0,
  lost: 0,
  restoredRight: 0,
  restoredWrong: 0,
  left: 0,
  unlisted: 0,
  damagedChars: 0,
  repairMs: 0,
};

function compareCharacters(clean: string, repaired: string, roundTrip: string): void {
  const from = Array.from(clean);
  const to = Array.from(repaired);
  const through = Array.from(roundTrip);
  rates.characters += from.length;
  if (from.length !== to.length) {
    const at = from.findIndex((character, index) => character !== to[index]);
    rates.wrong += 1;
    const around = (text: string[]) => text.slice(Math.max(0, at - 9), at + 9).join('');
    console.log('length', around(from), '->', around(to));
    return;
  }
  for (const [index, character] of from.entries()) {
    const now = to[index] as string;
    if (now === character) continue;
    if (now === through[index]) rates.lostByConversion += 1;
    else if (',;:!?()'.includes(character) && now.normalize('NFKC') === character) {
      rates.halfWidthInOriginal += 1;
    } else {
      rates.wrong += 1;
      console.log('wrong', from.slice(Math.max(0, index - 9), index + 9).join(''), '->', now);
    }
  }
}

function compareLost(
  lost: ReturnType<typeof damageText>['lost'],
  repaired: ReturnType<typeof repairText>,
): void {
  const listed = repaired.repairs.filter(({ kind }) => kind === 'restored' || kind === 'left');
  for (const { character, remains, start } of lost) {
    const repair = listed.find(
      ({ sourceSpan }) => sourceSpan.start <= start && sourceSpan.end >= start + remains.length,
    );
    if (repair === undefined) {
      rates.unlisted += 1;
      console.log('unlisted', remains);
    } else if (repair.kind === 'left') rates.left += 1;
    else if (repair.after === character) rates.restoredRight += 1;
    else {
      rates.restoredWrong += 1;
      const { start: from, end } = repair.span;
      const around = repaired.text.slice(Math.max(0, from - 8), end + 8);
      console.log('restored', `${around}: ${repair.after} for ${character}`);
    }
  }
  rates.lost += lost.length;
}

const articles = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.length > ARTICLE_MIN_CHARS)
  .slice(0, Number(articleCount));
for (const [seed, clean] of articles.entries()) {
  if (repairText(clean).profile.damaged) rates.judgedDamagedWhenClean += 1;
  const { text: traditional } = damageText(clean, { seed, readings: 0, marks: false });
  const damaged = damageText(clean, { seed, lost: Number(lostShare) });
  const started = performance.now();
  const repaired = repairText(damaged.text);
  rates.repairMs += performance.now() - started;
  rates.articles += 1;
  rates.damagedChars += damaged.text.length;
  if (!repaired.profile.damaged) rates.judgedCleanWhenDamaged += 1;
  if (repairText(repaired.text).text !== repaired.text) rates.changedBySecondRepair += 1;
  if (Number(lostShare) > 0) compareLost(damaged.lost, repaired);
  else compareCharacters(clean, repaired.text, toSimplified(traditional));
}
console.log(rates);
