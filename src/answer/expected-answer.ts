import type { QuestionKind } from './question-kind.js';

/** What an answer of each kind can be told by, in simplified Chinese and in English; other kinds have no such sign. */
const signs: Partial<Record<QuestionKind, RegExp>> = {
  when: /\p{N}+(?:年|月|日|号|点|时)|[一二三四五六七八九十〇零]+(?:年|月|日)|今年|去年|明年|近年|上午|下午|季度|全年|\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/u,
  where:
    /在[^，。；]{2,12}(?:召开|举行|举办|开幕|进行|成立|启动|参加|出席|会见|设立|建)|(?:位于|坐落|设在|来自|前往|抵达|设[^，。]{0,6}会场)|在主会场|\b(?:in|at|near) (?:the )?\p{Lu}/u,
  'how-many':
    /\p{N}|[一二两三四五六七八九十百千万亿]+(?:个|位|名|项|家|次|方面|大|条|点|人|元|户|年|成|倍|种|类|件|所|座|场|天)|百分之/u,
  who: /书记|省长|市长|县长|部长|主任|局长|厅长|主席|总理|校长|院长|记者|编辑|先生|女士|同志|\p{Script=Han}{2,4}(?:指出|强调|表示|主持|出席|说|介绍|通报|认为)|(?:\p{Lu}\p{Ll}+ ){1,3}\p{Lu}\p{Ll}+/u,
};

/** The sign that an answer of this kind would carry, or null where there is none. */
export function expectedSign(kind: QuestionKind): RegExp | null {
  return signs[kind] ?? null;
}
