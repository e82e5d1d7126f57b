import { type AnalysedQuestion, analyseQuestion } from '../../src/answer/analyse-question.js';
import { detectLanguage } from '../../src/text/detect-language.js';
import { tokenizer } from './sample-retrieval.js';

/** A question as the answerer reads it, in the language it is written in. */
export function analyseText(
  text: string,
  knownSpeakers: readonly string[] = [],
  changes: Partial<AnalysedQuestion> = {},
): AnalysedQuestion {
  const language = detectLanguage(text);
  return { ...analyseQuestion({ text, language, tokenizer, knownSpeakers }), ...changes };
}
