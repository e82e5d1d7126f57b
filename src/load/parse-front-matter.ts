import { type Document, parseDocument } from 'yaml';
import { AppError } from '../domain/app-error.js';
import { type FoundMetadata, NO_METADATA } from './found-metadata.js';
import { METADATA_NAMES, pickMetadata } from './pick-metadata.js';

export interface FrontMatter {
  readonly metadata: FoundMetadata;
  /** Offset in the text where the front matter is over; 0 when there is none. */
  readonly end: number;
}

/** A block longer than this is a text between two rules. */
const LONGEST_BLOCK = 65_536;
/**
 * The parser calls itself at each level, and a few thousand of them end the process: V8 has then no stack left to compile
 * one of the parser's patterns, which is fatal to it and no error.
 */
const DEEPEST = 100;
/** In a block each level stands further to the right, if only by a mark and a blank. */
const FAR_TO_THE_RIGHT = new RegExp(
  `^[ \\t]{${2 * DEEPEST},}\\S|(?:[-?:][ \\t]+){${DEEPEST}}`,
  'mu',
);
const NO_FRONT_MATTER: FrontMatter = Object.freeze({ metadata: NO_METADATA, end: 0 });
const OPENING = /^---[ \t]*\r?\n/u;
const CLOSING = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/mu;
const NAMES = Object.values(METADATA_NAMES).flat().join('|');
const KNOWN_KEY = new RegExp(`^(?:${NAMES})[ \\t]*[:：]`, 'mu');
const FULL_WIDTH_COLON = new RegExp(`^(${NAMES})[ \\t]*：[ \\t]*`, 'gmu');
const IDENTIFIER = /^[A-Za-z][\w-]*$/u;

/**
 * YAML front matter between two `---` lines at the head of a text. It counts as such when it is a mapping with one
 * of our keys, or with identifiers for keys as other tools write; anything else is text that begins with a rule.
 * Throws `file_invalid` for a block that has one of our keys and is no valid YAML, or whose value is of a wrong type.
 */
export function parseFrontMatter(text: string, path: string): FrontMatter {
  const opening = OPENING.exec(text);
  if (opening === null) return NO_FRONT_MATTER;
  const start = opening[0].length;
  const window = text.slice(start, start + LONGEST_BLOCK);
  const closing = CLOSING.exec(window);
  if (closing === null) return NO_FRONT_MATTER;
  const block = window.slice(0, closing.index);
  const meant = KNOWN_KEY.test(block);
  const object = parseBlock(block, meant, path);
  if (object === null) return NO_FRONT_MATTER;
  const keys = Object.keys(object);
  if (!meant && !(keys.length > 0 && keys.every((key) => IDENTIFIER.test(key)))) {
    return NO_FRONT_MATTER;
  }
  const { metadata, problem } = pickMetadata(object);
  if (problem !== null) throw invalid(path, problem);
  return { metadata, end: start + closing.index + closing[0].length };
}

/** Null for a block that is text; every scalar is a string, so that a date or a number stays as it was written. */
function parseBlock(block: string, meant: boolean, path: string): Record<string, unknown> | null {
  if (isTooDeep(block)) {
    if (!meant) return null;
    throw invalid(path, `it is nested deeper than ${DEEPEST} levels`);
  }
  const written = block.replace(FULL_WIDTH_COLON, '$1: ');
  // The parser's warnings repeat the text; its pretty errors take the square of their number.
  const options = { schema: 'failsafe', logLevel: 'error', prettyErrors: false } as const;
  const yaml = parseDocument(written, options);
  const error = yaml.errors[0];
  if (error !== undefined) {
    if (!meant) return null;
    // From 1, and one more for the opening line, which the parser did not see.
    const line = written.slice(0, error.pos[0]).split('\n').length + 1;
    throw invalid(path, `line ${line} is no valid YAML (${error.code})`);
  }
  const value = toObject(yaml, meant, path);
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMapping ? (value as Record<string, unknown>) : null;
}

/** Reads no quotes, so that a hundred brackets in one count too. */
function isTooDeep(block: string): boolean {
  let open = 0;
  for (const [bracket] of block.matchAll(/[[\]{}]/gu)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > DEEPEST) return true;
  }
  return FAR_TO_THE_RIGHT.test(block);
}

function toObject(yaml: Document.Parsed, meant: boolean, path: string): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!meant) return null;
    throw invalid(path, 'an alias leads nowhere or to too much', error);
  }
}

function invalid(path: string, problem: string, cause?: unknown): AppError {
  return new AppError(`${path}: front matter: ${problem}.`, {
    code: 'file_invalid',
    hint:
      `Mend the lines between the two \`---\` at the head of ${path} (a value with a colon or a quote in it goes in ` +
      'quotes), or put an empty line before the first `---` if they are text.',
    cause,
  });
}
