/** The words of a claim that say something: not those that frame it, join it, or stand in another check's care. */
import { stemmer } from 'stemmer';
import type { Span } from '../domain/span.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import type { ClaimReading } from './claim-reading.js';

export interface ContentWord {
  readonly text: string;
  /** A Chinese word as it stands, an English one lower-cased and cut to its stem. */
  readonly key: string;
  readonly span: Span;
  /** Jieba's tag; `en` for English words. */
  readonly tag: string;
}

/** Words that present, order or join what a report says; they add nothing to it. */
const FRAMING = new Set(
  (
    '报告 报道 文中 文章 文件 原文 材料 通知 新闻 提到 提及 指出 强调 表示 表明 认为 声称 称 说 说明 介绍 显示 提出 其中 会上 会议 据 根据 按照 依据 据悉 ' +
    '发表 进行 开展 实施 做 作 做出 作出 具有 拥有 有关 相关 关于 对于 方面 包括 包含 分别 以及 同时 此外 另外 目的 旨在 以便 从而 使 使得 让 令 由于 因此 所以 因为 ' +
    '工作 情况 内容 要求 需要 需 应该 应当 应 可以 能够 能 会 要 以下 如下 上述 共 一共 总共 共有 例如 比如 譬如 即 也就是说 属于 成为 成 作为 等 等等 是 有 为 在 到 去 来 于 对 将 把 被 给 ' +
    '该 本 此 这 那 这些 那些 这个 那个 这样 那样 它 他 她 它们 他们 她们 其 自己 本身 人们 大家 我们 一个 一些 一种 一样 一方面 另一方面 具体 具体来说 总之 总的来说 ' +
    '名为 叫做 叫 称为 被称为 名叫 之一 之间 之后 之前 之中 当中 期间 时候 时 后 前 中 里 内 外 上 下 后来 当时 随后 然后 然而 但是 但 而 而且 并 并且 或 或者 和 与 及 也 都 就 又 还 再 更 很 已 已经 曾 曾经 正在 ' +
    '主要 问题 答案 回答 关系 事情 东西 人 者 第一 首先 其次 最后 接着 不过 虽然 尽管 如果 若 只要 只有 无论 通过 经过 随着 以 从 由 向 至 直到 自 自从 起 开始 起来 下来 下去 出来 出 起到 进一步 均 则 故 亦 得 地 的 了 着 过'
  ).split(' '),
);
/** Parts of speech that carry no content: particles, prepositions, conjunctions, pronouns, measures, numerals, marks, adverbs. */
const FUNCTION_TAG = /^(?:u|p|c|r|y|e|o|q|m|x|w|d$|f$|k|h|eng)/u;
const ENGLISH_FUNCTION = new Set(
  (
    'a an the of in on at to for by with from as and or nor but so yet if then than that this these those there here it its he she they them him her his their i you we us me my your our who whom whose which what when where why how ' +
    'is are was were be been being am do does did done doing have has had having will would shall should can could may might must ought need not no never cannot ' +
    "it's that's don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't hasn't haven't hadn't " +
    'all any both each either every few more most much many other another some such same own only very too also just even still already ever again about above across after against along among around before behind below beneath beside besides between beyond down during except inside into like near off onto out outside over past per since through throughout till toward towards under until up upon via within without ' +
    'one ones two three four five six seven eight nine ten first second third once twice however although though because while whereas whether unless therefore thus hence moreover furthermore meanwhile instead rather together respectively etc e.g i.e ' +
    'report reports reported reportedly article document text passage source says said say saying states stated state notes noted note mentions mentioned mention according describes described describe adds added explains explained emphasizes emphasized emphasised stresses stressed stress points pointed announced called call calls known named name considered including include includes included regarding concerning related relating ' +
    'hold holds held holding make makes made making take takes took taken taking get gets got give gives gave given giving go goes went gone come comes came use used using become becomes became set put let well new way ways thing things number several various certain particular particularly especially mainly primarily generally usually often sometimes later earlier early late ago now today then back away part parts'
  ).split(' '),
);
const ENGLISH_WORD = /[\p{Script=Latin}\p{M}]+(?:['’-][\p{Script=Latin}\p{M}]+)*/gu;
const HAN = /\p{Script=Han}/u;

function within(start: number, end: number, reading: ClaimReading): boolean {
  return reading.quantities.some(({ span }) => start >= span.start && end <= span.end);
}

/** Past and plural forms that no rule of a stemmer leads back. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  'began:begin begun:begin won:win wives:wife lives:life built:build held:hold met:meet led:lead left:leave lost:lose found:find fought:fight bought:buy brought:bring thought:think taught:teach caught:catch sought:seek sold:sell told:tell sent:send spent:spend kept:keep felt:feel dealt:deal meant:mean wrote:write written:write rose:rise risen:rise fell:fall fallen:fall grew:grow grown:grow knew:know drew:draw drawn:draw flew:fly threw:throw spoke:speak spoken:speak broke:break broken:break chose:choose chosen:choose drove:drive driven:drive wore:wear worn:wear swore:swear saw:see seen:see stood:stand understood:understand ran:run sang:sing sung:sing swam:swim drank:drink sat:sit lay:lie laid:lay paid:pay shot:shoot struck:strike stuck:stick hung:hang dug:dig fed:feed fled:flee bred:breed men:man women:woman children:child people:person feet:foot teeth:tooth worse:bad worst:bad better:good best:good died:die dying:die tied:tie'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Words with which a claim names its source, whatever the source calls itself. */
export function isFramingWord(word: string): boolean {
  return FRAMING.has(word);
}

export function isEnglishFunctionWord(word: string): boolean {
  return ENGLISH_FUNCTION.has(word.toLowerCase().replaceAll('’', "'"));
}

export function stemOf(word: string): string {
  const plain = word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s?$/u, '');
  return stemmer(IRREGULAR.get(plain) ?? plain);
}

function chineseWords(reading: ClaimReading, lexicon: ClaimLexicon): ContentWord[] {
  return lexicon.words(reading.text).flatMap(({ text, tag, start }) => {
    const end = start + text.length;
    const carriesNothing =
      !HAN.test(text) || FRAMING.has(text) || FUNCTION_TAG.test(tag) || within(start, end, reading);
    return carriesNothing ? [] : [{ text, key: text, span: { start, end }, tag }];
  });
}

function englishWords(reading: ClaimReading): ContentWord[] {
  return Array.from(reading.text.matchAll(ENGLISH_WORD)).flatMap((match) =>
    match[0].split('-').flatMap((text, index, parts): ContentWord[] => {
      const offset = parts.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0);
      const start = match.index + offset;
      const end = start + text.length;
      return text.length < 2 || isEnglishFunctionWord(text) || within(start, end, reading)
        ? []
        : [{ text, key: stemOf(text), span: { start, end }, tag: 'en' }];
    }),
  );
}

const ACTING_TAG = /^[nvjl]/u;

/** Words that can do something or have it done to them, framing ones among them: 会议 may be swapped like any other. */
export function readActingWords(
  reading: ClaimReading,
  lexicon: ClaimLexicon,
): readonly ContentWord[] {
  const chinese = lexicon
    .words(reading.text)
    .filter(({ text, tag }) => text.length > 1 && HAN.test(text) && ACTING_TAG.test(tag))
    .map(({ text, tag, start }) => ({
      text,
      key: text,
      tag,
      span: { start, end: start + text.length },
    }));
  const english = reading.latinWords > 0 ? englishWords(reading) : [];
  return [...chinese, ...english].sort((one, other) => one.span.start - other.span.start);
}

/** Content words of a claim in order of place, Chinese and English ones. Numbers are not among them. */
export function readContentWords(
  reading: ClaimReading,
  lexicon: ClaimLexicon,
): readonly ContentWord[] {
  const chinese = reading.hanCharacters > 0 ? chineseWords(reading, lexicon) : [];
  const english = reading.latinWords > 0 ? englishWords(reading) : [];
  return [...chinese, ...english].sort((one, other) => one.span.start - other.span.start);
}
