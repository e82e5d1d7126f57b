/** Foreign names in Chinese characters beside the same names in letters: 玛丽·麦特琳 and Marlee Matlin. */

/** Characters that names are put into Chinese with. Outside of names few of them stand side by side. */
const CHARACTERS =
  '第迭阿艾爱安奥澳巴拜班邦包保鲍贝本比彼毕宾波玻伯勃博布蔡策查察昌茨茲兹达大戴丹当道德登邓迪狄底蒂丁东杜敦顿多俄厄恩尔耳法凡范方菲费芬丰佛夫弗福富盖甘冈高戈哥格葛根古瓜圭果哈海汉汗豪赫黑亨洪胡华怀霍基吉及纪季加佳贾简姜杰金津久喀卡凯坎康考柯科可克肯孔寇库夸奎昆拉腊莱来兰朗劳勒乐雷蕾黎礼里理利莉历立丽连良列林琳灵龙隆卢鲁路露伦罗洛略吕马玛麦迈满曼毛梅门蒙孟米密敏明摩莫墨默姆木穆拿那纳娜乃南内能妮尼年涅宁牛纽农努诺女欧帕派潘庞佩彭蓬皮匹平珀坡泼朴普其奇齐契恰钱强乔切钦琴青琼丘曲让热仁日荣茹瑞若撒萨塞赛三桑森沙莎山尚绍舍申什圣盛施石士史舒斯丝思司松苏所索塔泰坦汤唐陶特腾提图土吐托陀瓦娃万汪旺威韦维伟魏温文翁沃乌吾武伍西希锡喜夏香肖谢辛欣新兴休修许雪雅亚扬杨耶叶伊依衣宜易因殷英尤犹于裕约宰赞泽曾扎詹张章珍芝志治朱卓子佐匈俾拿撒拜占庭诺曼';
const RUN = new RegExp(`[${CHARACTERS}·•・]{2,}`, 'gu');
const MAX_RUNS = 200;

/** Runs of such characters: a name, perhaps with a word or two around it. */
export function transliteratedRuns(text: string): readonly string[] {
  return (text.match(RUN) ?? []).slice(0, MAX_RUNS);
}

/** A sound by its class, `-` for vowels that count for little. */
interface Sound {
  readonly code: string;
  /** What it costs to leave it out. */
  readonly weight: number;
}

const LETTER_SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:tch|sch|sh|ch|zh|ts|tz|dg|j)/u, 'S'],
  [/^(?:ph|f|v)/u, 'F'],
  [/^th/u, 'D'],
  [/^(?:ck|gh|kh|qu|k|q|g|x)/u, 'K'],
  [/^c(?=[eiy])/u, 'S'],
  [/^c/u, 'K'],
  [/^[bp]/u, 'B'],
  [/^[dt]/u, 'D'],
  [/^[sz]/u, 'S'],
  [/^[rl]/u, 'L'],
  [/^m/u, 'M'],
  [/^ng(?![aeiou])/u, 'N'],
  [/^n/u, 'N'],
  [/^w/u, 'W'],
  [/^h/u, 'H'],
  [/^y/u, 'Y'],
];
const SYLLABLE_INITIAL: readonly (readonly [RegExp, string])[] = [
  [/^(?:zh|ch|sh|[zcsjqx])/u, 'S'],
  [/^[bp]/u, 'B'],
  [/^[dt]/u, 'D'],
  [/^[gk]/u, 'K'],
  [/^f/u, 'F'],
  [/^[rl]/u, 'L'],
  [/^m/u, 'M'],
  [/^n/u, 'N'],
  [/^w/u, 'W'],
  [/^h/u, 'H'],
  [/^y/u, 'Y'],
];
const LIGHT = new Set(['H', 'W', 'Y', 'L', 'N', 'V']);

function sound(code: string): Sound {
  return { code, weight: code === 'V' ? 0.12 : LIGHT.has(code) ? 0.5 : 1 };
}

function soundsOfName(name: string): Sound[] {
  let rest = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s$/u, '')
    .replace(/[^a-z]/gu, '');
  const sounds: Sound[] = [];
  while (rest !== '') {
    const rule = LETTER_SOUNDS.find(([pattern]) => pattern.test(rest));
    const length = rule === undefined ? 1 : (rule[0].exec(rest)?.[0].length ?? 1);
    const code = rule?.[1] ?? 'V';
    if (sounds.at(-1)?.code !== code) {
      sounds.push(sound(code));
    }
    rest = rest.slice(length);
  }
  return sounds;
}

function soundsOfSyllable(syllable: string): Sound[] {
  if (syllable === 'er') {
    return [sound('L')];
  }
  const initial = SYLLABLE_INITIAL.find(([pattern]) => pattern.test(syllable));
  const nasal = /n(?:g)?$/u.test(syllable.slice(1));
  return [
    ...(initial === undefined ? [] : [sound(initial[1])]),
    sound('V'),
    ...(nasal ? [sound('N')] : []),
  ];
}

/** What it costs to take one sound for another. */
function mismatch(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  const pair = [one, other].sort().join('');
  if (/^(?:FW|HK|MN|FB|BF|SY|DS|KS|BW|FH|HW|VW|VY|HV)$/u.test(pair)) {
    return 0.4;
  }
  return 2;
}

/** Least cost of the name against any stretch of whole syllables, a share of the name's weight. */
function distance(
  name: readonly Sound[],
  syllables: readonly string[],
  extent: 'part' | 'whole',
): number {
  const units = syllables.map(soundsOfSyllable);
  const sounds = units.flat();
  const starts = new Set<number>();
  const ends = new Set<number>();
  let at = 0;
  for (const unit of units) {
    starts.add(at);
    at += unit.length;
    ends.add(at);
  }
  const whole = name.reduce((sum, { weight }) => sum + weight, 0);
  let row = Array.from({ length: sounds.length + 1 }, (_, place) =>
    (extent === 'part' ? starts.has(place) : place === 0) ? 0 : Number.POSITIVE_INFINITY,
  );
  for (const one of name) {
    const next: number[] = [(row[0] ?? 0) + one.weight];
    for (const [place, other] of sounds.entries()) {
      next.push(
        Math.min(
          (row[place] ?? 0) + mismatch(one.code, other.code),
          (row[place + 1] ?? 0) + one.weight,
          (next[place] ?? 0) + other.weight,
        ),
      );
    }
    row = next;
  }
  const best = row.filter((_, place) =>
    extent === 'part' ? ends.has(place) : place === sounds.length,
  );
  return Math.min(...best, Number.POSITIVE_INFINITY) / Math.max(1, whole);
}

const NEAREST = 0.2;
const MIN_SOUNDS = 4;
const MAX_SOUNDS = 40;
const MAX_SYLLABLES = 60;

/** Whether a name in letters sounds like a stretch of one of the runs, given as syllables. Rough, and meant to be. */
export function soundsLike(
  name: string,
  runs: readonly (readonly string[])[],
  extent: 'part' | 'whole' = 'part',
): boolean {
  const plain = name.replace(/['’]s?$/u, '');
  const forms = new Set([plain, plain.replace(/(?:s|ians?|ans?|ish|ese|ic)$/u, '')]);
  return [...forms].some((form) => {
    const sounds = soundsOfName(form);
    return (
      sounds.length >= MIN_SOUNDS &&
      sounds.length <= MAX_SOUNDS &&
      runs.some((run) => run.length < MAX_SYLLABLES && distance(sounds, run, extent) <= NEAREST)
    );
  });
}
