/** The words of a question that its answer's surroundings can be expected to hold. */
import { stemmer } from 'stemmer';
import type { Tokenizer } from '../text/tokenizer.js';

export interface QuestionTerm {
  /** As it stands in the normalised question; lower case for English. */
  readonly text: string;
  /** The search token of the word. */
  readonly token: string;
  /**
   * A name, a place, a year, a number: a report that does not hold it does not answer a question that hangs on it.
   */
  readonly isEntity: boolean;
}

/** Words that ask, that frame a question, or that are too general to expect in an answer. */
const stopWords = new Set(
  (
    '几月 几号 几日 几点 几天 几时 哪个 哪一天 会议 大会 会上 谁 什么 哪 哪些 哪里 哪儿 哪个 哪位 哪几 哪两 哪天 何 何时 何地 何处 为什么 为何 为啥 怎么 怎样 怎么样 怎么办 如何 多少 几 几个 啥 咋 请问 请 告诉 介绍 ' +
    '说 说法 讲 谈 谈谈 提到 提及 提出 认为 表示 指出 强调 有 没有 是 是否 有没有 要 会 能 能否 可以 可 应该 应 需要 需 得 让 使 给 对 对于 关于 就 把 被 将 从 向 ' +
    '的 了 吗 呢 吧 啊 着 过 和 与 及 或 以及 并 也 都 还 又 再 在 于 到 由 以 按 按照 根据 其 其中 这 那 这个 那个 这些 那些 这次 此次 本次 该 它 他 她 他们 我 我们 你 ' +
    '上 下 里 中 内 外 前 后 时 时候 方面 内容 情况 问题 事情 东西 具体 主要 分别 包括 进行 开展 一个 一下 一些 个 位 名 项 条 点 些 种 类 次 件 文中 文章 报告 报道 ' +
    '做 做什么 干 干什么 意思 指 属于 作为 如此 一 第一 第二 第三 叫 叫做 名字 知道 想 觉得 看 看待'
  ).split(' '),
);
const englishStopWords = new Set(
  (
    'a an the of in on at to for by with from as and or is are was were be been being do does did done have has had will would shall should can could may might must ' +
    'what which who whom whose when where why how many much it its this that these those there here he she they them his her their i you we me us my your our ' +
    'about into over under up down out than then so if not no any all some each every other such also only just please tell say says said give get got make made ' +
    'report reports document text article meeting conference take place taken took mention mentioned according during after before between both name list'
  ).split(' '),
);
/** Parts of speech (jieba's tag set) that carry no content: particles, prepositions, conjunctions, pronouns, measures. */
const functionTag = /^(?:u|p|c|r|y|e|o|q)/u;
const entityTag = /^(?:nr|ns|nt|nz)/u;
const number = /^(?:\p{N}+(?:[.,]\p{N}+)*%?|[〇零一二三四五六七八九十百千万亿]{2,})$/u;
const latin = /^[\p{Script=Latin}][\p{Script=Latin}'’-]*$/u;
const han = /\p{Script=Han}/u;

function chineseTerms(text: string, tokenizer: Tokenizer): QuestionTerm[] {
  const terms: QuestionTerm[] = [];
  for (const word of tokenizer.words(text)) {
    const value = word.text.trim();
    const isNumber = number.test(value);
    if (value === '' || stopWords.has(value)) continue;
    if (latin.test(value)) {
      const lower = value.toLowerCase();
      if (!englishStopWords.has(lower))
        terms.push({ text: lower, token: stemmer(lower), isEntity: false });
    } else if (isNumber) {
      terms.push({ text: value, token: value, isEntity: /\p{N}/u.test(value) || value.length > 1 });
    } else if (!functionTag.test(word.tag) && han.test(value)) {
      // A single character is mostly a piece of a word that the dictionary does not know.
      const isEntity = entityTag.test(word.tag) && value.length > 1;
      if (value.length > 1 || isEntity) terms.push({ text: value, token: `_${value}`, isEntity });
    }
  }
  return terms;
}

function englishTerms(text: string): QuestionTerm[] {
  const words = Array.from(
    text.matchAll(/[\p{Script=Latin}][\p{Script=Latin}'’]*|\p{N}+(?:[.,]\p{N}+)*%?/gu),
  );
  return words.flatMap((match, index): QuestionTerm[] => {
    const word = match[0];
    const lower = word
      .toLowerCase()
      .replace(/['’]s$/u, '')
      .replaceAll(/['’]/gu, '');
    if (englishStopWords.has(lower)) return [];
    const isName = index > 0 && /^\p{Lu}/u.test(word);
    const token = stemmer(lower.replaceAll(',', ''));
    return [{ text: lower, token, isEntity: isName || /^\p{N}/u.test(word) }];
  });
}

/** Content words of a normalised question, each once, in order. */
export function questionTerms(text: string, tokenizer: Tokenizer): QuestionTerm[] {
  const terms = han.test(text) ? chineseTerms(text, tokenizer) : englishTerms(text);
  const seen = new Set<string>();
  return terms.filter((term) => !seen.has(term.text) && seen.add(term.text) !== undefined);
}
