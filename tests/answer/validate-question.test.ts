import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxQuestionChars, validateQuestion } from '../../src/answer/validate-question.js';
import { AppError } from '../../src/domain/app-error.js';

const validate = (question: string) => validateQuestion({ question });

function errorOf(question: string): AppError {
  try {
    validate(question);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('no AppError was thrown');
}

describe('validateQuestion', () => {
  it.each([
    ['谁主持了会议？', '谁主持了会议？'],
    ['  谁主持？\n', '谁主持？'],
    ['谁\u0000主持\u0007？', '谁 主持 ？'],
    ['谁\t主持', '谁 主持'],
    ['谁\u200b主持\ufeff？', '谁 主持 ？'],
    ['谁\ud83d主持\udc00？', '谁 主持 ？'],
    ['谁主持😀？', '谁主持😀？'],
    ['第一行\n第二行', '第一行\n第二行'],
    ['2023', '2023'],
    ['𨱔', '𨱔'],
  ])('makes of %j %j', (question, text) => {
    expect(validate(question)).toBe(text);
  });

  it.each(['', '   ', '\n\n', '\u0000', '\u200b\u200d', '\ud800', '\udfff\ud800'])(
    'finds %j empty',
    (question) => {
      expect(errorOf(question)).toMatchObject({
        code: 'question_invalid',
        message: expect.stringContaining('empty'),
      });
    },
  );

  it.each(['😀', '？？？', '……', '👩‍👩‍👧', '\u0301'])('finds no word in %j', (question) => {
    expect(errorOf(question)).toMatchObject({
      code: 'question_invalid',
      message: expect.stringContaining('no word'),
    });
  });

  it('takes 2,000 characters and not 2,001, and says how many there are', () => {
    expect(maxQuestionChars).toBe(2000);
    expect(validate('问'.repeat(2000))).toHaveLength(2000);
    expect(validate(` ${'问'.repeat(2000)} `)).toHaveLength(2000);
    const error = errorOf('问'.repeat(2001));
    expect(error.code).toBe('question_invalid');
    expect(error.message).toContain('2001');
    expect(error.message).not.toContain('问问');
  });

  it('gives clean text or an AppError with a hint for any question', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('谁', '\u0000', '\ud800', '😀', '\n'),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const question = units.join('');
        let text: string;
        try {
          text = validate(question);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).hint).not.toBe('');
          return;
        }
        expect(text).toMatch(/[\p{L}\p{N}]/u);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 300 },
    );
  });
});
