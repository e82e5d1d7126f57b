/** What speaks for and against a sentence as the answer, each source as one comparable number. */
import type { Retrieval, RetrievedSentence } from '../domain/retriever.js';
import { normalizeText } from '../text/normalize-text.js';
import { officesIn } from '../text/read-offices.js';
import { measureBackground, standardise } from '../text/standardise.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { plainWords } from './draft.js';
import { expectedSign } from './expected-answer.js';
import { listGroups } from './list-groups.js';
import type { QuestionKind } from './question-kind.js';
import type { SentenceReading } from './read-sentences.js';

export const featureNames = [
  'words',
  'glosses',
  'cosine',
  'centred',
  'passageWords',
  'passageCosine',
  'reader',
  'readerDoubt',
  'readerShare',
  'unread',
  'coverage',
  'when',
  'where',
  'howMany',
  'who',
  'verb',
  'event',
  'speaker',
  'office',
  'listSize',
  'heading',
  'length',
] as const;
export type FeatureName = (typeof featureNames)[number];
export type SentenceFeatures = Readonly<Record<FeatureName, number>>;

/** Beyond these the reader's odds say no more. */
const oddsLimit = 12;
/** About the length of a sentence of a Chinese report; longer and shorter ones are measured against it. */
const usualChars = 40;

function standardised(values: readonly number[]): number[] {
  const background = measureBackground(values);
  return values.map((value) => standardise(value, background));
}

/** A candidate with its words normalised, once for all features. */
interface Candidate extends RetrievedSentence {
  readonly text: string;
}

/** Share of the question's content words that the sentence, its headings or its speaker's name hold. */
export function coverageOf(
  question: AnalysedQuestion,
  { sentence }: RetrievedSentence,
  text = normalizeText(sentence.text),
): number {
  if (question.terms.length === 0) return 0;
  const { outline, speaker, tokens } = sentence;
  const beside = normalizeText(`${outline.join(' ')} ${speaker ?? ''}`);
  const surroundings = `${text} ${beside}`.toLowerCase();
  const known = new Set(tokens);
  const held = question.terms.filter(
    (term) => surroundings.includes(term.text) || known.has(term.token),
  ).length;
  return held / question.terms.length;
}

function speakerMatch(question: AnalysedQuestion, { sentence }: RetrievedSentence): number {
  if (question.speakers.length === 0) return 0;
  if (sentence.speaker !== null && question.speakers.includes(sentence.speaker)) return 1;
  return question.speakers.some((name) => sentence.text.includes(name)) ? 0.5 : -1;
}

const asksOffice =
  /职务|职位|什么官|担任什么|任什么职|\b(?:position|post|title|role|office|job) ?(?:\?|$|of|does|did|held)/iu;

/** 省长 in the question: the sentence gives that very office, or only 副省长. */
function officeMatch(question: AnalysedQuestion, { sentence, text }: Candidate): number {
  if (asksOffice.test(question.text)) {
    const tokens = new Set(sentence.tokens);
    const named = question.terms.some((term) => text.includes(term.text) || tokens.has(term.token));
    return named && officesIn(text).length > 0 ? 2 : 0;
  }
  if (question.offices.length === 0) return 0;
  const exact = question.offices.some((office) => new RegExp(`(?<!副)${office}`, 'u').test(text));
  if (exact) return 1;
  return question.offices.some((office) => text.includes(office)) ? -1 : 0;
}

/** As many members as were asked for (1 where the counted noun stands in them: 五个关系), less where only the number fits. */
function listSizeMatch(question: AnalysedQuestion, { sentence }: RetrievedSentence): number {
  if (question.count === null) return 0;
  const { value, noun } = question.count;
  const fitting = listGroups(sentence.text).filter((members) => members.length === value);
  if (fitting.length === 0) return 0;
  const named = fitting.some((members) =>
    members.some(
      ({ start, end }) =>
        noun !== '' && normalizeText(sentence.text.slice(start, end)).includes(noun),
    ),
  );
  if (named) return 1;
  return noun === '' ? 0.6 : 0.3;
}

/** 在太原召开 for 在哪里召开: the place stands where the question's own verb says. */
function verbMatch(question: AnalysedQuestion, { text }: Candidate): number {
  if (question.kind !== 'where') return 0;
  return question.terms.some((term) => {
    const at = text.indexOf(term.text);
    return at > 0 && /在[^，。；,;]{1,12}$/u.test(text.slice(0, at));
  })
    ? 1
    : 0;
}

const eventTerms =
  /^(?:召开|举行|举办|开会|开幕|时间|地点|日期|held|hold|happen|start|begin|open|date|time|venue|location)$/u;
/** Sentences that open a report: news and minutes say there when and where it was. */
const openingSentences = 2;

/** "When and where was it?" asks for the event itself: the opening sentence that carries the sign answers. */
function eventMatch(question: AnalysedQuestion, { sentence, text }: Candidate): number {
  const asks = question.kind === 'when' || question.kind === 'where';
  if (!asks || sentence.index >= openingSentences) return 0;
  if (expectedSign(question.kind)?.test(text) !== true) return 0;
  // 推进会是几月几号开的: the event's own name is no word too many.
  const isEvent = question.terms.every(
    (term) => eventTerms.test(term.text) || text.includes(term.text),
  );
  return isEvent ? 1 : 0;
}

/** Softens the reader's belief: its odds are surer than they are right. Of 1, 2 and 4 this did best on the reports. */
const readerTemperature = 2;

/** The reader's belief shared among the sentences that it read and "not here", whose odds are 0. */
function readerShares(
  candidates: readonly RetrievedSentence[],
  readings: ReadonlyMap<number, SentenceReading>,
): number[] {
  const powers = candidates.map(({ sentence }) => {
    const odds = readings.get(sentence.id)?.odds;
    if (odds === undefined) return 0;
    return Math.exp(Math.max(-oddsLimit, Math.min(oddsLimit, odds)) / readerTemperature);
  });
  const sum = powers.reduce((total, power) => total + power, 1);
  return powers.map((power) => power / sum);
}

/** So much of the usual question is taken away; from .6 to 1 all do about as well. */
const centreShare = 0.8;

/**
 * The cosine less what any question has with the sentence: some sentences lie near all questions, and colloquial ones
 * have little more than that to go by. `centre` is the mean vector of many questions.
 */
export function centredCosine(
  { cosine, vector }: RetrievedSentence,
  centre: readonly number[] | null,
): number {
  if (cosine === null || vector === undefined || centre?.length !== vector.length) return 0;
  let common = 0;
  for (let index = 0; index < vector.length; index += 1) {
    common += (vector[index] as number) * (centre[index] as number);
  }
  return cosine - centreShare * common;
}

/** One row a candidate of the retrieval, in its order. */
export function sentenceFeatures(
  question: AnalysedQuestion,
  retrieval: Retrieval,
  readings: ReadonlyMap<number, SentenceReading>,
  queryCentre: readonly number[] | null = null,
): SentenceFeatures[] {
  const candidates = retrieval.sentences.map(
    (one): Candidate => ({ ...one, text: normalizeText(one.sentence.text) }),
  );
  const centred = standardised(
    candidates.map((candidate) => centredCosine(candidate, queryCentre)),
  );
  const words = standardised(candidates.map((candidate) => candidate.words));
  const glosses = standardised(candidates.map((candidate) => candidate.glosses));
  const cosines = standardised(candidates.map((candidate) => candidate.cosine ?? 0));
  const passageCosines = standardised(
    candidates.map(({ passageRank }) => retrieval.passages[passageRank]?.sources.vector ?? 0),
  );
  const shares = readerShares(candidates, readings);
  const sign = expectedSign(question.kind);
  const headings = new Set(
    candidates.map(({ sentence }) => `${sentence.documentId}\n${sentence.outline.at(-1) ?? ''}`),
  );
  const holdsSign = (kind: QuestionKind, text: string) =>
    question.kind === kind && sign?.test(text) === true ? 1 : 0;
  return candidates.map((candidate, position): SentenceFeatures => {
    const { id, documentId, text: own } = candidate.sentence;
    const { text } = candidate;
    const odds = readings.get(id)?.odds;
    const bare = plainWords(own).replace(/[\s。.:：]+$/u, '');
    return {
      words: words[position] ?? 0,
      glosses: glosses[position] ?? 0,
      cosine: cosines[position] ?? 0,
      centred: centred[position] ?? 0,
      passageWords: retrieval.passages[candidate.passageRank]?.sources.words ?? 0,
      passageCosine: passageCosines[position] ?? 0,
      reader: Math.min(oddsLimit, Math.max(0, odds ?? 0)) / oddsLimit,
      readerDoubt: Math.max(-oddsLimit, Math.min(0, odds ?? 0)) / oddsLimit,
      readerShare: shares[position] ?? 0,
      unread: odds === undefined ? 1 : 0,
      coverage: coverageOf(question, candidate, text),
      when: holdsSign('when', text),
      where: holdsSign('where', text),
      howMany: holdsSign('how-many', text),
      who: holdsSign('who', text),
      verb: verbMatch(question, candidate),
      event: eventMatch(question, candidate),
      speaker: speakerMatch(question, candidate),
      office: officeMatch(question, candidate),
      listSize: listSizeMatch(question, candidate),
      heading: headings.has(`${documentId}\n${bare}`) ? 1 : 0,
      length: Math.max(-2, Math.min(2, Math.log(own.length / usualChars))),
    };
  });
}
