/** Seeded rules that make a true sentence false in one literal. They share no code with what is tested. */
export type FalsifiedKind = 'number' | 'date' | 'unit' | 'name' | 'negation' | 'hedge';

export interface Falsified {
  readonly kind: FalsifiedKind;
  readonly rule: string;
  readonly text: string;
}

export type Random = () => number;

/** Mulberry32: the same numbers for the same seed, from 0 up to 1. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const PERSONS =
  '王建国 李晓明 张志强 刘海涛 陈立群 赵文博 孙立平 周怀民 吴国华 郑秀英 冯远征 蒋丽萍'.split(' ');
const PLACES = '哈尔滨 昆明 贵阳 兰州 西宁 银川 南宁 海口 福州 长沙 墨西哥 加拿大 挪威'.split(' ');
const LATIN_NAMES = 'Johnson Williams Peterson Hamburg Lisbon Zhang Henderson Oslo Nagoya'.split(
  ' ',
);
const ORGANISATIONS: readonly (readonly [string, string])[] = [
  ['教育厅', '财政厅'],
  ['财政厅', '水利厅'],
  ['乡村振兴局', '市场监管局'],
  ['发展改革委', '卫生健康委'],
  ['卫生健康委', '发展改革委'],
  ['人力资源和社会保障厅', '生态环境厅'],
  ['统计局', '税务局'],
  ['交通运输厅', '农业农村厅'],
  ['大学', '中学'],
  ['银行', '医院'],
];
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\d一二三四五六七八九十百千])万(?!一|物|岁)/u, '亿'],
  [/(?<=\d)亿/u, '万'],
  [/(?<=[\d万亿千百])元/u, '美元'],
  [/(?<=[\d万亿千百])美元/u, '元'],
  [/(?<=[\d万千百])公里/u, '米'],
  [/(?<=[\d万千百])(?:千)米/u, '米'],
  [/(?<=[\d万千百])米/u, '公里'],
  [/(?<=[\d万千百])人(?!次|民|口|均)/u, '户'],
  [/(?<=[\d万千百])户/u, '人'],
  [/(?<=\d)小时/u, '分钟'],
  [/(?<=\d)分钟/u, '小时'],
  [/(?<=[\d万亿千百])吨/u, '公斤'],
  [/(?<=[\d万千百])亩/u, '平方米'],
  [/(?<=[\d万千百])平方公里/u, '平方米'],
  [/(?<=[\d])个百分点/u, '%'],
  [/(?<=\d)%/u, '‰'],
  [/(?<=\d)天/u, '年'],
  [/(?<=\d)个月/u, '天'],
  [/(?<=\d)岁/u, '天'],
  [/(?<=[\d万千百])家/u, '所'],
  [/(?<=\d (?:million |billion |thousand )?)(?:yuan|dollars)/u, 'euros'],
  [/(?<=\d )(?:kilometers|kilometres|miles)/u, 'feet'],
  [/(?<=\d )(?:years)\b/u, 'months'],
  [/(?<=\d )percent/u, 'tonnes'],
  [/(?<=\d )(?:hours)\b/u, 'days'],
  [/(?<=\d )million/u, 'billion'],
  [/(?<=\d )tonnes/u, 'kilograms'],
  [/(?<=\d )minutes/u, 'hours'],
];
const CHINESE_DIGITS = '一二三四五六七八九';
const COUNTED =
  '(?=[十百千万亿]|个|名|项|次|家|位|场|条|种|年|天|倍|成|所|座|户|届|批|方面|大[^小])';
const NEGATIONS =
  /不得|不准|不能|不会|不再|不要|并未|从未|尚未|没有|未能|未(?=[经完出发按获被])|无法|无须|严禁|禁止|不(?=[是存允搞发增减影收超低利含接同予设])|\bnot |\bnever |\bno longer |\bdid not |n't\b|\bcannot\b/u;
const VERBS =
  /(?<!不|未|没有|没|无|否)(?:同意|支持|完成|实现|批准|通过|增加|提高|发放|参加|出席|允许|获得|包括|属于|成立|举行|召开|发行|采用)|\b(?:was|were|is|are|will|has|have|had|can)\b(?! not)/u;
const HEDGES =
  /左右|以上|以下|以内|大约|(?<![制节简公条签预特集纽契合誓盟失])约(?=\d)|将近|近(?=\d)|超过(?=\d)|至少|不足(?=\d)|力争|争取(?=[在到实完新])|努力(?=[完实提做推])|预计|有望|可能(?!性)|总体(?=稳|平|向|上)|基本(?=完|建|实|形|稳|解|消|持)|\b(?:about|nearly|almost|approximately|at least|more than|less than|over|around) (?=\d)|\bstrive to |\bis expected to |\bare expected to |\bmay (?=be|have)|\bapproximately |\bprobably /u;

type Rule = (
  text: string,
  random: Random,
) => { readonly rule: string; readonly text: string } | null;

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

function replaceAt(text: string, match: RegExpExecArray, by: string): string {
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

function anyMatch(text: string, pattern: RegExp, random: Random): RegExpExecArray | null {
  const matches = [...text.matchAll(new RegExp(pattern.source, 'gu'))];
  return matches.length === 0 ? null : (pick(matches, random) as RegExpExecArray);
}

const otherNumber: Rule = (text, random) => {
  const digits = anyMatch(
    text,
    /(?<![\d.,A-Za-z-])\d[\d,]*(?:\.\d+)?(?![\d]|[年月日]|\s?(?:st|nd|rd|th)\b)/u,
    random,
  );
  const words = anyMatch(
    text,
    new RegExp(
      `(?<![第一二三四五六七八九十百千万零〇进统唯之同])[${CHINESE_DIGITS}]${COUNTED}(?!月)`,
      'u',
    ),
    random,
  );
  if (digits !== null && (words === null || random() < 0.7)) {
    const value = Number(digits[0].replaceAll(',', ''));
    const changed = pick([value * 2, value + 1, value * 10, value + 7], random);
    const written = digits[0].includes(',')
      ? Math.round(changed).toLocaleString('en-US')
      : String(Math.round(changed * 1000) / 1000);
    return value === 0 ? null : { rule: 'digits', text: replaceAt(text, digits, written) };
  }
  if (words === null) {
    return null;
  }
  const place = CHINESE_DIGITS.indexOf(words[0]);
  const changed = CHINESE_DIGITS.charAt((place + 1 + Math.floor(random() * 8)) % 9);
  return changed === words[0] ? null : { rule: 'numeral', text: replaceAt(text, words, changed) };
};

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

const otherDate: Rule = (text, random) => {
  const part = anyMatch(text, /(?<!\d)(?:\d{4}(?=年)|\d{1,2}(?=月|日))/u, random);
  if (part !== null) {
    const value = Number(part[0]);
    const changed = value > 31 ? value + 1 + Math.floor(random() * 20) : (value % 12) + 1;
    return changed === value
      ? null
      : { rule: 'part', text: replaceAt(text, part, String(changed)) };
  }
  const month = anyMatch(text, new RegExp(`(?:${MONTHS.join('|')})(?= \\d)`, 'u'), random);
  if (month !== null) {
    const changed = MONTHS[
      (MONTHS.indexOf(month[0]) + 1 + Math.floor(random() * 10)) % 12
    ] as string;
    return { rule: 'month', text: replaceAt(text, month, changed) };
  }
  const year = anyMatch(text, /(?<![\d,.$])(?:1[5-9]|20)\d\d(?![\d,.%])(?=\D|$)/u, random);
  return year === null
    ? null
    : {
        rule: 'year',
        text: replaceAt(text, year, String(Number(year[0]) + 1 + Math.floor(random() * 9))),
      };
};

const otherUnit: Rule = (text, random) => {
  const found = UNITS.flatMap(([pattern, by]) => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ match, by }];
  });
  if (found.length === 0) {
    return null;
  }
  const { match, by } = pick(found, random);
  return { rule: match[0], text: replaceAt(text, match, by) };
};

function otherName(names: readonly { readonly text: string; readonly kind: string }[]): Rule {
  return (text, random) => {
    const bodies = ORGANISATIONS.filter(([body, by]) => text.includes(body) && !text.includes(by));
    const usable = names.filter((name) => text.includes(name.text));
    if (usable.length === 0 || (bodies.length > 0 && random() < 0.3)) {
      const body = bodies.length === 0 ? null : pick(bodies, random);
      return body === null ? null : { rule: 'body', text: text.replace(body[0], body[1]) };
    }
    const name = pick(usable, random);
    const pool = name.kind === 'person' ? PERSONS : name.kind === 'latin' ? LATIN_NAMES : PLACES;
    const by = pick(
      pool.filter((one) => !text.includes(one)),
      random,
    );
    return { rule: name.kind, text: text.replaceAll(name.text, by) };
  };
}

const otherNegation: Rule = (text, random) => {
  const negation = anyMatch(text, NEGATIONS, random);
  if (negation !== null && random() < 0.75) {
    return { rule: `lost ${negation[0]}`, text: replaceAt(text, negation, '') };
  }
  const verb = anyMatch(text, VERBS, random);
  if (verb === null) {
    return null;
  }
  const by = /^[a-z]/u.test(verb[0])
    ? `${verb[0]} not`
    : `${pick(['不', '未', '没有'], random)}${verb[0]}`;
  return { rule: `added to ${verb[0]}`, text: replaceAt(text, verb, by) };
};

const otherHedge: Rule = (text, random) => {
  const hedge = anyMatch(text, HEDGES, random);
  if (hedge !== null && random() < 0.75) {
    return { rule: `lost ${hedge[0]}`, text: replaceAt(text, hedge, '') };
  }
  const amount = anyMatch(
    text,
    /(?<!约|近|过|达|[\d.,A-Za-z第-])\d[\d,.]*(?:万|亿)?(?:人|元|家|个|户|吨|公里|亩)(?!民|口|均|次|百|月|以|左|多|余|上)/u,
    random,
  );
  if (amount === null) {
    return null;
  }
  const added = pick(
    [`约${amount[0]}`, `${amount[0]}以上`, `近${amount[0]}`, `${amount[0]}左右`],
    random,
  );
  return { rule: `added ${added}`, text: replaceAt(text, amount, added) };
};

/** One falsified form for each kind that the sentence has something for. */
export function falsifyClaim(
  text: string,
  random: Random,
  names: readonly { readonly text: string; readonly kind: string }[] = [],
): readonly Falsified[] {
  const rules: readonly (readonly [FalsifiedKind, Rule])[] = [
    ['number', otherNumber],
    ['date', otherDate],
    ['unit', otherUnit],
    ['name', otherName(names)],
    ['negation', otherNegation],
    ['hedge', otherHedge],
  ];
  return rules.flatMap(([kind, rule]) => {
    const made = rule(text, random);
    return made === null || made.text === text ? [] : [{ kind, ...made }];
  });
}
