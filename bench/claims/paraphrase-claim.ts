/** Seeded rules that say a sentence otherwise and leave it true. */
import type { Random } from '../../tests/support/falsify-claim.js';

export interface Paraphrase {
  readonly kind: string;
  readonly text: string;
}

const CHINESE = /\p{Script=Han}/u;
const FRAMES = ['报告提到，', '文中指出，', '根据报告，', '报道称：', '文章还提到，', '据报道，'];
const ENGLISH_FRAMES = [
  'The report says that ',
  'According to the report, ',
  'The article notes that ',
  'The text states: ',
];
const SYNONYMS: readonly (readonly [RegExp, string])[] =
  '开展:进行 建立:设立 提高:提升 加强:强化 帮助:协助 增加:增长 目前:现在 因为:由于 但是:不过 非常:十分 许多:很多 开始:起初 父亲:爸爸 母亲:妈妈 大约:约 逝世:去世 建造:修建 居住:住 获得:取得 担任:出任 参加:参与 认为:觉得 使用:运用 重要:关键 著名:知名 成为:变成 制造:生产 举行:举办 主要:首要 结束:终止 保护:维护 美丽:漂亮 电影:影片 学校:院校 方法:办法 推动:促进 稳定:平稳 企业:公司 支持:扶持 高校:大学 鼓励:激励 培训:训练 喜欢:喜爱 立刻:马上 位置:地点 寻找:找寻 发现:找到 离开:离去 研究:探究 保持:维持 拥有:具有 影响:作用 需要:需 迅速:快速 死亡:身亡 出生:诞生 经常:常常 然后:随后 附近:邻近'
    .split(' ')
    .map((pair) => {
      const [from = '', to = ''] = pair.split(':');
      return [new RegExp(from, 'u'), to] as const;
    });
const ENGLISH_SYNONYMS: readonly (readonly [RegExp, string])[] =
  'began:started many:numerous big:large large:big important:significant however:but because:since showed:demonstrated used:employed helped:assisted created:established founded:established built:constructed received:got gained:obtained roughly:approximately area:region country:nation nations:countries university:college ended:finished purchased:bought bought:purchased various:several rapidly:quickly primarily:mainly often:frequently located:situated children:kids wealth:riches damage:harm forbids:prohibits citizens:residents'
    .split(' ')
    .map((pair) => {
      const [from = '', to = ''] = pair.split(':');
      return [new RegExp(`\\b${from}\\b`, 'u'), to] as const;
    });
const CONNECTIVE =
  /^(?:但|而|并|且|也|还|又|则|其|因|所以|从而|以及|同时|后|最后|然后|此|这|那|他|她|它|该|使|令|即|如|包括|例如|之|为|和|与|或|直到|不过|至|才|就|and|but|or|which|who|where|while|with|as|so|then|including|that|whose|such|this|the latter|also|when|although)/iu;
const DIGITS = '零一二三四五六七八九十';

function frame(text: string, random: Random): string {
  const frames = CHINESE.test(text) ? FRAMES : ENGLISH_FRAMES;
  return (frames[Math.floor(random() * frames.length)] ?? '') + text;
}

function turnClauses(text: string): string | null {
  const isChinese = CHINESE.test(text);
  const end = /[。.！!]$/u.exec(text)?.[0];
  const body = text.replace(/[。.！!]$/u, '');
  const clauses = isChinese ? body.split('，') : body.split(', ');
  const [first = '', second = ''] = clauses.slice(-2);
  const balanced = [first, second].every(
    (clause) =>
      !CONNECTIVE.test(clause) &&
      clause.length > (isChinese ? 6 : 25) &&
      !/[“”"《》()（）；;：:、]/u.test(clause) &&
      (isChinese || /\b(?:was|were|is|are|has|had|\p{Ll}+ed)\b/u.test(clause)),
  );
  if (end === undefined || clauses.length < 3 || !balanced) {
    return null;
  }
  const rest = clauses.slice(0, -2);
  return [...rest, second, first].join(isChinese ? '，' : ', ') + end;
}

function dropAdverbial(text: string): string | null {
  const head = CHINESE.test(text)
    ? /^(?:在[^，]{2,16}|[^，]{0,8}(?:年|月|日|时|后|前|期间)|近年来|目前|此外|同时|因此|另外)，/u.exec(
        text,
      )
    : /^(?:In|On|At|During|After|Before|Since|By|However|Additionally|Also)\b[^,]{0,40}, /u.exec(
        text,
      );
  const rest = head === null ? '' : text.slice(head[0].length);
  return rest.length < 8 ? null : rest.charAt(0).toUpperCase() + rest.slice(1);
}

function useSynonym(text: string, random: Random): string | null {
  const usable = (CHINESE.test(text) ? SYNONYMS : ENGLISH_SYNONYMS).filter(([from]) =>
    from.test(text),
  );
  const chosen = usable[Math.floor(random() * usable.length)];
  return chosen === undefined ? null : text.replace(chosen[0], chosen[1]);
}

function inChinese(value: number): string {
  if (value <= 10) {
    return DIGITS.charAt(value);
  }
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? DIGITS.charAt(tens) : ''}十${value % 10 > 0 ? DIGITS.charAt(value % 10) : ''}`;
}

/** Another spelling of a number, a percentage or a date, of equal value. */
function respell(text: string): string | null {
  const rules: readonly (readonly [RegExp, (...match: string[]) => string])[] = [
    [/(?<![\d.])(\d{1,2})(?:\.0)?%/u, (_, value = '') => `百分之${inChinese(Number(value))}`],
    [
      /(?<![\d])(\d{1,2})月(\d{1,2})日/u,
      (_, month = '', day = '') => `${inChinese(Number(month))}月${inChinese(Number(day))}日`,
    ],
    [/(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,])/u, (_, head = '', tail = '') => head + tail],
    [
      /(?<![\d.,])([1-9]\d?)(\d{3})(?=人|名|米|元|公里|亩|户)/u,
      (_, head = '', tail = '') => `${head},${tail}`,
    ],
    [/(?<![\d.,])(\d+)万(?=人|元|名|户|吨|亩)/u, (_, value = '') => `${value}0000`],
    [
      /(?<![\d.,A-Za-z])([2-9])(?=个|名|位|座|所|场|次|部|种|条|项)/u,
      (_, value = '') => inChinese(Number(value)),
    ],
    [
      /(?<![第一二三四五六七八九十百千])([三四五六七八九])(?=个|名|位|座|所|场|部|项)/u,
      (_, value = '') => String(DIGITS.indexOf(value)),
    ],
  ];
  const english: typeof rules = [
    [/\b(\d{1,3}),(\d{3})\b(?!,)/u, (_, head = '', tail = '') => head + tail],
    [/\b(\d+(?:\.\d+)?)%/u, (_, value = '') => `${value} percent`],
    [/\b(\d+(?:\.\d+)?) ?percent\b/u, (_, value = '') => `${value}%`],
    [/\bfive\b/u, () => '5'],
    [/\bthree\b/u, () => '3'],
    [/\bfour\b/u, () => '4'],
  ];
  for (const [pattern, by] of CHINESE.test(text) ? rules : english) {
    if (pattern.test(text)) {
      return text.replace(pattern, by);
    }
  }
  return null;
}

export function paraphraseClaim(text: string, random: Random): readonly Paraphrase[] {
  const made: readonly (readonly [string, string | null])[] = [
    ['framed', frame(text, random)],
    ['clauses turned', turnClauses(text)],
    ['adverbial dropped', dropAdverbial(text)],
    ['synonym', useSynonym(text, random)],
    ['number respelt', respell(text)],
  ];
  return made.flatMap(([kind, changed]) =>
    changed === null || changed === text ? [] : [{ kind, text: changed }],
  );
}
