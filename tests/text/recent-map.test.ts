import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentMap } from '../../src/text/recent-map.js';

const SIZE = 3;

it('remembers each key with its last value, and at most twice as many keys as it has to', () => {
  const use = fc.record({ key: fc.nat(9), isSet: fc.boolean() });
  fc.assert(
    fc.property(fc.array(use, { maxLength: 60 }), (uses) => {
      const map = new RecentMap<number, string>(SIZE);
      const values = new Map<number, string>();
      for (const [number, { key, isSet }] of uses.entries()) {
        if (isSet) {
          map.set(key, `${number}`);
          values.set(key, `${number}`);
        } else map.get(key);
      }
      const kept = [...values.keys()].filter((key) => map.get(key) !== undefined);
      expect(kept.length).toBeLessThanOrEqual(SIZE * 2);
      for (const key of kept) expect(map.get(key)).toBe(values.get(key));
    }),
    { numRuns: 200 },
  );
});

it('forgets none of the last keys, in whatever way they were used', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 60 }), fc.func(fc.boolean()), (keys, isAsked) => {
      const map = new RecentMap<number, number>(SIZE);
      let used: number[] = [];
      for (const key of keys) {
        const last = used.slice(-SIZE);
        // A key among the last ones may be asked for instead of set, and is found.
        if (last.includes(key) && isAsked(key)) expect(map.get(key)).toBe(key);
        else map.set(key, key);
        used = [...used.filter((one) => one !== key), key];
      }
      for (const key of used.slice(-SIZE)) expect(map.get(key)).toBe(key);
    }),
    { numRuns: 200 },
  );
});
