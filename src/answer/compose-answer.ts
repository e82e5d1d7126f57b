/** From ranked sentences to the claims of an answer, as long as the question needs. */
import type { ReportDocument } from '../domain/report-document.js';
import type { Span } from '../domain/span.js';
import { normalizeText } from '../text/normalize-text.js';
import { wholeWords } from '../text/whole-words.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { composeEnumeration } from './compose-enumeration.js';
import { composeMembers } from './compose-members.js';
import { composeOverview } from './compose-overview.js';
import { composeSpeech } from './compose-speech.js';
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
/**
 * Further sentences are shown that score so nearly as well; less readily where a name or a number was asked for. Of the
 * 249 open and fit questions with an answer (five-fold cross-validation) the sentence that answers is shown for 212 so,
 * for 204 with 1, 0.5, three sentences and 180 characters, and for 193 with the best one alone; 1.4 sentences and 80
 * characters are shown on average.
 */
const nearlyAsGood = 1.5;
const nearlyAsGoodLed = 1;
const maxSentences = 4;
const maxAnswerChars = 240;

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

/** 谁要求…, 哪位领导…: the speaker is the answer; 谁要创新方式方法 asks for somebody in the sentence. */
const asksForSpeaker = /要求|提出|强调|指出|[说谈讲]|表示|认为|主张|呼吁|部署|领导|哪位/u;

/** Who says a sentence whose own words name nobody as the answer: its speaker, with the sentence that names him cited. */
function speakerClaim(
  ranked: RankedSentence,
  document: ReportDocument,
  personsIn: (text: string) => readonly string[],
): DraftClaim | null {
  const { index } = ranked.candidate.sentence;
  const speaker = document.sentences[index]?.speaker ?? null;
  const text = sentenceText(document, index);
  const span = ranked.reading?.span ?? null;
  const read = span === null ? '' : text.slice(span.start, span.end);
  if (speaker === null || speaker.namedIn === index || personsIn(read).length > 0) return null;
  return {
    text: `${speaker.name}${colonFor(text)}${text}`,
    citations: [
      { document, sentence: index, highlight: null },
      { document, sentence: speaker.namedIn, highlight: null },
    ],
  };
}

const reportedQuestion = /问[，,：:]|问道|提问|[？?]["”」』]?$|\basked\b/u;

/** A heading or a reported question says what comes next: the sentence that does say it is shown with it. */
function whatComesNext(
  best: RankedSentence,
  ranked: readonly RankedSentence[],
  document: ReportDocument,
): DraftClaim | null {
  const { index, text, documentId } = best.candidate.sentence;
  const heading = text.replace(/^#+\s*|[\s。.:：]+$/gu, '');
  if (best.features.heading === 1) {
    const beneath = ranked.find(
      ({ candidate: { sentence } }) =>
        sentence.documentId === documentId && sentence.outline.at(-1)?.includes(heading) === true,
    );
    return beneath === undefined ? null : plainClaim(beneath, document);
  }
  const next = document.sentences[index + 1];
  if (!reportedQuestion.test(normalizeText(text)) || next === undefined) return null;
  const citation = { document, sentence: index + 1, highlight: null };
  return { text: plainWords(sentenceText(document, index + 1)), citations: [citation] };
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

/** The sentences that come so close to the best one that they may be the answer instead, as far as the whole stays short. */
function nearBest(ranked: readonly RankedSentence[], margin: number): RankedSentence[] {
  const best = ranked[0] as RankedSentence;
  const chosen: RankedSentence[] = [];
  let chars = best.candidate.sentence.text.length;
  // A short answer is not drowned in a long sentence that may be another.
  const limit = Math.min(maxAnswerChars, 3 * chars + 30);
  for (const one of ranked.slice(1, maxSentences)) {
    chars += one.candidate.sentence.text.length;
    if (best.score - one.score < margin && chars <= limit) chosen.push(one);
  }
  return chosen;
}

export function composeAnswer(options: ComposeAnswerOptions): Draft {
  const { question, ranked, documentOf } = options;
  const best = ranked[0] as RankedSentence;
  const document = documentOf(best.candidate.sentence.documentId);
  if (question.kind === 'overview') return { claims: composeOverview(document), nearest: [] };
  const speech = composeSpeech(question, document);
  if (speech !== null) return { claims: speech, nearest: [] };
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
  const next = whatComesNext(best, ranked, document);
  if (next !== null) return { claims: [plainClaim(best, document), next], nearest: [] };
  const isLed = ledBySpan.has(question.kind);
  const others = nearBest(ranked, isLed ? nearlyAsGoodLed : nearlyAsGood).map((one) =>
    plainClaim(one, documentOf(one.candidate.sentence.documentId)),
  );
  return { claims: [firstClaim(options, best, document, isLed), ...others], nearest: [] };
}

function firstClaim(
  { question, personsIn }: ComposeAnswerOptions,
  best: RankedSentence,
  document: ReportDocument,
  isLed: boolean,
): DraftClaim {
  if (!isLed) return plainClaim(best, document);
  const isWho = question.kind === 'who' && asksForSpeaker.test(question.text);
  const spoken = isWho ? speakerClaim(best, document, personsIn) : null;
  return spoken ?? ledClaim(question, best, document);
}
