import type { AnswerMode, Citation, Claim, Language } from './answer.js';

/**
 * What is told while an answer is made. Nothing told is taken back: a `sentence` is verified when it comes, its markers
 * and citations are those of the finished Answer. The Answer itself is what `ask` returns.
 */
export type AnswerEvent =
  | {
      readonly type: 'retrieved';
      readonly understoodAs: string | null;
      readonly language: Language;
      readonly mode: AnswerMode;
      /** How many passages were found that may answer. */
      readonly passages: number;
    }
  | {
      readonly type: 'sentence';
      readonly claim: Claim;
      /** Those that this sentence is the first to use. */
      readonly citations: readonly Citation[];
    };
