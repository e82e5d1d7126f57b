import { AppError } from '../domain/app-error.js';
import type { OffsetMap } from '../domain/offset-map.js';
import type { SourceDocument } from '../domain/report-document.js';
import { decodeFile } from './decode-file.js';
import { findMarkdownTitle } from './find-markdown-title.js';
import { type FoundMetadata, mergeMetadata, NO_METADATA } from './found-metadata.js';
import type { FrontMatter } from './parse-front-matter.js';

/** A file's bytes with what the folder knows of it. */
export interface FileContents {
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, hex. */
  readonly sha256: string;
  /** Below the reports folder, with `/`. */
  readonly path: string;
  /** Unique in the folder. */
  readonly id: string;
  /** The file's name without its ending. */
  readonly name: string;
  /** From its `.meta.json`; goes before all else that the file says of itself. */
  readonly metadata: FoundMetadata;
}

/**
 * The document in a `.txt` or `.md` file; its text begins after the front matter. The title is that of the
 * `.meta.json`, else the front matter's, else a Markdown file's first heading, else the file's name.
 * Throws `file_undecodable` and `file_invalid`.
 */
export async function readTextFile(file: FileContents): Promise<SourceDocument> {
  const decoded = await decodeFile(file.bytes, file.path);
  const frontMatter = await readFrontMatter(decoded, file.path);
  const text = decoded.slice(frontMatter.end);
  if (!/[^\s\p{C}]/u.test(text)) {
    throw new AppError(`${file.path} holds no text.`, {
      code: 'file_invalid',
      hint: `Put the report's text in ${file.path}, or take the file out of the reports folder.`,
    });
  }
  const heading = /\.md$/iu.test(file.path) ? findMarkdownTitle(text) : null;
  const metadata = mergeMetadata(file.metadata, frontMatter.metadata, {
    ...NO_METADATA,
    title: heading,
  });
  return {
    ...metadata,
    title: metadata.title ?? file.name,
    id: file.id,
    file: file.path,
    sha256: file.sha256,
    text,
    offsets: offsetsFrom(frontMatter.end),
  };
}

/** The YAML parser takes longer to load than a file to read, so it waits for a file that needs it. */
async function readFrontMatter(text: string, path: string): Promise<FrontMatter> {
  if (!text.startsWith('---')) return { metadata: NO_METADATA, end: 0 };
  const { parseFrontMatter } = await import('./parse-front-matter.js');
  return parseFrontMatter(text, path);
}

function offsetsFrom(start: number): OffsetMap {
  return start === 0 ? [] : [{ start: 0, end: 0, sourceStart: 0, sourceEnd: start }];
}
