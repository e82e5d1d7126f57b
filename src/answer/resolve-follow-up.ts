/** Makes a question that leans on earlier ones stand by itself, by rule. */
import type { Exchange } from '../domain/question.js';
import { normalizeText } from '../text/normalize-text.js';
import { officesIn } from '../text/read-offices.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { type QuestionKind, questionKind } from './question-kind.js';
import { questionTerms } from './question-terms.js';
import { readOrdinal } from './read-ordinal.js';
import { leadingName, longestNoun, replaceTopic } from './replace-topic.js';

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
  /^(?:(?:那|那么)?还有(?:吗|呢|没有|别的|其他|其它|什么|哪些)?.{0,4}|(?:除此之?外|此外|另外|除了(?:这些?|这个))[，,]?(?:呢|还有.{0,6})?|(?:别的|其他|其它|其余|剩下)(?:的)?(?:人|方面|几个|单位|部门)?呢?|继续|接着(?:说|讲)|更多|(?:and )?(?:anything|what|something|who) else|(?:any |tell me )?more|any others?|go on|continue)[\s?？。!！]*$/iu;
/** 具体呢, 能详细讲讲吗: the same again. */
const elaborate =
  /^(?:能不能|能|可以|请|麻烦)?(?:再|稍微|更)?(?:具体|详细|展开|细)(?:一?点|些|地)?(?:说说|讲讲|谈谈|介绍|解释|说明|说|讲|是什么|内容)?(?:一下|下)?(?:吗|呢|吧)?[\s?？。!！]*$|^(?:can you |please )?(?:elaborate|explain|be more specific|(?:give |tell me )?more details?)(?: on (?:that|this|it))?[\s?.!]*$/iu;
const topicChinese =
  /^(?:(?:那么|那|而|至于|然后|还有)[,，]?(.{1,24}?)(?:呢|怎么样|如何|也是吗)|(.{1,24}?)(?:呢|(?<!没)有吗|也有吗|也是吗|也一样吗))[\s?？。]*$/u;
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
const subjectless =
  /^(?:都|一共|总共|具体)?(?:有|是|包括)(?:哪|几|什么|谁|多少)|^(?:一共|总共|共)(?:几|多少)/u;
/** "the meeting" of the question before, which "it" stands for. */
const thing = /\bthe (?!(?:same|first|second|third|last)\b)[a-z]+\b/giu;
/** 那时间呢: what is asked of the same thing, with the words that ask for it. */
const attributes: readonly (readonly [topic: RegExp, asks: string, kind: QuestionKind])[] = [
  [/^(?:时间|日期|日子|the (?:date|time))$/iu, '什么时候', 'when'],
  [/^(?:地点|地方|会场|the (?:place|venue|location))$/iu, '在哪里', 'where'],
  [/^(?:原因|理由|the reason)$/iu, '为什么', 'why'],
  [/^(?:人数|数量|the number)$/iu, '多少', 'how-many'],
];
/** 下一个呢, "the next one". */
const nextMember =
  /^(?:那|那么|再)?(?:下|后)(?:面)?一?(?:个|点|条|项|方面)|^(?:and )?(?:the )?next(?: one)?\b/iu;
const previousMember =
  /^(?:那|那么|再)?(?:上|前)(?:面)?一?(?:个|点|条|项|方面)|^(?:and )?(?:the )?previous(?: one)?\b/iu;
const ordinalPhrase =
  /第 ?(?:[一二三四五六七八九十]|\d{1,2}) ?(?=点|条|个|项|方面|大|部分|是)|(?<=\bthe )(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b/iu;
const chineseNumerals = '一二三四五六七八九十';
/** 这是谁的要求: what was spoken of is the subject. */
const pointsAtAll =
  /^(?:那|那么)?(?:这|此)(?:是|有|又|能|会|算|样|么|种)|^(?:was|is|were|are|did|does) (?:this|that|it)\b/iu;
/** "Which cities?" asks for a part of what was spoken of. */
const fragment = /^(?:and )?(?:which|what|whose|how many|how much)(?: [\w-]+){1,2}[\s?.!]*$/iu;

const conjunction = /^(?:and|but|so|then|那么|那|然后|而且)[,，\s]*/iu;
const hanText = /\p{Script=Han}/u;
const wholeReport =
  /(?:这|那|该|此|本)(?:次|份|篇|场|个)?(?:会议|报告|报道|文章|会)|\b(?:this|that|the) (?:report|meeting|article|document)\b/giu;
const namesReport = /会议|大会|报告|报道|\b(?:meeting|report|conference)\b/iu;
const questionPhrase =
  /在?(?:哪里|哪儿|何处|何地|什么地方)|什么时候|何时|哪一?天|几月几[日号]|是?谁|为什么|为何|怎么样?|如何|怎样|多少(?:人|个|家|元)?/u;
const interrogative =
  /谁|什么|哪|几|多少|怎|如何|为何|何时|\b(?:who|what|which|when|where|why|how)\b/iu;
const endMarks = /[\s?？。.!！]+$/u;

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
  const noun = longestNoun(before, tokenizer);
  return noun === null ? question : question.replace('它', noun);
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

/** 下一个呢 after 第三方面: the fourth. */
function neighbourMember(question: string, before: string): ResolvedQuestion | null {
  const step = nextMember.test(question) ? 1 : previousMember.test(question) ? -1 : 0;
  const at = readOrdinal(before);
  if (step === 0 || at === null || at < 1 || at + step < 1) return null;
  const numeral = chineseNumerals[at + step - 1] ?? String(at + step);
  const isChinese = hanText.test(before);
  const text = isChinese
    ? before.replace(ordinalPhrase, `第${numeral}`)
    : before.replace(ordinalPhrase, `${at + step}th`);
  return resolved(`${text}?`);
}

/** 第四点呢 after 第三方面 takes its place; after 哪五方面 it is asked of them. */
function otherMember(
  question: string,
  before: string,
  kind: QuestionKind,
  previousKind: QuestionKind,
): ResolvedQuestion {
  const at = readOrdinal(question);
  if (!ordinalPhrase.test(before)) return resolved(`${before}，${question}`, kind);
  if (at !== null && at > 0 && hanText.test(before) && kind === 'other') {
    const numeral = chineseNumerals[at - 1] ?? String(at);
    return resolved(`${before.replace(ordinalPhrase, `第${numeral}`)}?`, previousKind);
  }
  return resolved(`${before.replace(ordinalPhrase, '')}，${question}`, kind);
}

/** 那时间呢: the question before, asking for that instead. */
function askAttribute(topic: string, before: string): ResolvedQuestion | null {
  const [, asks, kind] = attributes.find(([named]) => named.test(topic)) ?? [];
  if (asks === undefined || kind === undefined) return null;
  const text = questionPhrase.test(before)
    ? before.replace(questionPhrase, asks)
    : `${before}，${asks}`;
  return resolved(`${text}?`, kind);
}

/** 林武又怎么说: asks of another person what was asked of the one before. */
function sameOfAnother(
  question: string,
  previous: PreviousQuestion,
  options: ResolveFollowUpOptions,
): ResolvedQuestion | null {
  const name = options.personsIn(question)[0] ?? leadingName(question, options.tokenizer);
  const rest = question.replace(name ?? '', '');
  if (name == null || !/又|也|怎么|如何|怎样|什么|态度/u.test(rest)) return null;
  const isEmpty = questionTerms(rest, options.tokenizer).length === 0;
  const before =
    options.personsIn(previous.text)[0] ?? leadingName(previous.text, options.tokenizer);
  if (!isEmpty || before == null || before === name) return null;
  if (questionTerms(previous.text.replace(before, ''), options.tokenizer).length === 0) return null;
  return resolved(previous.text.replace(before, name), previous.kind);
}

/** One step: `question` against the question before it, which stands by itself, and that one's answer. */
function resolveStep(
  question: string,
  previous: PreviousQuestion,
  options: ResolveFollowUpOptions,
): ResolvedQuestion {
  const before = previous.text.replace(endMarks, '');
  if (more.test(question)) return resolved(previous.text, previous.kind, true);
  if (elaborate.test(question)) return resolved(previous.text, previous.kind);
  const neighbour = neighbourMember(question, before);
  if (neighbour !== null) return neighbour;
  const kind = questionKind(question);
  if (kind === 'greeting' || kind === 'about-bot' || kind === 'overview') return alone(question);
  const bare = question.replace(wholeReport, '');
  if (readOrdinal(question) !== null && questionTerms(question, options.tokenizer).length <= 2) {
    return otherMember(question, before, kind, previous.kind);
  }
  const found = topicChinese.exec(question) ?? topicEnglish.exec(question);
  const topic = (found?.[1] ?? found?.[2])?.trim();
  if (topic !== undefined && !interrogative.test(topic) && !person.test(topic)) {
    if (officesIn(topic).includes(topic)) return resolved(`${topic}是谁?`, 'who');
    if (topic.endsWith('的') && previous.kind === 'who') return resolved(`${topic}是谁?`, 'who');
    const attribute = askAttribute(topic, before);
    if (attribute !== null) return attribute;
    const replaced = replaceTopic(previous.text, topic, options);
    return replaced === null
      ? resolved(`${topic}，${previous.text}`, previous.kind)
      : resolved(replaced, previous.kind);
  }
  if (person.test(bare)) {
    const name =
      options.personsIn(previous.answer).at(0) ??
      leadingName(previous.answer, options.tokenizer) ??
      options.personsIn(previous.text).at(-1) ??
      leadingName(previous.text, options.tokenizer) ??
      undefined;
    if (name !== undefined) {
      const text = question.replace(/他|她/u, name).replace(/\b(?:his|her|hers)\b/iu, `${name}'s`);
      return resolved(text.replace(/\b(?:he|she|him)\b/iu, name));
    }
  }
  const other = sameOfAnother(question, previous, options);
  if (other !== null) return other;
  if (
    kind !== 'why' &&
    isBareQuestion(question, options.tokenizer) &&
    questionPhrase.test(before)
  ) {
    return resolved(
      before.replace(questionPhrase, question.replace(endMarks, '').replace(/[呢啊呀]$/u, '')),
      kind === 'other' ? null : kind,
    );
  }
  const isBare = isBareQuestion(question, options.tokenizer);
  const asksItself = kind !== 'other' && !isBare;
  const lacksSubject = subjectless.test(question) || (leans.test(bare) && !asksItself);
  const needsTopic =
    pointsBack.test(bare) ||
    isBare ||
    lacksSubject ||
    pointsAtAll.test(bare) ||
    fragment.test(question);
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
