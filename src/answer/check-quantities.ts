import type { Quantity } from '../text/quantity.js';
import { unitClass } from '../text/quantity-units.js';
import type { Alignment, AlignmentGap } from './align-claim.js';
import { type ClaimFault, type ClaimReading, isForeign } from './claim-reading.js';

const MAX_FAULTS = 20;
const MAX_COMPARED = 60;
const CLAUSE_END = /[，。；：！？、,;:!?\n]/u;
const COUNTED = new Set([
  '大',
  '届',
  '次',
  '号',
  '点',
  '条',
  '项',
  '个',
  '世纪',
  '季度',
  '轮',
  '期',
  '章',
  '节',
  '代',
]);

type Match = 'held' | 'hedge' | 'unit' | 'none';
const WORSE: readonly Match[] = ['held', 'hedge', 'unit', 'none'];

function isDated(quantity: Quantity): boolean {
  return quantity.kind === 'date' || quantity.kind === 'year' || quantity.kind === 'time';
}

/** `2022-05-20` -> [2022, 05, 20], with '' for what is not said. */
function dateParts(quantity: Quantity): readonly string[] {
  if (quantity.kind === 'year' || quantity.kind === 'number') {
    return [quantity.value, '', ''];
  }
  const match = /^(-|\d{4})-(-|\d{2})(?:-(\d{2}))?$/u.exec(quantity.value);
  return [match?.[1], match?.[2], match?.[3]].map((part) => (part === '-' ? '' : (part ?? '')));
}

/** The quote's date says at least what the claim's says; a year may stand elsewhere, beside no other date. */
function dateHeld(claim: Quantity, quote: Quantity, years: ReadonlySet<string>): boolean {
  const wanted = dateParts(claim);
  const given = dateParts(quote);
  const yearHeld =
    wanted[0] === '' || wanted[0] === given[0] || (given[0] === '' && years.has(wanted[0] ?? ''));
  return (
    yearHeld && wanted.slice(1).every((part, index) => part === '' || part === given[index + 1])
  );
}

function valueHeld(claim: Quantity, quote: Quantity, years: ReadonlySet<string>): boolean {
  if (claim.kind === 'date' || (claim.kind === 'year' && quote.kind === 'date')) {
    return (
      (quote.kind === 'date' || (quote.kind === 'year' && claim.kind === 'year')) &&
      dateHeld(claim, quote, years)
    );
  }
  if (claim.value !== quote.value) {
    return false;
  }
  if (claim.kind === quote.kind) {
    return true;
  }
  const kinds = `${claim.kind}/${quote.kind}`;
  if (kinds === 'year/number' || kinds === 'number/year') {
    return (claim.unit ?? quote.unit) === null;
  }
  return kinds === 'ordinal/number' && (quote.unit === null || COUNTED.has(quote.unit));
}

function unitHeld(claim: Quantity, quote: Quantity, foreign: boolean): boolean {
  if (claim.unit === quote.unit || claim.kind !== quote.kind) {
    return true;
  }
  if (claim.unit === null) {
    return foreign || quote.unit === null || unitClass(quote.unit) !== 'measure';
  }
  const kind = unitClass(claim.unit);
  if (quote.unit === null) {
    return kind === 'item' || (foreign && kind === 'person');
  }
  return (
    kind === 'item' && unitClass(quote.unit) !== 'measure' && unitClass(quote.unit) !== 'person'
  );
}

function hedgeHeld(claim: Quantity, quote: Quantity): boolean {
  const said = claim.hedge?.family ?? null;
  const given = quote.hedge?.family ?? null;
  return said === given || (said === 'about' && given === 'nearly');
}

function match(
  claim: Quantity,
  quote: Quantity,
  years: ReadonlySet<string>,
  foreign: boolean,
): Match {
  if (!valueHeld(claim, quote, years)) {
    return 'none';
  }
  if (!unitHeld(claim, quote, foreign)) {
    return 'unit';
  }
  return hedgeHeld(claim, quote) ? 'held' : 'hedge';
}

/** The clause of the claim around a quantity, if it stands word for word, whole, in the quotes. */
function isVerbatimClause(claim: ClaimReading, quantity: Quantity, quotes: string): boolean {
  let { start, end } = quantity.span;
  while (start > 0 && !CLAUSE_END.test(claim.text.charAt(start - 1))) {
    start -= 1;
  }
  while (end < claim.text.length && !CLAUSE_END.test(claim.text.charAt(end))) {
    end += 1;
  }
  const clause = claim.text.slice(start, end).trim();
  const at = quotes.indexOf(clause);
  return (
    at >= 0 &&
    !/[\p{L}\p{N}.]/u.test(quotes.charAt(at - 1)) &&
    !/[\p{L}\p{N}]/u.test(quotes.charAt(at + clause.length))
  );
}

/** 一个, "one": says no number where the quotes count nothing of the kind. */
function isArticle(claim: Quantity, quotes: readonly Quantity[]): boolean {
  const counting = claim.unit === null || unitClass(claim.unit) !== 'measure';
  return (
    claim.kind === 'number' &&
    claim.value === '1' &&
    claim.hedge === null &&
    counting &&
    !quotes.some(
      (quote) =>
        quote.kind === 'number' && (quote.unit === null || unitClass(quote.unit) !== 'measure'),
    )
  );
}

function describe(quantity: Quantity, text: string, found: Match): ClaimFault {
  const words = text.slice(quantity.span.start, quantity.span.end);
  if (found === 'unit') {
    return { kind: 'unit', text: words, reason: 'the quotes hold the number with another unit' };
  }
  if (found === 'hedge') {
    return {
      kind: 'hedge',
      text: words,
      reason: 'the quotes hold the number with another hedge, or without one',
    };
  }
  return isDated(quantity)
    ? { kind: 'date', text: words, reason: 'the date is not in the quotes' }
    : { kind: 'number', text: words, reason: 'the number is not in the quotes' };
}

function byValue(quotes: readonly Quantity[]): ReadonlyMap<string, readonly Quantity[]> {
  const groups = new Map<string, Quantity[]>();
  for (const quote of quotes) {
    const keys = new Set([
      quote.value,
      ...(quote.kind === 'date' ? dateParts(quote).map((part, index) => `${index}:${part}`) : []),
    ]);
    for (const key of keys) {
      const group = groups.get(key) ?? [];
      // A number repeated hundreds of times in the quotes is held as well by its first few forms.
      if (group.length < 64) {
        group.push(quote);
        groups.set(key, group);
      }
    }
  }
  return groups;
}

function candidates(
  claim: Quantity,
  groups: ReadonlyMap<string, readonly Quantity[]>,
): readonly Quantity[] {
  const parts =
    claim.kind === 'date' ? dateParts(claim) : claim.kind === 'year' ? [claim.value, '', ''] : [];
  const last = parts.findLastIndex((part) => part !== '');
  const dated = last < 0 ? [] : (groups.get(`${last}:${parts[last]}`) ?? []);
  return [...(groups.get(claim.value) ?? []), ...dated];
}

/** Every number, date and amount of the claim must be one of the quotes', with its unit and its hedge. */
export function checkQuantities(
  claim: ClaimReading,
  quotes: ClaimReading,
  alignment: Alignment,
): readonly ClaimFault[] {
  const foreign = isForeign(claim, quotes, alignment);
  const groups = byValue(quotes.quantities);
  const years = new Set(
    quotes.quantities.filter((quote) => quote.kind === 'year').map((quote) => quote.value),
  );
  const faults: ClaimFault[] = [];
  for (const [at, token] of claim.tokens.entries()) {
    const quantity = claim.quantities[token.quantity];
    if (quantity === undefined || faults.length >= MAX_FAULTS) {
      continue;
    }
    const place = quotes.tokens[alignment[at] ?? -1];
    const aligned = place === undefined ? undefined : quotes.quantities[place.quantity];
    const among = aligned === undefined ? candidates(quantity, groups) : [aligned];
    const found = among
      .map((quote) => match(quantity, quote, years, foreign))
      .reduce<Match>(
        (best, next) => (WORSE.indexOf(next) < WORSE.indexOf(best) ? next : best),
        'none',
      );
    const excused =
      found === 'held' ||
      isArticle(quantity, quotes.quantities) ||
      (found !== 'hedge' && isVerbatimClause(claim, quantity, quotes.text));
    if (!excused) {
      faults.push(describe(quantity, claim.text, found));
    }
  }
  return foreign && claim.quantities.length < MAX_COMPARED
    ? [...faults, ...repeatedDates(claim, quotes)]
    : faults;
}

/** A date said more often than the quotes say it stands once in another's place. */
function repeatedDates(claim: ClaimReading, quotes: ClaimReading): readonly ClaimFault[] {
  const countOf = (reading: ClaimReading, value: string): number =>
    reading.quantities.filter((one) => isDated(one) && one.value === value).length;
  const repeated = claim.quantities.find(
    (one) =>
      isDated(one) &&
      countOf(claim, one.value) > 1 &&
      countOf(claim, one.value) > countOf(quotes, one.value) &&
      countOf(quotes, one.value) > 0,
  );
  return repeated === undefined
    ? []
    : [
        {
          ...describe(repeated, claim.text, 'none'),
          reason: 'the quotes hold another date in one of its places',
        },
      ];
}

/** A number of the quotes in another's place: both are in the quotes, but not with these words around them. */
export function checkQuantityPlaces(
  claim: ClaimReading,
  quotes: ClaimReading,
  gaps: readonly AlignmentGap[],
): readonly ClaimFault[] {
  const inRange = (reading: ClaimReading, start: number, end: number): Quantity[] =>
    reading.tokens.slice(start, end).flatMap((token) => reading.quantities[token.quantity] ?? []);
  const faults: ClaimFault[] = [];
  for (const gap of gaps) {
    const said = inRange(claim, gap.claim.start, gap.claim.end);
    const given = inRange(quotes, gap.quote.start, gap.quote.end);
    const lone = said.length === 0 ? loneArticle(claim, gap) : null;
    if (lone !== null && given.some(({ kind, value }) => kind === 'number' && value !== '1')) {
      const reason = 'the quotes hold another number in this place';
      faults.push({ kind: 'number', text: lone, reason });
    }
    for (const quantity of said) {
      const rivals = given.filter((quote) => isDated(quote) === isDated(quantity));
      const years = new Set(
        given.filter((quote) => quote.kind === 'year').map((quote) => quote.value),
      );
      if (
        rivals.length > 0 &&
        !given.some((quote) => valueHeld(quantity, quote, years)) &&
        !isVerbatimClause(claim, quantity, quotes.text) &&
        faults.length < MAX_FAULTS
      ) {
        faults.push({
          ...describe(quantity, claim.text, 'none'),
          reason: 'the quotes hold another value in this place',
        });
      }
    }
  }
  return faults;
}

/** 这一个 for 这三个: an article counts where the quotes count. */
function loneArticle({ tokens, text }: ClaimReading, { claim }: AlignmentGap): string | null {
  const [first, last] = [tokens[claim.start], tokens[claim.end - 1]];
  if (first === undefined || last === undefined || claim.end <= claim.start) return null;
  const words = text.slice(first.span.start, last.span.end);
  return /^一\p{Script=Han}?$/u.test(words) ? words : null;
}
