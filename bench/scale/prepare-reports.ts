import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unpackNews } from '../../scripts/unpack-news.js';

export interface PreparedReports {
  readonly folder: string;
  /** Documents that are there a second time, since the corpus alone does not give so many passages. */
  readonly copies: number;
}

/** Characters of news a passage: 351 over 1,400 of its articles. */
const CHARACTERS_A_PASSAGE = 351;

interface Line {
  readonly text: string;
}

async function* linesOf(files: readonly string[]): AsyncGenerator<{ file: string; line: string }> {
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (line.trim() !== '') yield { file, line };
    }
  }
}

/** Without its first sentence, so that its passages are others than the document's own. */
function shifted(line: string): string | null {
  const document = JSON.parse(line) as Line & { readonly id?: unknown };
  const end = document.text.search(/[。！？]/u);
  const text = end < 0 ? '' : document.text.slice(end + 1).trim();
  return text === '' ? null : JSON.stringify({ ...document, text });
}

/** Takes lines until they make about `passages`; the whole once more, shifted, where that is not enough. */
async function limit(
  files: readonly string[],
  passages: number,
  folder: string,
): Promise<PreparedReports> {
  const wanted = passages * CHARACTERS_A_PASSAGE;
  let characters = 0;
  let copies = 0;
  const take = async function* (pass: 'first' | 'second', file: string) {
    for await (const { line } of linesOf([file])) {
      if (characters >= wanted) return;
      const taken = pass === 'first' ? line : shifted(line);
      if (taken === null) continue;
      if (pass === 'second') copies += 1;
      characters += (JSON.parse(taken) as Line).text.length;
      yield `${taken}\n`;
    }
  };
  for (const pass of ['first', 'second'] as const) {
    for (const file of files) {
      if (characters >= wanted) break;
      const name = pass === 'first' ? basename(file) : `copy-${basename(file)}`;
      await pipeline(Readable.from(take(pass, file)), createWriteStream(join(folder, name)));
    }
  }
  return { folder, copies };
}

async function jsonlFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  if (names.length === 0) throw new Error(`There is no .jsonl file in ${folder}.`);
  return names.map((name) => join(folder, name));
}

/**
 * The reports folder to index: of a folder of reports, one `.jsonl` file, or the archive of the news. `passages` is about
 * how many it is to give; null takes all as they are.
 */
export async function prepareReports(
  input: string,
  passages: number | null,
  workFolder: string,
): Promise<PreparedReports> {
  const isFolder = (await stat(input)).isDirectory();
  if (isFolder && passages === null) return { folder: input, copies: 0 };
  const folder = join(workFolder, 'reports');
  await mkdir(folder, { recursive: true });
  if (!isFolder && !input.endsWith('.jsonl')) {
    const unpacked = passages === null ? folder : join(workFolder, 'unpacked');
    await unpackNews(input, unpacked);
    return passages === null
      ? { folder, copies: 0 }
      : await limit(await jsonlFiles(unpacked), passages, folder);
  }
  const files = isFolder ? await jsonlFiles(input) : [input];
  if (passages !== null) return await limit(files, passages, folder);
  await copyFile(input, join(folder, basename(input)));
  return { folder, copies: 0 };
}
