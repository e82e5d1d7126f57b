import type { Span } from '../domain/span.js';
import { foldWidth } from './fold-width.js';
import { placeNames } from './place-names.js';

export type NameKind = 'person' | 'place' | 'organisation' | 'latin' | 'other';

export interface NameMention {
  readonly kind: NameKind;
  readonly text: string;
  /** UTF-16 offsets. */
  readonly span: Span;
}

/** Tells parts of speech with jieba's tags (`nr` person, `ns` place, `nt` organisation, `nz` other name). */
export interface NameTagger {
  words(
    text: string,
  ): readonly { readonly text: string; readonly tag: string; readonly start: number }[];
}

const DOUBLE_SURNAMES =
  '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|司空|夏侯|端木|百里|南宫';
const SURNAMES =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费薛雷贺倪汤滕殷罗毕郝邬安常乐于傅卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应丁宣邓郁单洪包左石崔吉龚程邢裴陆荣翁荀甄封芮储靳焦巴谷车侯全班仰仲宁仇甘厉戎祖武符刘景詹束龙叶司黎薄印白蒲邰赖卓蔺屠池乔胥苍闻翟谭姬申冉桑桂牛边温庄晏柴瞿阎慕连习艾鱼容向古易廖耿满匡国文寇广禄东欧聂晁勾敖融冷辛阚那简饶曾关岳帅郜涂窦';
const GIVEN = '[\\p{Script=Han}]';
const TITLES =
  '副?科长|副?处长|副?镇长|副?乡长|村长|副?州长|副?行长|副?馆长|副?站长|副?队长|副?书记|副?省长|副?市长|副?县长|副?区长|副?部长|副?厅长|副?局长|副?主任|副?主席|总?副?总理|副?院长|副?校长|副?会长|秘书长|副?总经理|董事长|总裁|委员长|副?司令员?|常委|委员|教授|博士|先生|女士|同志|记者|编辑|院士|部长|国王|皇帝|总统|首相|大臣|将军|导演|作家|演员|主持人|通讯员|责任编辑|发言人|代表|负责人|校长|老师|医生|律师|主编|摄影';
const SPEECH =
  '作(?=[了出])|强调|指出|表示|说|称|认为|要求|主持|出席|讲话|介绍|宣布|通报|作出|提出|参加|致辞|会见|会谈|率|赴|到|前往|调研|批示|代表|担任|当选|任(?=[^务何意性])|透露|回应|建议|呼吁|回忆|告诉|解释|补充|就|在(?=[会讲])|发表|签署|宣读|总结|传达|部署|陪同|同志|先生|女士|教授|院士|等(?=[出参陪领同])';
const STOP_GIVEN =
  /[，。；：、的了在是和与及等就并将为有把被我他她它们会要这那其各部门院局厅省市县区所委出持调讲说]/u;
const PERSON_AFTER_TITLE = new RegExp(
  `(?:${TITLES})[:：、,，]?\\s?((?:${DOUBLE_SURNAMES})${GIVEN}{1,2}|[${SURNAMES}]${GIVEN}{1,2}?)(?=(?:${SPEECH})|[，。；：、,;.)）\\s]|$|和|与|及)`,
  'gu',
);
const PERSON_BEFORE_SPEECH = new RegExp(
  `(?<=^|[，。；：、！？\\s,;:.!?“「（(和与及由])((?:${DOUBLE_SURNAMES})${GIVEN}{1,2}|[${SURNAMES}]${GIVEN}{1,2}?)(?=(?:${SPEECH}|${TITLES}))`,
  'gu',
);
const PERSON_IN_LIST = new RegExp(
  `(?<=^|[、：:，。；\\n])([${SURNAMES}]${GIVEN}{1,2})(?=、|等|(?<=、[^、]{2,3})[，。；])`,
  'gu',
);
/** Words that begin like a name and stand in lists. */
const NOT_PERSON =
  /^(?:高校|高中|高[新端质效速温]|金[融属]|安[全徽]|方[案法式面]|温[度州]|江[河苏]|水|白|石[油化]|黄[金河]|成[果都]|项目|时[间代]|路线|车辆|包[装括]|荣誉|华[侨人]|房[屋产]|宁[夏波]|康养|明|司法|文[化旅明件]|齐全|欧[洲盟美]|广[东西告播]|云南|贵[州阳]|海|计划|平[台均]|连续|常[州委]|解|应|易|经|周[边期]|冷|强|管|双|关|巴|单位|黎|林[业区草]|牛|马|羊|鱼|花|葛|麻|柴|柏|桑|桂|谷|麦|党|国|满|毛|古|宣|幸|薪|顾客|封|简|相关|向|容|路|于是|和|任[何务])/u;
/** The characters beside the dot are enough: where the name begins and ends is not marked. */
const FOREIGN = /\p{Script=Han}{1,2}[·•・][\p{Script=Han}A-Z]{1,2}/gu;
const PLACE_SUFFIX =
  /([\p{Script=Han}]{2})(省|自治区|自治州|市|县|镇|乡)(?<!(?:城|乡|村)镇)(?!场|委|长|民|政|直|属|级|域|场化|值|区|政府|人民)/gu;
const ORGANISATION =
  /((?:(?![的和与及在于各是等把要就从向对由为])\p{Script=Han}){2,3}?)(管理局|乡村振兴局|委员会|办公室|人民政府|政府|厅|局|委|公司|集团|大学|学院|银行|法院|检察院|医院|研究院|研究所|协会|联合会|出版社|通讯社|电视台)/gu;
const ORGANISATION_STOP =
  /[一二三四五六七八九十的和与及、在于各是等有关把要就从向对]|主会|分会|部门|企业|大会|单位|大局|结局|格局|布局|全局|当局|党政|职能|本公|该公|某公|总公|分公|子公|母公|上市|地方|中央/u;
const LATIN_WORD = "\\p{Lu}(?:\\.(?=\\s?\\p{Lu})|[\\p{Script=Latin}\\d'’-]*)";
const LATIN = new RegExp(
  `(?<![\\p{Script=Latin}\\d])${LATIN_WORD}(?:\\s(?:(?:of|de|van|von|da|di|la|le|al)\\s(?=\\p{Lu}))?${LATIN_WORD})*`,
  'gu',
);

const SURNAME = new RegExp(`^(?:${DOUBLE_SURNAMES}|[${SURNAMES}])`, 'u');

/** Whether a Chinese name can be a person's of this country. */
export function beginsWithSurname(name: string): boolean {
  return SURNAME.test(name);
}

interface Finder {
  readonly kind: NameKind;
  readonly pattern: RegExp;
  readonly group: number;
}

const FINDERS: readonly Finder[] = [
  { kind: 'person', pattern: FOREIGN, group: 0 },
  { kind: 'person', pattern: PERSON_AFTER_TITLE, group: 1 },
  { kind: 'person', pattern: PERSON_BEFORE_SPEECH, group: 1 },
  { kind: 'person', pattern: PERSON_IN_LIST, group: 1 },
  { kind: 'organisation', pattern: ORGANISATION, group: 0 },
];
const TAGS: Readonly<Record<string, NameKind>> = {
  nr: 'person',
  nrt: 'person',
  nrfg: 'person',
  ns: 'place',
  nt: 'organisation',
  nz: 'other',
};
const KNOWN_PLACE = new RegExp(
  [...placeNames.keys()].sort((a, b) => b.length - a.length).join('|'),
  'gu',
);

function accepted(kind: NameKind, name: string): boolean {
  if (kind === 'organisation') {
    return !ORGANISATION_STOP.test(name);
  }
  return kind !== 'person' || /[·•・]/u.test(name) || !STOP_GIVEN.test(name.slice(1));
}

/** The words of a capitalised run that are a name, without what only begins a sentence. */
function latinNames(text: string): NameMention[] {
  return Array.from(text.matchAll(LATIN), (match) => ({
    kind: 'latin' as const,
    text: match[0].replace(/[.'’-]+$/u, ''),
    span: { start: match.index, end: match.index + match[0].replace(/[.'’-]+$/u, '').length },
  })).filter((mention) => mention.text !== '');
}

function taggedNames(text: string, tagger: NameTagger): NameMention[] {
  return tagger.words(text).flatMap((word) => {
    const kind = TAGS[word.tag];
    return kind === undefined || word.text.length < 2 || !/\p{Script=Han}/u.test(word.text)
      ? []
      : [
          {
            kind,
            text: word.text,
            span: { start: word.start, end: word.start + word.text.length },
          },
        ];
  });
}

/**
 * Proper names as far as they can be told without a model: persons by surname beside a title or a verb of
 * speaking, known places and those with 省, 市, 县, bodies by their last word, capitalised words. Misses names in
 * other positions unless a tagger is handed in. In order of place; mentions may overlap.
 */
export function readNames(text: string, tagger?: NameTagger): readonly NameMention[] {
  const folded = foldWidth(text);
  const mentions: NameMention[] = [];
  for (const { kind, pattern, group } of FINDERS) {
    for (const match of folded.matchAll(pattern)) {
      const name = match[group] ?? '';
      if (accepted(kind, name) && !(pattern === PERSON_IN_LIST && NOT_PERSON.test(name))) {
        const start = match.index + match[0].length - (group === 0 ? match[0].length : name.length);
        mentions.push({ kind, text: name, span: { start, end: start + name.length } });
      }
    }
  }
  for (const match of folded.matchAll(KNOWN_PLACE)) {
    mentions.push({
      kind: 'place',
      text: match[0],
      span: { start: match.index, end: match.index + match[0].length },
    });
  }
  for (const match of folded.matchAll(PLACE_SUFFIX)) {
    const name = match[0];
    if (!/[全各我本该两一二三四五六七八九十的在和与及有省市县区]/u.test(match[1] ?? '')) {
      mentions.push({
        kind: 'place',
        text: name,
        span: { start: match.index, end: match.index + name.length },
      });
    }
  }
  mentions.push(
    ...latinNames(folded),
    ...(tagger === undefined ? [] : taggedNames(folded, tagger)),
  );
  return mentions.sort(
    (one, other) => one.span.start - other.span.start || one.span.end - other.span.end,
  );
}
