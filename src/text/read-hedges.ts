import type { Span } from '../domain/span.js';
import { foldWidth } from './fold-width.js';
import type { Quantity } from './quantity.js';
import { readQuantities } from './read-quantities.js';

/** What a hedge says; words of one family stand for each other (力争, 争取, strive). */
export type HedgeFamily =
  | 'aim'
  | 'expect'
  | 'possible'
  | 'plan'
  | 'mostly'
  | 'nearly'
  | 'about'
  | 'more'
  | 'less'
  | 'said';

export interface HedgeMark {
  readonly kind: 'negation' | 'hedge';
  /** `not` for every negation. */
  readonly family: HedgeFamily | 'not';
  /** A word that belongs to a number (以上, about); it counts with that number. */
  readonly ofNumber: boolean;
  readonly span: Span;
}

const MODALS: readonly (readonly [HedgeFamily, string])[] = [
  [
    'aim',
    '力争|争取|力求|努力(?=[^，。；、的下者程和成\\s方])|尽力|尽量|尽可能|着力争取|strive[sd]?|striving|strove|aim(?:s|ed|ing)? (?:to|for)|endeavou?r(?:s|ed|ing)?|seek(?:s|ing)? to|tr(?:y|ies|ied|ying) to',
  ],
  [
    'expect',
    '预计|预期|预测|有望|料将|估计|据估算|expect(?:s|ed)?|forecast(?:s|ed)?|projected|anticipated|likely|estimated',
  ],
  [
    'possible',
    '(?<!尽)可能(?!性)|也许|或许|或将|恐怕|大概率|may(?= (?:not |also |have )?[a-z])|might|could(?!n| not)|possibl[ey]|perhaps|probably|potentially',
  ],
  [
    'plan',
    '计划(?=[于在到将用投新建完引实安培招争开])|(?<=[，。；\\s府委部厅局会司市省县区校院我们年])拟(?=[于在到将用投新建完引实安培招出订])|打算|准备(?=[于在将])|plan(?:s|ned|ning)? to|intend(?:s|ed)? to|scheduled to|planned',
  ],
  [
    'mostly',
    '基本(?!上?公共|盘|面|国策|养老|医疗|原则|医保|农田|法|功|制度|要求|信息|情况|单位|条件|保障|的|生活|知识|概念|理论|经济|建设|路线|方略|民生|就业|工资|概况|资料|特征|结构|形式|思想|需求|权利|矛盾|粒子|技能|规则)|总体(?!方案|规划|要求|目标|布局|思路|国家|安全|设计|部署|战略)|大体|大致|原则上|大部分|绝大多数|大多|largely|mostly|generally|broadly|basically|essentially|mainly|in principle|for the most part',
  ],
  ['nearly', '几乎|接近(?!于?人民)|almost|nearly'],
  ['about', '左右(?!手|两|岸|翼|互|为难|逢源|侧|脚|边)|约为|大约|大概(?!率)|approximately|roughly'],
  ['more', '(?<![一])以上(?!是|就是|这|述|几|所)|有余|at least|至少|最少|不少于|不低于'],
  [
    'less',
    '以下(?!简称|是|几|方面|内容|这|措施|问题|列)|至多|最多(?!的)|不超过|不多于|不高于|不足(?=[百千万亿一二三四五六七八九十两\\d])|at most|no more than|up to(?= \\d)',
  ],
  [
    'said',
    '据称|据说|据报道|传闻|疑似|涉嫌|所谓|声称|allegedly|reportedly|suspected|alleged|purportedly',
  ],
];
/** 不 and its like are parts of these words and deny nothing, or deny twice. */
const NOT_NEGATIVE =
  '不[断仅少但管论久过只光单惜妨禁愧懈已时料乏锈朽等]|不[得能可]不|不同|不足|不满|不到(?=[百千万亿一二三四五六七八九十两\\d])|差不多|不了了之|不容忽视|无不|无非|无[论疑锡线数比形穷限愧]|无人[机驾]|未[来央尝]|非[常洲遗典凡得裔]|[南东西北中]非|除非|是非|莫非|并非不|非物质|没[落收]|[沉淹埋]没|出没|非政府|非农|非营利|非公|非金属|非银行|能不能|是不是|要不要|有没有|可不可以|会不会|not (?:only|just|merely|simply)|no doubt|whether or not|no\\. ?(?=\\d)|why not';
const NEGATIVE =
  "不得|不准|不允许|不再|不会|不能|不要|不必|不应|不可|不宜|并不|并没有|并未|从不|绝不|决不|从未|尚未|仍未|没有|未能|无法|无需|无须|严禁|禁止|杜绝|拒绝|切勿|请勿|切莫|毫无|并非|不是|不|未|没|无|非(?=[法理正])|非|勿|cannot|not|n[’']t|never|none|nor|neither|without|nobody|nothing|no one|no longer|no(?=\\s[a-z])|fail(?:s|ed|ing)? to|unable to|refus(?:e|es|ed|ing) to|prohibit(?:s|ed|ing)?|forbid(?:s|den)?|ban(?:s|ned)?";

interface Rule {
  readonly family: HedgeFamily | 'not';
  readonly pattern: RegExp;
}

/** English words stand alone; Chinese ones do not. */
function pattern(words: string): RegExp {
  const alternatives = words.split(/\|(?![^(]*\))/u);
  const wrapped = alternatives.map((word) =>
    /^[a-z]/u.test(word) && !word.startsWith('n[') ? `\\b(?:${word})\\b` : word,
  );
  return new RegExp(wrapped.join('|'), 'giu');
}

const SKIP = pattern(NOT_NEGATIVE);
const RULES: readonly Rule[] = [
  ...MODALS.map(([family, words]) => ({ family, pattern: pattern(words) })),
  { family: 'not', pattern: pattern(NEGATIVE) },
];

function overlaps(span: Span, taken: Uint8Array): boolean {
  for (let at = span.start; at < span.end; at += 1) {
    if (taken[at] === 1) {
      return true;
    }
  }
  return false;
}

function take(span: Span, taken: Uint8Array): void {
  taken.fill(1, span.start, span.end);
}

/**
 * Negations and hedges of a Chinese (simplified) or English text, in order. Words that only look like one
 * (不断, 不仅, 不少, 无论, 非常, 基本公共服务) are left out. Spans are UTF-16 offsets in `text`.
 */
export function readHedges(
  text: string,
  quantities: readonly Quantity[] = readQuantities(text),
): readonly HedgeMark[] {
  const folded = foldWidth(text).toLowerCase();
  const marks: HedgeMark[] = [];
  const taken = new Uint8Array(folded.length);
  for (const { hedge } of quantities) {
    if (hedge !== null) {
      take(hedge.span, taken);
      marks.push({ kind: 'hedge', family: hedge.family, ofNumber: true, span: hedge.span });
    }
  }
  for (const match of folded.matchAll(SKIP)) {
    take({ start: match.index, end: match.index + match[0].length }, taken);
  }
  for (const { family, pattern: words } of RULES) {
    for (const match of folded.matchAll(words)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!overlaps(span, taken)) {
        take(span, taken);
        marks.push({
          kind: family === 'not' ? 'negation' : 'hedge',
          family,
          ofNumber: false,
          span,
        });
      }
    }
  }
  return marks.sort((one, other) => one.span.start - other.span.start);
}
