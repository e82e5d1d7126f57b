import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText } from '../../src/text/normalize-text.js';

describe('normalizeText', () => {
  it.each([
    ['誰主持會議？', '谁主持会议?'],
    ['５月２０日，ＧＤＰ', '5月20日,GDP'],
    ['就\u200b业\ufeff\u0000', '就业'],
    ['就\ud83d业\udc00', '就业'],
    ['e\u200d\u0301', 'é'],
    ['第一行\n\t第二行', '第一行\n\t第二行'],
    ['Who Chaired It?', 'Who Chaired It?'],
    ['😀', '😀'],
    ['', ''],
  ])('makes of %j %j', (text, normal) => {
    expect(normalizeText(text)).toBe(normal);
  });

  it('leaves no invisible mark and no half character, and a second time changes nothing', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
      fc.constantFrom('會', '议', '\ud800', '\udc00', '\u200b', 'ﬁ', '㎡', '…', '\u0301'),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 10 }), (units) => {
        const normal = normalizeText(units.join(''));
        expect(normal).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(normalizeText(normal)).toBe(normal);
      }),
      { numRuns: 150 },
    );
  });
});
