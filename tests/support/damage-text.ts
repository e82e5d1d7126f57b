import { Converter } from 'opencc-js/cn2t';
import { pinyin } from 'pinyin-pro';

export interface DamageOptions {
  readonly seed: number;
  /** Share of the Chinese characters that get a reading. */
  readonly readings?: number;
  /** Share of the characters with a reading that are lost, reading left: `?jiǎng)` or `?(jiǎng)`. */
  readonly lost?: number;
  readonly traditional?: boolean;
  /** Whether punctuation is doubled and made half-width. */
  readonly marks?: boolean;
}

export interface LostOriginal {
  /** As it was, simplified. */
  readonly character: string;
  readonly remains: string;
  /** Offset of the remains in the damaged text. */
  readonly start: number;
}

export interface DamagedText {
  readonly text: string;
  readonly lost: readonly LostOriginal[];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const HAN = /^\p{Script=Han}$/u;
const HALF_WIDTH: Readonly<Record<string, string>> = {
  '；': ';',
  '：': ':',
  '！': '!',
  '（': '(',
  '）': ')',
};

const createConverter = lazily(() => Converter({ from: 'cn', to: 't' }));

/** Damages clean simplified text as the first report was damaged. */
export function damageText(clean: string, options: DamageOptions): DamagedText {
  const { seed, readings = 0.2, lost: lostShare = 0, traditional = true, marks = true } = options;
  const random = createRandom(seed);
  const toTraditional = createConverter();
  const original = Array.from(clean);
  const turned = traditional ? Array.from(toTraditional(clean)) : original;
  if (turned.length !== original.length) throw new RangeError('the conversion changed the length');
  const halfBrackets = chineseBrackets(original);
  const lost: LostOriginal[] = [];
  let text = '';
  for (const [index, character] of original.entries()) {
    text += damageCharacter(character, index);
  }
  return { text, lost };

  function damageCharacter(character: string, index: number): string {
    const shown = turned[index] as string;
    const before = original[index - 1] ?? '';
    const after = original[index + 1] ?? '';
    if (HAN.test(character)) {
      if (random() >= readings) return shown;
      const reading = readingOf(shown, random);
      if (reading === '') return shown;
      if (random() >= lostShare) return `${shown}(${reading})`;
      const remains = random() < 0.5 ? `?${reading})` : `?(${reading})`;
      lost.push({ character, remains, start: text.length });
      return remains;
    }
    if (!marks) return character;
    return damageMark(character, before, after, halfBrackets.has(index), random);
  }
}

/** Keeps what `create` gives the first time. */
function lazily<T>(create: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: create() };
    return kept.value;
  };
}

function readingOf(character: string, random: () => number): string {
  const known = pinyin(character, { multiple: true, type: 'array' });
  const reading = known[Math.floor(random() * known.length)] ?? '';
  return reading === character ? '' : reading;
}

function damageMark(
  mark: string,
  before: string,
  after: string,
  isChineseBracket: boolean,
  random: () => number,
): string {
  if (mark === '，') {
    const single = HAN.test(before) && HAN.test(after) && random() < 0.3;
    return single ? ',' : ',,';
  }
  if ((mark === '。' || mark === '、') && random() < 0.8) return `,${mark}`;
  const half = HALF_WIDTH[mark];
  if (half === undefined) return mark;
  const isBracket = mark === '（' || mark === '）';
  if (isBracket) return isChineseBracket ? half : mark;
  return HAN.test(before) && HAN.test(after) ? half : mark;
}

/** Indexes of the round brackets whose pair has Chinese characters just inside and just outside. */
function chineseBrackets(characters: readonly string[]): Set<number> {
  const found = new Set<number>();
  let open = -1;
  for (const [index, character] of characters.entries()) {
    if (character === '\n' || character === '(' || character === ')') open = -1;
    if (character === '（') open = index;
    if (character !== '）' || open < 0) continue;
    const around = [open - 1, open + 1, index - 1, index + 1].map((at) => characters[at] ?? '');
    if (around.every((neighbour) => HAN.test(neighbour))) found.add(open).add(index);
    open = -1;
  }
  return found;
}
