import { findEnglishAttribution } from './find-english-attribution.js';
import { readSubject, type Subject } from './read-subject.js';

/** Who is said to speak in a sentence. */
export interface Attribution {
  readonly subject: Subject;
  /** The words are in quotation marks, so that only quotations go on with them. */
  readonly quoted: boolean;
  /** What follows without a name goes on with the speech (Chinese reports write so; English ones do not). */
  readonly carries: boolean;
}

const headChars = 200;
/** Attributions stand in the first clauses of a sentence, or right behind a quotation. */
const maximumClauses = 4;
const verbs =
  '强调|指出|表示|介绍|认为|要求|提出|透露|谈到|提到|谈及|回应|解释|坦言|呼吁|建议|宣布|补充|直言|希望|提醒|重申|承诺|告诉.{0,8}记者|回答|感慨|分析|(?<![听描编改])写|(?<![慰访询提疑学过顾])问|(?<![来听再据可传小按是话])说|(?<![名号简职统俗又])称|(?<![报知味频渠街通轨管])道';
const spoken = new RegExp(`^(.{1,80}?)(?:${verbs})(?:了|说|道|称|到)?$`, 'u');
const spokenOn = /^(.{2,40}?)(?:强调|指出|表示|认为|要求)(?=.)/u;
const modifier =
  /在|就|对|向|从|接受|还|也|则|又|再次|进一步|特别|明确|随后|最后|接着|同时|昨|今|当|日前|近日|周[一二三四五六日]|\d|作出|多次|反复|首先|严肃|郑重|高度|主持|出席|带队|率|一针见血|这样|如是|如此|并/gu;
const actorVerb =
  /^(.{2,40}?)(?:同志|先生|女士)?(?:分别|共同|一同|一起|还|也)?(?:出席|主持|参加|讲话|发言|致辞|通报|汇报|宣布|前往|来到|率|会见|调研|陪同|考察|检查|主讲|担任|当选|作(?=[了报讲交题主重动])|在.{1,20}(?:调研|讲话|致辞|考察|检查))/u;
/** Openings of the report's own voice, which end a speech. */
const narrative =
  /^(?:会议(?!室)|会上|会前|会后|据悉|据了解|据介绍|记者|本报|随后|此次会|本次会|这次会议(?:由|在|以)|活动(?:由|在)|仪式(?:由|上)|来源[:：]|责任编辑|编辑[:：])/u;

interface Clause {
  readonly text: string;
  /** The mark behind it, with the character that follows. */
  readonly mark: string;
  readonly followsQuote: boolean;
}

/** The clauses of the head of a sentence, quotations left out. */
function splitClauses(sentence: string): Clause[] {
  const head = sentence.slice(0, headChars);
  const clauses: Clause[] = [];
  let depth = 0;
  let start = 0;
  let followsQuote = false;
  const push = (end: number): void => {
    if (end > start)
      clauses.push({ text: head.slice(start, end), mark: head.slice(end, end + 2), followsQuote });
    followsQuote = false;
  };
  for (let index = 0; index < head.length; index += 1) {
    const character = head[index] as string;
    if (character === '“' || character === '「') {
      if (depth === 0) push(index);
      depth += 1;
    } else if (character === '”' || character === '」') {
      depth = Math.max(0, depth - 1);
      start = index + 1;
      followsQuote = depth === 0;
    } else if (depth === 0 && /[，,：:；;。！？!?]/u.test(character)) {
      push(index);
      start = index + 1;
    }
  }
  if (depth === 0) push(head.length);
  return clauses;
}

function resolveSubject(text: string): Subject | null {
  const stops = [...text.matchAll(modifier)]
    .map((match) => match.index)
    .filter((index) => index > 0);
  for (const stop of [...stops.slice(0, 12), text.length]) {
    const subject = readSubject(text.slice(0, stop));
    if (subject !== null) return subject;
  }
  return null;
}

function readClause(clause: Clause, sentence: string): Attribution | null {
  const full = spoken.exec(clause.text);
  const head = full ?? spokenOn.exec(clause.text);
  if (head === null) return null;
  const closed = full !== null && (clause.mark !== '' || clause.followsQuote);
  if (full !== null && !closed) return null;
  const subject = resolveSubject(head[1] ?? '');
  if (subject === null) return null;
  const quoted = clause.followsQuote || /^[：:，,]?[“「"]/u.test(clause.mark);
  return { subject, quoted: quoted || /^[“「]/u.test(sentence), carries: true };
}

/**
 * Who speaks in the sentence, as it says itself (林武在讲话中指出，… / “…”张三说。 / Jane Smith said …), or null.
 * The sentence is simplified.
 */
export function findAttribution(sentence: string): Attribution | null {
  if (!/\p{Script=Han}/u.test(sentence.slice(0, headChars))) {
    const found = findEnglishAttribution(sentence);
    return found === null ? null : { ...found, carries: false };
  }
  for (const clause of splitClauses(sentence).slice(0, maximumClauses)) {
    const attribution = readClause(clause, sentence);
    if (attribution !== null) return attribution;
  }
  return null;
}

/** The persons that a sentence reports to do something (省长蓝佛安主持会议), in order. The sentence is simplified. */
export function findActors(sentence: string): string[] {
  const actors: string[] = [];
  for (const clause of splitClauses(sentence)) {
    const match = actorVerb.exec(clause.text);
    const subject = match === null ? null : readSubject(match[1] ?? '');
    if (subject?.kind === 'person') actors.push(subject.name);
  }
  return actors;
}

/** Whether a sentence is plainly the report's own voice. */
export function isNarrative(sentence: string): boolean {
  return narrative.test(sentence);
}
