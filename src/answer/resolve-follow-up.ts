/** Makes a question that leans on earlier ones stand by itself, by rule. */
import type { Exchange } from '../domain/question.js';
import { normalizeText } from '../text/normalize-text.js';
import { officesIn } from '../text/read-offices.js';
import type { Tokenizer, Word } from '../text/tokenizer.js';
import { type QuestionKind, questionKind } from './question-kind.js';
import { questionTerms } from './question-terms.js';
import { readOrdinal } from './read-ordinal.js';

export interface ResolvedQuestion {
  /** Stands by itself. */
  readonly text: string;
  /** What the follow-up was taken to mean; null when the question stood by itself. */
  readonly understoodAs: string | null;
  /** What kind of answer is asked for where `text` alone would mislead; null to read it off `text`. */
  readonly kind: QuestionKind | null;
  /** "Anything else?": sentences that were already shown are left out. */
  readonly excludeShown: boolean;
}

export interface ResolveFollowUpOptions {
  readonly question: string;
  readonly history: readonly Exchange[];
  readonly tokenizer: Tokenizer;
  /** Persons named in a text, in its order. */
  readonly personsIn: (text: string) => readonly string[];
}

const more =
  /^(?:还有(?:吗|呢|别的|其他|其它|什么|哪些)?.{0,4}|(?:别的|其他|其它)(?:的)?呢?|继续|接着说|更多|(?:anything|what|something) else|(?:any )?more|go on|continue)[\s?？。!！]*$/iu;
const topicChinese =
  /^(?:(?:那么|那|而|至于|然后|还有)[,，]?(.{1,24}?)(?:呢|怎么样|如何)|(.{1,24}?)呢)[\s?？。]*$/u;
const topicEnglish =
  /^(?:and|what about|how about|and what about|and how about)\s+(.{2,80}?)[\s?.!]*$/iu;
const person = /他|她|\b(?:he|she|him|her|his|hers)\b/iu;
/** Points at several things that were spoken of just now; what is asked means nothing without them. */
const pointsBack =
  /其中|它们|他们|她们|(?:这|那)(?:些|几|个|点|项)|\b(?:they|them|their|those|these|which of)\b/iu;
/** Leans on what was spoken of, unless it has words of its own to ask with. */
const leans =
  /其|它|(?:这|那|该|此)(?!次|份|篇|个会|场)|^(?:那么|那|然后|而且)|\b(?:it|its|this|that|there)\b|^(?:and|but|so|then)\b/iu;
/** 有哪几个部门: asks for what belongs to something, and names nothing that it belongs to. */
const subjectless = /^(?:都|一共|总共|具体)?(?:有|是|包括)(?:哪|几|什么|谁)/u;
/** "the meeting" of the question before, which "it" stands for. */
const thing = /\bthe (?!(?:same|first|second|third|last)\b)[a-z]+\b/giu;
const conjunction = /^(?:and|but|so|then|那么|那|然后|而且)[,，\s]*/iu;
const hanText = /\p{Script=Han}/u;
const wholeReport =
  /(?:这|那|该|此|本)(?:次|份|篇|场|个)?(?:会议|报告|报道|文章|会)|\b(?:this|that|the) (?:report|meeting|article|document)\b/giu;
const namesReport = /会议|大会|报告|报道|\b(?:meeting|report|conference)\b/iu;
const questionPhrase =
  /在?(?:哪里|哪儿|何处|何地|什么地方)|什么时候|何时|哪一?天|几月几[日号]|是?谁|为什么|为何|怎么样?|如何|怎样|多少(?:人|个|家|元)?/u;
const slotMarker = /^(?:对|对于|针对|关于|就|给|为|向)$/u;
const nounTag = /^(?:n|vn|an|j|l|i|eng|s|t)/u;
const interrogative =
  /谁|什么|哪|几|多少|怎|如何|为何|何时|\b(?:who|what|which|when|where|why|how)\b/iu;
const endMarks = /[\s?？。.!！]+$/u;

/** Runs of neighbouring nouns (and of 、 and 的 between them), with the offset where each begins. */
function nounRuns(words: readonly Word[]): { text: string; start: number; afterMarker: boolean }[] {
  const runs: { text: string; start: number; afterMarker: boolean }[] = [];
  let open = false;
  for (const [index, word] of words.entries()) {
    const isNoun = nounTag.test(word.tag);
    const run = runs.at(-1);
    if (isNoun && open && run !== undefined) run.text += word.text;
    else if (isNoun) {
      const before = words[index - 1]?.text ?? '';
      runs.push({ text: word.text, start: word.start, afterMarker: slotMarker.test(before) });
    }
    open = isNoun;
  }
  return runs;
}

/** The previous question with its topic replaced; null where no topic can be told. */
function replaceTopic(
  previous: string,
  topic: string,
  options: ResolveFollowUpOptions,
): string | null {
  const oldPersons = options.personsIn(previous);
  const newPersons = options.personsIn(topic);
  const [oldPerson] = oldPersons;
  if (newPersons.length > 0 && oldPerson !== undefined) return previous.replace(oldPerson, topic);
  if (/^\p{Script=Latin}/u.test(previous)) {
    const phrase = /^.*\b(?:for|about|of|to|by|on) ([\w' -]+?)(?=[?.!]*$)/iu.exec(previous);
    const subject =
      /\b((?:the|a|an) [\w'-]+(?: [\w'-]+)??)(?= (?:say|said|do|did|is|was|want|think|have|has|had)\b)/iu.exec(
        previous,
      );
    const old = subject?.[1] ?? phrase?.[1];
    return old === undefined ? null : previous.replace(old, topic);
  }
  const runs = nounRuns(options.tokenizer.words(previous));
  const slot = runs.find((run) => run.afterMarker) ?? runs[0];
  if (slot === undefined || topic.endsWith('的')) return null;
  return previous.slice(0, slot.start) + topic + previous.slice(slot.start + slot.text.length);
}

/** 什么时候？ asks with nothing but a question word; 会议什么时候开的？ names what it asks about. */
function isBareQuestion(question: string, tokenizer: Tokenizer): boolean {
  return !namesReport.test(question) && questionTerms(question, tokenizer).length === 0;
}

function resolved(
  text: string,
  kind: QuestionKind | null = null,
  excludeShown = false,
): ResolvedQuestion {
  return { text, understoodAs: text, kind, excludeShown };
}

/** "Who chaired it?" and 它要怎么提升, with what the question before was about; unchanged where that cannot be told. */
function nameThing(question: string, before: string, tokenizer: Tokenizer): string {
  if (hanText.test(question) !== hanText.test(before)) return question;
  if (!hanText.test(question)) {
    const name = before.match(thing)?.at(-1);
    return name === undefined ? question : question.replace(/\bit\b/iu, name);
  }
  const [longest] = nounRuns(tokenizer.words(before)).sort((a, b) => b.text.length - a.text.length);
  return longest === undefined ? question : question.replace('它', longest.text);
}

/** The question before, standing by itself. */
interface PreviousQuestion {
  readonly text: string;
  readonly kind: QuestionKind;
  readonly answer: string;
}

function alone(text: string): ResolvedQuestion {
  return { text, understoodAs: null, kind: null, excludeShown: false };
}

/** One step: `question` against the question before it, which stands by itself, and that one's answer. */
function resolveStep(
  question: string,
  previous: PreviousQuestion,
  options: ResolveFollowUpOptions,
): ResolvedQuestion {
  const before = previous.text.replace(endMarks, '');
  if (more.test(question)) return resolved(previous.text, previous.kind, true);
  const kind = questionKind(question);
  if (kind === 'greeting' || kind === 'about-bot' || kind === 'overview') return alone(question);
  const bare = question.replace(wholeReport, '');
  if (readOrdinal(question) !== null && questionTerms(question, options.tokenizer).length <= 2) {
    return resolved(`${before}，${question}`, kind);
  }
  const found = topicChinese.exec(question) ?? topicEnglish.exec(question);
  const topic = (found?.[1] ?? found?.[2])?.trim();
  if (topic !== undefined && !interrogative.test(topic) && !person.test(topic)) {
    if (officesIn(topic).includes(topic)) return resolved(`${topic}是谁?`, 'who');
    const replaced = replaceTopic(previous.text, topic, options);
    return replaced === null
      ? resolved(`${topic}，${previous.text}`, previous.kind)
      : resolved(replaced, previous.kind);
  }
  if (person.test(bare)) {
    const name =
      options.personsIn(previous.answer).at(0) ?? options.personsIn(previous.text).at(-1);
    if (name !== undefined) {
      const text = question.replace(/他|她/u, name).replace(/\b(?:his|her|hers)\b/iu, `${name}'s`);
      return resolved(text.replace(/\b(?:he|she|him)\b/iu, name));
    }
  }
  if (isBareQuestion(question, options.tokenizer) && questionPhrase.test(before)) {
    return resolved(
      before.replace(questionPhrase, question.replace(endMarks, '')),
      kind === 'other' ? null : kind,
    );
  }
  const isBare = isBareQuestion(question, options.tokenizer);
  const asksItself = kind !== 'other' && !isBare;
  const lacksSubject = subjectless.test(question) || (leans.test(bare) && !asksItself);
  const needsTopic = pointsBack.test(bare) || isBare || lacksSubject;
  if (needsTopic && hanText.test(question) === hanText.test(before)) {
    return resolved(`${before}，${question}`, kind === 'other' ? previous.kind : kind);
  }
  if (leans.test(bare) && asksItself) {
    const stripped = question.replace(conjunction, '');
    const named = nameThing(stripped, before, options.tokenizer);
    if (named !== question) return resolved(named);
  }
  return alone(question);
}

/** Resolves each question of the history against the one before it, and then the question itself. */
export function resolveFollowUp(options: ResolveFollowUpOptions): ResolvedQuestion {
  const question = normalizeText(options.question).trim();
  let previous: PreviousQuestion | null = null;
  for (const exchange of options.history) previous = takeIn(exchange, previous, options);
  return previous === null ? alone(question) : resolveStep(question, previous, options);
}

function takeIn(
  exchange: Exchange,
  previous: PreviousQuestion | null,
  options: ResolveFollowUpOptions,
): PreviousQuestion {
  const question = normalizeText(exchange.question).trim();
  const step = previous === null ? alone(question) : resolveStep(question, previous, options);
  // A question that was joined to the one before it passes that one on, so that chains do not grow.
  const joined =
    previous !== null && step.text === `${previous.text.replace(endMarks, '')}，${question}`;
  return {
    text: joined ? previous.text : step.text,
    kind: step.kind ?? questionKind(step.text),
    answer: normalizeText(exchange.answer ?? ''),
  };
}
