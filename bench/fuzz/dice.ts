import { createRandom } from '../../tests/support/damage-text.js';

/** Choices that come out the same for the same seed. */
export interface Dice {
  /** A whole number below `limit`, from 0. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A whole number from `low` to `high`, small ones as likely as large ones by order of magnitude. */
  size(low: number, high: number): number;
}

export function createDice(seed: number): Dice {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    below,
    chance: (share) => random() < share,
    pick: (list) => list[below(list.length)] ?? list[0],
    size: (low, high) => Math.floor(low * (high / low) ** random()),
  };
}

/** One seed a case, so that a case is the same whichever run it is in. */
export function seedOfCase(seed: number, kind: string, number: number): number {
  let hash = 2166136261;
  for (const character of `${seed}/${kind}/${number}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  }
  return hash;
}
