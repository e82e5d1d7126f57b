import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ButtonAction,
  decodeAction,
  documentKey,
  encodeAction,
} from '../../../src/channels/telegram/callback-data.js';

const answerId = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/u);
const number = fc.integer({ min: 1, max: 9_999_999 });
const key = fc.string().map(documentKey);
const actions: fc.Arbitrary<ButtonAction> = fc.oneof(
  fc.record({ kind: fc.constant('citation' as const), answerId, marker: number }),
  fc.record({
    kind: fc.constant('paragraph' as const),
    answerId,
    marker: number,
    paragraph: number,
  }),
  fc.record({ kind: fc.constant('back' as const), answerId }),
  fc.record({
    kind: fc.constant('feedback' as const),
    answerId,
    verdict: fc.constantFrom('up' as const, 'down' as const),
  }),
  fc.record({ kind: fc.constant('document' as const), documentKey: fc.option(key) }),
  fc.record({ kind: fc.constant('remove' as const), documentKey: key, sure: fc.boolean() }),
  fc.record({
    kind: fc.constant('language' as const),
    language: fc.constantFrom('zh-Hans' as const, 'zh-Hant' as const, 'en' as const),
  }),
  fc.constant({ kind: 'replace' as const }),
  fc.constant({ kind: 'cancel' as const }),
);

test('every action comes back from at most 64 bytes', () => {
  fc.assert(
    fc.property(actions, (action) => {
      const data = encodeAction(action);
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(decodeAction(data)).toEqual(action);
    }),
    { numRuns: 300 },
  );
});

const id = '01J0000000000000000000000A';

test.each([
  '',
  'x',
  '2:x',
  '1:x:',
  '1:toString',
  '1:__proto__',
  '1:c',
  `1:c:${id}`,
  `1:c:${id}:0`,
  `1:c:${id}:01`,
  `1:c:${id}:1e3`,
  `1:c:${id}:1:2`,
  '1:c:01j0000000000000000000000a:1',
  `1:p:${id}:1`,
  `1:f:${id}:sideways`,
  `1:d:`,
  '1:d:employment-meeting',
  '1:r:0123456789abcdef:maybe',
  '1:l:fr',
])('foreign data %s is nothing', (data) => {
  expect(decodeAction(data)).toBeNull();
});

test('no foreign data ends in an error', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      const data = `1:${text}`;
      const action = decodeAction(data);
      if (action !== null) expect(encodeAction(action)).toBe(data);
    }),
    { numRuns: 300 },
  );
});

test('an answer id of another kind is refused when the button is made', () => {
  expect(() => encodeAction({ kind: 'back', answerId: 'short' })).toThrow(RangeError);
});
