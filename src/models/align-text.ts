/** A text as the tokenizer will see it, with the place that every UTF-16 unit came from. */
export interface AlignedText {
  readonly text: string;
  /** The source span of the unit at an index; units that came from one character share its span. */
  startOf(index: number): number;
  endOf(index: number): number;
}

/** A base and what may compose with it under NFKC: marks, half-width voiced sound marks, conjoining Hangul. */
const CHARACTER = /.[\p{M}\uFF9E\uFF9F\u1160-\u11FF\uFFA0-\uFFDC]*/gsu;

/** Pieces of the vocabulary with a meaning for the model; a text that spells one out must not become one. */
const SPECIAL_PIECE = /<(?=\/?s>|pad>|unk>)/gu;

class Alignment {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** `normalized` is what became of the source from `start` to `end`. */
  add(normalized: string, start: number, end: number): void {
    const inStep = normalized.length === end - start;
    for (let index = 0; index < normalized.length; index += 1) {
      const unit = normalized.charAt(index);
      const unitEnd = inStep ? start + index + 1 : end;
      if (unit === ' ' && this.text.endsWith(' ')) {
        this.ends[this.ends.length - 1] = unitEnd;
        continue;
      }
      this.text += unit;
      this.starts.push(inStep ? start + index : start);
      this.ends.push(unitEnd);
    }
  }
}

function alignCharacters(source: string): Alignment {
  const alignment = new Alignment();
  for (const match of source.matchAll(CHARACTER)) {
    const [character] = match;
    alignment.add(character.normalize('NFKC'), match.index, match.index + character.length);
  }
  return alignment;
}

/**
 * Does to a text what the tokenizer's normaliser would do (NFKC, one space for several), so that lengths of pieces
 * add up to offsets. The result is a fixed point of that normaliser.
 */
export function alignText(source: string): AlignedText {
  const normalized = source.normalize('NFKC').replaceAll(/ {2,}/gu, ' ');
  const text = normalized.replaceAll(SPECIAL_PIECE, '‹');
  if (normalized === source)
    return { text, startOf: (index) => index, endOf: (index) => index + 1 };
  const alignment = alignCharacters(source);
  if (alignment.text !== normalized) {
    // Some script composes over more than CHARACTER knows: rather one wide span than a wrong one.
    return { text, startOf: () => 0, endOf: () => source.length };
  }
  const { starts, ends } = alignment;
  return {
    text,
    startOf: (index) => starts[index] ?? source.length,
    endOf: (index) => ends[index] ?? source.length,
  };
}
