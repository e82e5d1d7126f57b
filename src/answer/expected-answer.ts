import { listGroups } from './list-groups.js';
import type { QuestionKind } from './question-kind.js';

/** What an answer of each kind can be told by, in simplified Chinese and in English; other kinds have no such sign. */
const signs: Partial<Record<QuestionKind, RegExp>> = {
  when: /\p{N}+ *(?:年|月|日|号|点|时|世纪)|[一二三四五六七八九十〇零]+(?:年|月|日|世纪)|今年|去年|明年|近年|上午|下午|季度|全年|年代|时期|期间|时代|朝|春|夏|秋|冬|\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/u,
  where:
    /在[^，。；,;]{2,12}(?:召开|举行|举办|开幕|进行|成立|启动|参加|出席|会见|设立|建)|(?:位于|坐落|设在|来自|前往|抵达|设[^，。,]{0,6}会场)|在主会场|\b(?:in|at|near) (?:the )?\p{Lu}/u,
  'how-many':
    /\p{N}|[一二两三四五六七八九十百千万亿]+(?:个|位|名|项|家|次|方面|条|点|人|元|户|年|成|倍|种|类|件|所|座|场|天)|百分之/u,
  who: /书记|省长|市长|县长|部长|主任|局长|厅长|主席|总理|校长|院长|记者|编辑|先生|女士|同志|\p{Script=Han}{2,4}(?:指出|强调|表示|主持|出席|说|介绍|通报|认为)|(?:\p{Lu}\p{Ll}+ ){1,3}\p{Lu}\p{Ll}+/u,
};

/** The sign that an answer of this kind would carry, or null where there is none. */
export function expectedSign(kind: QuestionKind): RegExp | null {
  return signs[kind] ?? null;
}

/** Units that a question names or implies, with what an answer in that unit holds. */
const units: readonly (readonly [asked: RegExp, answered: RegExp])[] = [
  [
    /多少(?:钱|资金|经费|预算)|花了多少|how much (?:money|did .* cost|does .* cost|will .* cost)|\bbudget\b/iu,
    /元|[$£€¥]|\b(?:dollars?|pounds?|euros?|yuan)\b/iu,
  ],
  [/几岁|多大(?:岁数|年纪)|年龄|how old/iu, /岁|\byears? old\b|\baged?\b/iu],
  [
    /多少(?:公里|千米|米)|多(?:长|远|高|宽)(?!时)|how (?:far|tall|wide)/iu,
    /公里|千米|米|里|\b(?:kilomet|met)(?:re|er)s?\b|\bkm\b/iu,
  ],
  [
    /百分之(?:几|多少)|(?:比例|率)(?:是|为)?多少|what (?:share|percentage|percent)/iu,
    /%|％|百分|成|\bper ?cent\b/iu,
  ],
];

/** Asks for a number of things, not for a value. */
const asksHowMany =
  /几[个种类项点位名家条处件]|一共|总共|共有|多少[个种类项点位名家条处件]|\bhow many\b/iu;

/**
 * Whether a sentence cannot answer for want of the very sign of such an answer: no date for "when", no number for "how
 * many", no sum for "how much money". A sentence that lists things answers how many they are.
 */
export function lacksSign(kind: QuestionKind, question: string, sentence: string): boolean {
  if (kind !== 'when' && kind !== 'how-many') return false;
  const counts = kind === 'how-many' && asksHowMany.test(question);
  if (counts && listGroups(sentence).some((members) => members.length > 1)) return false;
  const unit = units.find(([asked]) => asked.test(question));
  return expectedSign(kind)?.test(sentence) !== true || unit?.[1].test(sentence) === false;
}
