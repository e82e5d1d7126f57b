import type { Span } from '../domain/span.js';

export type QuantityKind = 'number' | 'percent' | 'fraction' | 'ordinal' | 'year' | 'date' | 'time';

/** What a word beside a number does to it: 约 about, 近 nearly, 以上 more, 不足 less. */
export type NumberHedgeFamily = 'about' | 'nearly' | 'more' | 'less';

export interface NumberHedge {
  readonly family: NumberHedgeFamily;
  readonly span: Span;
}

/**
 * A number, date or amount as it stands in a text, and what it comes to.
 *
 * `value` is one form for all spellings: decimal digits for numbers (`五千`, `5,000` -> `5000`), `2/3` for
 * fractions, `2022`, `2022-05-20`, `--05-20`, `2022-05`, `--05`, `---20` for years and dates, `T09:30` for
 * times, `several*100` for 数百. A run of numerals that has no value (十四五 apart: 三四, 五四) stands for itself.
 */
export interface Quantity {
  readonly kind: QuantityKind;
  readonly value: string;
  /** One name for each unit, whichever its spelling or language (`km`, `公里` -> `公里`). */
  readonly unit: string | null;
  readonly hedge: NumberHedge | null;
  /** Number and unit without a hedge outside them; UTF-16 offsets. */
  readonly span: Span;
}

/** What a reader of one form finds at one place, before hedges are looked for. */
export interface QuantityReading {
  readonly quantities: readonly Quantity[];
  /** Where the search goes on. */
  readonly end: number;
}

/** Decimal digits without the noise of binary fractions. */
export function canonicalNumber(value: number): string {
  return String(Number(value.toPrecision(15)));
}
