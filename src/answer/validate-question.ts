import { AppError } from '../domain/app-error.js';
import type { Question } from '../domain/question.js';

/** Longer than any question that a person types; what is longer is most likely a pasted document. */
export const maxQuestionChars = 2000;
const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu;
const speaking = /[\p{L}\p{N}]/u;

/**
 * The question without marks that nobody sees. Throws `question_invalid` when it is empty, holds no letter, character
 * or digit, or is longer than 2,000 characters.
 */
export function validateQuestion({ question }: Question): string {
  const text = question.replace(invisible, ' ').trim();
  if (text === '') {
    throw new AppError('The question is empty.', {
      code: 'question_invalid',
      hint: 'Ask in a few words, for example: 谁主持了会议？',
    });
  }
  if (text.length > maxQuestionChars) {
    throw new AppError(
      `The question is ${text.length} characters long; at most ${maxQuestionChars} are read.`,
      {
        code: 'question_invalid',
        hint: 'Shorten it, or put long texts into the reports folder and ask about them.',
      },
    );
  }
  if (!speaking.test(text)) {
    throw new AppError('The question holds no word.', {
      code: 'question_invalid',
      hint: 'Ask in Chinese or English words.',
    });
  }
  return text;
}
