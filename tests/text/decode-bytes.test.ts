import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import { decodeBytes } from '../../src/text/decode-bytes.js';

const SIMPLIFIED = '会议指出，要千方百计稳就业。\r\n喆、镕、㐀、𠮷四人到会。\r\n';
const TRADITIONAL = '會議指出，要千方百計穩就業。\r\n喆、堃二人到會。\r\n';

function errorOf(bytes: Uint8Array): AppError {
  try {
    decodeBytes(bytes, 'a.txt');
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The bytes were decoded.');
}

function withByte(before: string, byte: number, after: string, encoding: string): Buffer {
  return Buffer.concat([
    iconv.encode(before, encoding),
    Buffer.from([byte]),
    iconv.encode(after, encoding),
  ]);
}

describe('decodeBytes', () => {
  it.each([
    ['utf-8', 'utf-8', SIMPLIFIED],
    ['utf-8-mark', 'utf-8', SIMPLIFIED],
    ['utf-16le', 'utf-16le', SIMPLIFIED],
    ['utf-16le-mark', 'utf-16le', SIMPLIFIED],
    ['utf-16be', 'utf-16be', SIMPLIFIED],
    ['utf-16be-mark', 'utf-16be', SIMPLIFIED],
    ['gb18030', 'gb18030', SIMPLIFIED],
    ['gb18030-mark', 'gb18030', SIMPLIFIED],
    ['big5', 'big5', TRADITIONAL],
  ])('reads the file %s.txt as %s, without its byte order mark', (name, encoding, text) => {
    const bytes = readFileSync(new URL(`../fixtures/encodings/${name}.txt`, import.meta.url));

    expect(decodeBytes(bytes)).toEqual({ text, encoding });
  });

  it.each([
    ['稳就业工作会', 'gb18030'],
    ['会议召开。', 'gb18030'],
    ['你好，世界', 'gb18030'],
    ['联通', 'gb18030'],
    ['省长主持会议', 'gb18030'],
    ['5月20日，太原', 'gb18030'],
    ['龙𠮷㐀㙍', 'gb18030'],
    ['穩(wěn)就業(yè)工作', 'gb18030'],
    ['省長主持會議', 'big5'],
    ['臺北市政府', 'big5'],
    ['行政院院會', 'big5'],
    ['稳就业工作会', 'utf-16le'],
    ['稳就业工作会', 'utf-16be'],
    ['A plain English line.', 'utf-16le'],
    ['A plain English line.', 'utf-16be'],
  ])('tells the encoding of the short text %s in %s', (text, encoding) => {
    expect(decodeBytes(iconv.encode(text, encoding))).toEqual({ text, encoding });
  });

  it.each(['gb18030', 'utf-16le', 'utf-16be'])(
    'tells %s in pieces of 16 characters from all over a report',
    (encoding) => {
      const report = readFileSync(
        new URL('../../data/reports/employment-meeting.txt', import.meta.url),
      );
      const pieces = report.toString('utf-8').match(/.{16}/gsu) ?? [];
      for (const text of pieces.filter((_, index) => index % 4 === 0)) {
        expect(decodeBytes(iconv.encode(text, encoding))).toEqual({ text, encoding });
      }
    },
  );

  it('finds the encoding of Chinese far behind 100 kB of ASCII', () => {
    const text = `${'plain text '.repeat(10_001)}会议召开`;

    expect(decodeBytes(iconv.encode(text, 'gb18030'))).toEqual({ text, encoding: 'gb18030' });
  });

  it('reads an empty file as an empty text', () => {
    expect(decodeBytes(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' });
  });

  it('takes off one byte order mark and no more', () => {
    expect(decodeBytes(Buffer.from('\ufeff\ufeff会议')).text).toBe('\ufeff会议');
  });

  it('reads every text back from UTF-8, whatever another encoding would make of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/[\0\ufffd\p{Surrogate}]|^\ufeff/u.test(text));
        expect(decodeBytes(Buffer.from(text))).toEqual({ text, encoding: 'utf-8' });
      }),
      { numRuns: 100 },
    );
  });

  it('gives for random bytes a text without damage, or an error that names a byte of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        try {
          expect(decodeBytes(bytes).text).not.toMatch(/[\0\ufffd\p{Surrogate}]/u);
        } catch (error) {
          expect(error).toMatchObject({ code: 'file_undecodable' });
          const offset = Number(/byte (\d+)/u.exec(errorOf(bytes).message)?.[1]);
          expect(offset).toBeLessThan(bytes.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['UTF-8 with a foreign byte', withByte('省委书记', 0xff, '出席会议', 'utf-8'), 12],
    ['UTF-8 that is cut short', Buffer.from('林武出席会议').subarray(0, -1), 15],
    ['mostly English UTF-8 with a foreign byte', withByte('A café, ', 0xff, ' no', 'utf-8'), 9],
    ['GB18030 with a foreign byte', withByte('会议召开，', 0xff, '会议', 'gb18030'), 10],
    ['GB18030 that is cut short', iconv.encode('会议召开', 'gb18030').subarray(0, -1), 6],
    ['Big5 with a foreign byte', withByte('行政院院會，', 0xff, '會議', 'big5'), 12],
    ['UTF-16 of an odd length', Buffer.from('fffe1a4fae', 'hex'), 4],
    ['half a surrogate pair in UTF-16', Buffer.from('fffe1a4f3dd84100', 'hex'), 4],
    ['a NUL in UTF-8', Buffer.from('会议\0召开'), 6],
    ['a NUL in UTF-16', Buffer.from('fffe1a4f0000', 'hex'), 4],
    ['a replacement character in UTF-8', Buffer.from('会议\ufffd召开'), 6],
    ['a replacement character in UTF-16', Buffer.from('feff4f1afffd', 'hex'), 4],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 0],
  ])('refuses %s and names the byte', (_, bytes, offset) => {
    const error = errorOf(bytes);

    expect(error.code).toBe('file_undecodable');
    expect(error.message).toMatch(/^a\.txt /u);
    expect(error.message).toMatch(new RegExp(`byte ${offset}\\b`, 'u'));
    expect(error.hint).toContain('UTF-8');
  });

  it.each([2, 65_533, 65_536, 131_071, 131_073])(
    'names the byte when %i bytes of good GB18030 stand before it',
    (length) => {
      const good = Buffer.from('a'.repeat(length % 2) + '会'.repeat(length >> 1));
      const before = good.toString('utf-8');

      expect(errorOf(withByte(before, 0xff, '会议召开', 'gb18030')).message).toContain(
        `byte ${length}:`,
      );
    },
  );

  it.each([
    ['It’s a “quoted” café — naïve', 'windows-1252', 2],
    ['これは日本語のテキストです。', 'Shift_JIS', 0],
    ['한국어 텍스트입니다. 회의를 개최', 'EUC-KR', 0],
  ])('refuses %s and names its encoding', (text, encoding, offset) => {
    const error = errorOf(iconv.encode(text, encoding));

    expect(error.message).toContain(encoding);
    expect(error.message).toContain(`byte ${offset} `);
  });
});
