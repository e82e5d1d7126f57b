/** A quote that a model gives; null where it named the passage alone. */
export interface GivenQuote {
  readonly passage: number;
  readonly words: string | null;
}

export type ClaimObject =
  | {
      readonly kind: 'claim';
      readonly text: string;
      readonly quotes: readonly GivenQuote[];
      /** Of the failed sentence that it stands for, in a repair. */
      readonly sentence: number | null;
    }
  /** `part` is what of the question is not answered; null for all of it. */
  | { readonly kind: 'not_found'; readonly part: string | null };

const trailingComma = /,(?=\s*[}\]])/gu;
/** More are not read; no sentence rests on so many. */
const maxQuotes = 12;

type Fields = Readonly<Record<string, unknown>>;

function parse(text: string): unknown {
  for (const candidate of [text, text.replace(trailingComma, '')]) {
    try {
      return JSON.parse(candidate);
    } catch {}
  }
  return null;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstOf(fields: Fields, names: readonly string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);
}

/** 2, "2", "[2]" and "passage 2"; NaN for anything else. */
function readNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Number(/^\D*(\d{1,6})\D*$/u.exec(value)?.[1] ?? NaN) : NaN;
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

const passageNames = ['passage', 'passages', 'source', 'marker', 'markers', 'n'];
const quoteNames = ['quote', 'quotes'];

function readQuotes(fields: Fields): GivenQuote[] {
  const passages = asList(firstOf(fields, passageNames)).map(readNumber);
  const words = asList(firstOf(fields, quoteNames)).slice(0, maxQuotes);
  const last = passages.at(-1) ?? NaN;
  if (words.length === 0) {
    return passages.slice(0, maxQuotes).map((passage) => ({ passage, words: null }));
  }
  return words.map((word, position): GivenQuote => {
    if (isFields(word)) {
      const own = firstOf(word, passageNames);
      const text = firstOf(word, [...quoteNames, 'text', 'words']);
      return {
        passage: own === undefined ? (passages[position] ?? last) : readNumber(own),
        words: typeof text === 'string' ? text.trim() : null,
      };
    }
    return { passage: passages[position] ?? last, words: String(word).trim() };
  });
}

/** The claim in one JSON object; null when it holds none. */
export function readClaimObject(json: string): ClaimObject | null {
  const fields = parse(json);
  if (!isFields(fields)) return null;
  const text = firstOf(fields, ['say', 'text', 'claim', 'answer']);
  const notFound = fields.not_found;
  const holdsWords = firstOf(fields, [...passageNames, ...quoteNames]) !== undefined;
  if (notFound === true || (typeof notFound === 'string' && notFound.trim() !== '')) {
    const part = typeof notFound === 'string' ? notFound.trim() : '';
    return { kind: 'not_found', part: /^(?:true|yes)?$/iu.test(part) ? null : part };
  }
  if (typeof text !== 'string' || text.trim() === '') return null;
  // The quote of another claim has a text too, but says nothing.
  if (fields.say === undefined && !holdsWords) return null;
  const sentence = readNumber(fields.sentence);
  return {
    kind: 'claim',
    text: text.trim(),
    quotes: readQuotes(fields),
    sentence: Number.isInteger(sentence) ? sentence : null,
  };
}
