import type { Language } from '../domain/answer.js';
import { normalizeText } from '../text/normalize-text.js';
import { officesIn } from '../text/read-offices.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { type QuestionKind, questionKind } from './question-kind.js';
import { type QuestionTerm, questionTerms } from './question-terms.js';
import { type AskedCount, readCount } from './read-count.js';
import { readOrdinal } from './read-ordinal.js';

/** A question with what can be read off its words. */
export interface AnalysedQuestion {
  /** Normalised, follow-ups resolved. */
  readonly text: string;
  readonly language: Language;
  readonly kind: QuestionKind;
  readonly terms: readonly QuestionTerm[];
  /** Which member of an enumeration is asked for, from 1 (第二点, the third point), -1 for the last; null for none. */
  readonly ordinal: number | null;
  /** How many things are asked for (哪三类); null when no number says so. */
  readonly count: AskedCount | null;
  /** Offices named in the question (省长, 记者). */
  readonly offices: readonly string[];
  /** Speakers of the report that the question names. */
  readonly speakers: readonly string[];
}

export interface AnalyseQuestionOptions {
  readonly text: string;
  readonly language: Language;
  readonly tokenizer: Tokenizer;
  /** Names that speak in the candidates. */
  readonly knownSpeakers: readonly string[];
  /** The kind where another question decides it (a follow-up that asks nothing by itself). */
  readonly kind?: QuestionKind;
}

export function analyseQuestion(options: AnalyseQuestionOptions): AnalysedQuestion {
  const { language, tokenizer, knownSpeakers } = options;
  const text = normalizeText(options.text);
  return {
    text,
    language,
    kind: options.kind ?? questionKind(text),
    terms: questionTerms(text, tokenizer),
    ordinal: readOrdinal(text),
    count: readCount(text),
    offices: officesIn(text),
    speakers: knownSpeakers.filter((name) => text.includes(normalizeText(name))),
  };
}
