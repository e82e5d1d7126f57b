import type { Answer, Language } from '../../domain/answer.js';
import type { AnswerEvent } from '../../domain/answer-event.js';
import {
  type RenderAnswerOptions,
  renderAnswer,
  renderBeginning,
  renderClaim,
  renderRest,
} from './render-answer.js';

/** Writes an answer while it is made. */
export interface AnswerStream {
  readonly onEvent: (event: AnswerEvent) => void;
  /** What is left to write when the answer is there: all of it when nothing was written yet. */
  rest(answer: Answer): string;
}

/** Sentences stand one under the other, as each is written when it is verified. */
export function createAnswerStream(
  write: (text: string) => void,
  options: RenderAnswerOptions,
): AnswerStream {
  let beginning: string | null = null;
  let language: Language = 'en';
  let written = 0;
  return {
    onEvent(event) {
      if (event.type === 'retrieved') {
        language = event.language;
        beginning = renderBeginning(event.understoodAs, language, options);
        return;
      }
      if (written === 0 && beginning !== null) write(beginning);
      write(renderClaim(event.claim, language, options));
      written += 1;
    },
    rest: (answer) => (written === 0 ? renderAnswer(answer, options) : renderRest(answer, options)),
  };
}
