import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/channels/cli/clean-text.js';
import { displayWidth } from '../../../src/channels/cli/display-width.js';
import { toJson } from '../../../src/channels/cli/to-json.js';
import { wrapText } from '../../../src/channels/cli/wrap-text.js';

describe('cleanText', () => {
  it.each([
    ['a\u001b[1;31mb\u001b[0m', 'ab'],
    ['a\u001b]8;;http://x\u001b\\b\u001b]8;;\u0007c', 'abc'],
    ['a\u001b]0;never ended', 'a0;never ended'],
    ['a\u001bcb\u001b(Bc', 'abc'],
    ['a\u0007\u0008\u007f\u0085b', 'ab'],
    ['a\r\nb\rc\td', 'a\nb\nc d'],
    ['a\ud800b', 'a\ufffdb'],
    ['稳就业👨‍👩‍👧 é', '稳就业👨‍👩‍👧 é'],
  ])('makes %j %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('leaves no control character of any text, and is done in one go', () => {
    const piece = fc.constantFrom(
      '\u001b',
      '[',
      ']',
      '0',
      ';',
      'm',
      '\u009b',
      '\u0007',
      '\\',
      'a',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const clean = cleanText(pieces.join(''));
        expect(clean).not.toMatch(/(?!\n)\p{Cc}/u);
        expect(cleanText(clean)).toBe(clean);
      }),
      { numRuns: 300 },
    );
  });
});

describe('toJson', () => {
  it('gives JSON that reads back the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = toJson({ text });
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
      { numRuns: 200 },
    );
  });
});

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['第1段', 5],
    ['，“”…', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['👍', 2],
    ['𠮷', 2],
    ['\u001b[1m稳\u001b[22m', 2],
  ])('counts the columns of %j: %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('wrapText', () => {
  it('breaks Chinese anywhere but before a closing and after an opening mark', () => {
    expect(wrapText('一二三四五，六七八九（十）一', { width: 10 })).toBe(
      '一二三四\n五，六七八\n九（十）一',
    );
    expect(wrapText('一二三四（五六）', { width: 10 })).toBe('一二三四\n（五六）');
  });

  it('breaks words at spaces, and cuts what is wider than a line', () => {
    expect(wrapText('the quick brown fox', { width: 10 })).toBe('the quick\nbrown fox');
    expect(wrapText('see https://example.org/long', { width: 12 })).toBe(
      'see\nhttps://exam\nple.org/long',
    );
  });

  it('indents every line but the first, and keeps line breaks', () => {
    expect(wrapText('[1] 一二三四五\n六', { width: 12, indent: '    ' })).toBe(
      '[1] 一二三四\n    五\n    六',
    );
  });

  it('keeps a marker with its sentence', () => {
    expect(wrapText('一二三四五。[12]', { width: 12 })).toBe('一二三四\n五。[12]');
  });

  it('loses nothing but spaces, and no line is too wide', () => {
    const piece = fc.constantFrom(
      '稳',
      '就',
      'a',
      'bc',
      ' ',
      '，',
      '（',
      '）',
      '[1]',
      '\u001b[1m',
      '\u001b[22m',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.integer({ min: 16, max: 40 }),
        (pieces, width) => {
          const text = pieces.join('');
          const wrapped = wrapText(text, { width });
          expect(wrapped.replace(/[\s]/gu, '')).toBe(text.replace(/\s/gu, ''));
          for (const line of wrapped.split('\n')) {
            expect(displayWidth(line.trimEnd())).toBeLessThanOrEqual(width);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
