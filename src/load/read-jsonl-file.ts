import { isUtf8 } from 'node:buffer';
import * as v from 'valibot';
import { AppError } from '../domain/app-error.js';
import type { SourceDocument } from '../domain/report-document.js';
import type { SkippedFile } from '../domain/report-source.js';
import { decodeFile } from './decode-file.js';
import { mergeMetadata } from './found-metadata.js';
import { locateJsonText } from './locate-json-text.js';
import { pickMetadata } from './pick-metadata.js';
import type { FileContents } from './read-text-file.js';

const LONGEST_ID = 200;

const LINE_ID = v.optional(
  v.nullable(
    v.pipe(
      v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'must be a string or an integer'),
      v.transform((id) => String(id).trim()),
      v.check(
        (id) => id.length > 0 && id.length <= LONGEST_ID && !/\p{C}/u.test(id),
        `must be 1 to ${LONGEST_ID} printable characters`,
      ),
    ),
  ),
);

const LINE_TEXT = v.pipe(
  v.string('must be a string'),
  v.check((text) => !/[\0\ufffd\p{Surrogate}]/u.test(text), 'holds a damaged character'),
  v.check((text) => /[^\s\p{C}]/u.test(text), 'holds no text'),
);

/** The documents of a JSONL file, and its lines that hold none. */
export interface JsonlDocuments {
  readonly documents: readonly SourceDocument[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * One document a line: `{"id"?, "title"?, "publisher"?, "date"?, "url"?, "text"}`. A document's id is the file's, `#`,
 * and the line's own id or else its number, from 1; without a title it is called by the file's name and the same.
 * What a line does not say, the file's `.meta.json` says for all. A bad line is skipped; blank ones do not count.
 * Throws `file_undecodable`, and `file_invalid` when no line is good.
 */
export async function readJsonlFile(file: FileContents): Promise<JsonlDocuments> {
  const decoded = await decodeLines(file);
  const documents = new Map<string, SourceDocument>();
  const skipped: SkippedFile[] = [];
  let lineStart = 0;
  for (const [index, line] of decoded.split('\n').entries()) {
    if (/\S/u.test(line)) {
      const read = readLine(line, { number: index + 1, start: lineStart, file });
      const problem =
        typeof read !== 'string' && documents.has(read.id)
          ? 'its `id` is that of an earlier line'
          : read;
      if (typeof problem === 'string') {
        skipped.push({ path: file.path, reason: `Line ${index + 1}: ${problem}.` });
      } else documents.set(problem.id, problem);
    }
    lineStart += line.length + 1;
  }
  if (documents.size === 0) throw noDocuments(file.path, skipped);
  return { documents: [...documents.values()], skipped };
}

/** A line of UTF-8 that holds a lost character (U+FFFD) keeps back itself, and not the thousands beside it. */
async function decodeLines({ bytes, path }: FileContents): Promise<string> {
  return isUtf8(bytes) ? new TextDecoder('utf-8').decode(bytes) : await decodeFile(bytes, path);
}

interface LinePlace {
  readonly number: number;
  /** Offset in the decoded file. */
  readonly start: number;
  readonly file: FileContents;
}

/** The document, or what is wrong with the line. */
function readLine(line: string, place: LinePlace): SourceDocument | string {
  const value = parseJson(line);
  if (value === undefined) return 'it is no valid JSON';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'it is no JSON object';
  }
  const object = value as Record<string, unknown>;
  const id = v.safeParse(LINE_ID, object.id);
  if (!id.success) return `\`id\` ${id.issues[0].message}`;
  const text = v.safeParse(LINE_TEXT, object.text);
  if (!text.success) return `\`text\` ${text.issues[0].message}`;
  const picked = pickMetadata(object);
  if (picked.problem !== null) return picked.problem;
  const { file } = place;
  const metadata = mergeMetadata(picked.metadata, file.metadata);
  const suffix = `#${id.output ?? place.number}`;
  return {
    ...metadata,
    title: metadata.title ?? file.name + suffix,
    id: file.id + suffix,
    file: file.path,
    sha256: file.sha256,
    text: text.output,
    offsets: locateJsonText(line, place.start) ?? [],
  };
}

/** Undefined for what is no JSON; the parser's own message would quote the line. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function noDocuments(path: string, skipped: readonly SkippedFile[]): AppError {
  const first = skipped[0];
  return new AppError(
    first === undefined
      ? `${path} holds no text.`
      : `${path}: none of its ${skipped.length} lines is a document. ${first.reason}`,
    {
      code: 'file_invalid',
      hint: `Write one JSON object a line in ${path}: {"id": "…", "title": "…", "text": "…"}; only \`text\` is needed.`,
    },
  );
}
