/** Characters of a written pinyin syllable: Latin letters, tone marks composed or not, and the look-alikes of copied text. */
const LETTERS =
  'a-zāáǎàăōóǒòŏēéěèĕêīíǐìĭūúǔùŭüǖǘǚǜḿńňǹɑɡ\\u0300\\u0301\\u0302\\u0304\\u0306\\u0308\\u030c';

/** Source of a regex for a syllable; the longest (zhuāng, with its marks apart) has eight characters. */
export const SYLLABLE = `[${LETTERS}]{1,8}`;

const TONE_MARK = /[\u0300\u0301\u0304\u030c]/gu;

export interface PinyinSyllable {
  /** As dictionaries write it: composed, with tone mark. */
  readonly exact: string;
  /** Without its tone. */
  readonly toneless: string;
  readonly hasTone: boolean;
}

/** Brings a syllable as it was copied to the form of dictionaries: ă, ɑ and ɡ stand for ǎ, a and g. */
export function parseSyllable(written: string): PinyinSyllable {
  const apart = written
    .normalize('NFD')
    .replaceAll('\u0306', '\u030c')
    .replaceAll('ɑ', 'a')
    .replaceAll('ɡ', 'g');
  const exact = apart.normalize('NFC');
  const toneless = apart.replace(TONE_MARK, '').normalize('NFC');
  return { exact, toneless, hasTone: exact !== toneless };
}

const SPELLING =
  /^(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:a[io]?|ang?|e[ir]?|eng?|o|ou|ong|i|iang?|iao?|ie|ing?|iong|iu|u|uang?|uai?|ue|ui|un|uo|ü|üe)$/u;

/** Whether it is spelt as a syllable of Mandarin. A single letter without tone is a list label sooner than a syllable. */
export function isSyllable({ toneless, hasTone }: PinyinSyllable): boolean {
  return (hasTone || toneless.length > 1) && SPELLING.test(toneless);
}
