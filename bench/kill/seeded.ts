import { createRandom } from '../../tests/support/damage-text.js';

/** Random numbers that come again with the same seed. */
export interface Seeded {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(limit: number): number;
  /** `count` different ones, or all there are. */
  pick<Item>(items: readonly Item[], count: number): Item[];
}

/** The same text gives the same numbers (FNV-1a into mulberry32). */
export function seeded(text: string): Seeded {
  let seed = 0x811c9dc5;
  for (const character of text) {
    seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  const next = createRandom(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick(items, count) {
      const left = [...items];
      return Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(below(left.length), 1),
      ).flat();
    },
  };
}
