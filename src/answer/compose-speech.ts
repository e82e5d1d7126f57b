/** "What did X say?", about nothing in particular: each of his speeches by its first sentence, and what it enumerates. */
import type { ReportDocument } from '../domain/report-document.js';
import { findEnumerations } from '../text/enumerations.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { type DraftClaim, plainWords, sentenceText } from './draft.js';

const maxClaims = 10;
const saying =
  /(?:强调|指出|说|讲|提出|要求|表示|谈)(?:了|过|到)?(?:些|哪些|什么|啥)|\bwhat did .+ (?:say|stress|emphasi[sz]e|point out|demand|talk about)\b/iu;
const sayingTerm = /^(?:say|said|stress|emphasi[sz]e|point|demand|talk)$/iu;

/** Whose words are asked for, whatever they are about; null when a topic is named too. */
function speakerAskedFor({ text, terms, speakers }: AnalysedQuestion): string | null {
  const [speaker] = speakers;
  if (speaker === undefined || speakers.length > 1 || !saying.test(text)) return null;
  const others = terms.filter(
    ({ text: term }) =>
      !speaker.includes(term) && !term.includes(speaker) && !sayingTerm.test(term),
  );
  return others.length === 0 ? speaker : null;
}

/** The sentences of each speech, in the order of the text; what is said after one naming is one speech. */
function speechesOf(document: ReportDocument, speaker: string): number[][] {
  const speeches = new Map<number, number[]>();
  for (const [index, sentence] of document.sentences.entries()) {
    if (sentence.speaker?.name !== speaker) continue;
    const { namedIn } = sentence.speaker;
    speeches.set(namedIn, [...(speeches.get(namedIn) ?? []), index]);
  }
  return [...speeches.values()];
}

function claimOf(document: ReportDocument, index: number): DraftClaim {
  const namedIn = document.sentences[index]?.speaker?.namedIn ?? index;
  return {
    text: plainWords(sentenceText(document, index)),
    citations: [...new Set([index, namedIn])].map((sentence) => ({
      ...{ document, sentence },
      highlight: null,
    })),
  };
}

/** Null where the question asks for something else, or the report gives the speaker no words. */
export function composeSpeech(
  question: AnalysedQuestion,
  document: ReportDocument,
): DraftClaim[] | null {
  const speaker = speakerAskedFor(question);
  const speeches = speaker === null ? [] : speechesOf(document, speaker);
  if (speeches.length === 0) return null;
  const members = new Set(
    findEnumerations(document).flatMap((one) => one.members.map((member) => member.firstSentence)),
  );
  const chosen = speeches.flatMap((speech) =>
    // A single short speech is shown whole.
    speeches.length === 1 && speech.length <= maxClaims
      ? speech
      : speech.filter((sentence, position) => position === 0 || members.has(sentence)),
  );
  return chosen.slice(0, maxClaims).map((sentence) => claimOf(document, sentence));
}
