/** From ranked sentences to the claims of an answer, as long as the question needs. */
import type { ReportDocument } from '../domain/report-document.js';
import type { Span } from '../domain/span.js';
import { wholeWords } from '../text/whole-words.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { composeEnumeration } from './compose-enumeration.js';
import { composeMembers } from './compose-members.js';
import { composeOverview } from './compose-overview.js';
import {
  type Draft,
  type DraftCitation,
  type DraftClaim,
  plainWords,
  sentenceText,
} from './draft.js';
import { expectedSign } from './expected-answer.js';
import type { RankedSentence } from './rank-sentences.js';

export interface ComposeAnswerOptions {
  readonly question: AnalysedQuestion;
  /** Best first; not empty. */
  readonly ranked: readonly RankedSentence[];
  readonly documentOf: (id: string) => ReportDocument;
  /** Persons named in a text. */
  readonly personsIn: (text: string) => readonly string[];
}

/** Questions that a piece of a sentence answers: it leads, the sentence follows. */
const ledBySpan = new Set(['who', 'when', 'where', 'how-many']);
/** A longer piece is no name, date, place or number. */
const maxLeadChars = 24;
/** A second sentence is shown when it is nearly as good; measured on the development questions. */
const secondSentenceMargin = 0.35;
const maxAnswerChars = 180;

/** A colon of the script that the words are in. */
function colonFor(words: string): string {
  return /\p{Script=Han}/u.test(words) ? '：' : ': ';
}

function cite(ranked: RankedSentence, document: ReportDocument): DraftCitation {
  const { index } = ranked.candidate.sentence;
  const span = ranked.reading?.span ?? null;
  const highlight = span === null ? null : wholeWords(sentenceText(document, index), span);
  return { document, sentence: index, highlight };
}

/** Who says a sentence that names nobody: its speaker, with the sentence that names him cited beside it. */
function speakerClaim(
  ranked: RankedSentence,
  document: ReportDocument,
  personsIn: (text: string) => readonly string[],
): DraftClaim | null {
  const { index } = ranked.candidate.sentence;
  const speaker = document.sentences[index]?.speaker ?? null;
  const text = sentenceText(document, index);
  if (speaker === null || speaker.namedIn === index || personsIn(text).length > 0) return null;
  return {
    text: `${speaker.name}${colonFor(text)}${text}`,
    citations: [
      { document, sentence: index, highlight: null },
      { document, sentence: speaker.namedIn, highlight: null },
    ],
  };
}

const han = /\p{Script=Han}/u;

/** The reader's words, where they are of the kind that was asked for and not the sentence's own beginning. */
function leadOf(question: AnalysedQuestion, sentence: string, highlight: Span | null): string {
  if (highlight === null || (question.language === 'en' && han.test(sentence))) return '';
  const lead = sentence.slice(highlight.start, highlight.end).replace(/[\s，。；：、,.;:]+$/u, '');
  const fits =
    question.kind === 'who' ||
    (question.kind === 'where'
      ? /(?:[在于到]|\b(?:in|at|near|from) (?:the )?)$/u.test(sentence.slice(0, highlight.start))
      : expectedSign(question.kind)?.test(lead) === true);
  return fits && lead.length <= maxLeadChars && !sentence.startsWith(lead) ? lead : '';
}

/** The piece that was asked for and then its sentence, unless the sentence begins with it. */
function ledClaim(
  question: AnalysedQuestion,
  ranked: RankedSentence,
  document: ReportDocument,
): DraftClaim {
  const citation = cite(ranked, document);
  const sentence = sentenceText(document, citation.sentence);
  const lead = leadOf(question, sentence, citation.highlight);
  const words = plainWords(sentence);
  return lead === ''
    ? { text: words, citations: [citation] }
    : { text: `${lead}${colonFor(sentence)}${words}`, fallback: words, citations: [citation] };
}

function plainClaim(ranked: RankedSentence, document: ReportDocument): DraftClaim {
  const citation = cite(ranked, document);
  return { text: plainWords(sentenceText(document, citation.sentence)), citations: [citation] };
}

/** The best sentence, and others that come close to it, in the order of the text. */
function composeSentences(options: ComposeAnswerOptions): DraftClaim[] {
  const { ranked, documentOf } = options;
  const best = ranked[0] as RankedSentence;
  const chosen = [best];
  const second = ranked[1];
  const chars = (one: RankedSentence) => one.candidate.sentence.text.length;
  if (
    second !== undefined &&
    best.score - second.score < secondSentenceMargin &&
    chars(best) + chars(second) <= maxAnswerChars
  ) {
    chosen.push(second);
  }
  return chosen.map((one) => plainClaim(one, documentOf(one.candidate.sentence.documentId)));
}

export function composeAnswer(options: ComposeAnswerOptions): Draft {
  const { question, ranked, documentOf } = options;
  const best = ranked[0] as RankedSentence;
  const document = documentOf(best.candidate.sentence.documentId);
  if (question.kind === 'overview') return { claims: composeOverview(document), nearest: [] };
  const enumeration = composeEnumeration(question, document, best.candidate.sentence.index);
  if (enumeration?.missingMember === true) {
    const sentence = enumeration.announcedIn ?? best.candidate.sentence.index;
    return { claims: [], nearest: [{ document, sentence, highlight: null }] };
  }
  if (enumeration !== null) return { claims: enumeration.claims, nearest: [] };
  if (question.kind === 'list') {
    const members = composeMembers(best, document);
    if (members !== null) return { claims: members, nearest: [] };
  }
  if (!ledBySpan.has(question.kind)) return { claims: composeSentences(options), nearest: [] };
  const spoken =
    question.kind === 'who' && question.language !== 'en'
      ? speakerClaim(best, document, options.personsIn)
      : null;
  return { claims: [spoken ?? ledClaim(question, best, document)], nearest: [] };
}
