import type { AnalysedQuestion } from './analyse-question.js';
import type { QuestionKind } from './question-kind.js';

/** What an answer of each kind can be told by, in Chinese and in English; kinds without such a sign are left out. */
const patterns: Partial<Record<QuestionKind, RegExp>> = {
  when: /\p{N}+(?:年|月|日|号|点|时)|[一二三四五六七八九十〇零]+(?:年|月|日)|今年|去年|明年|近年|上午|下午|季度|\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/u,
  where:
    /在\p{Script=Han}{2,}|\p{Script=Han}(?:省|市|县|区|州|国|厅|楼|馆|会场|地区|乡|镇|村|港|山|河|湖|街|路)|\b(?:in|at|near) (?:the )?\p{Lu}/u,
  'how-many': /\p{N}|[一二两三四五六七八九十百千万亿]+(?:个|位|名|项|家|次|方面|人|元|户|年|成|倍|种|类|条|件)|百分之/u,
  who: /书记|省长|市长|县长|部长|主任|局长|厅长|主席|总理|校长|院长|记者|编辑|先生|女士|同志|[\p{Script=Han}]{2,4}(?:指出|强调|表示|主持|出席|说|介绍|通报|认为)|(?:\p{Lu}\p{Ll}+ ){1,3}\p{Lu}\p{Ll}+/u,
  list: /、|；|一是|第一|和|, .* and /u,
};

/** The sign that the question's kind of answer would carry, or null where there is none. */
export function expectedAnswerPattern(question: AnalysedQuestion): RegExp | null {
  return patterns[question.kind] ?? null;
}
