/**
 * `npm run unpack-news -- ARCHIVE OUT_DIR`: turns the news of the CRUD-RAG benchmark (`crud-news.tar.xz`, one article a line)
 * into reports that this program reads, one `.jsonl` for each file of the archive.
 */
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../src/domain/app-error.js';

/** An article as a line of a report. */
export interface NewsArticle {
  readonly title: string;
  /** As ISO date, or null where the line names none. */
  readonly date: string | null;
  readonly publisher: string | null;
  readonly text: string;
}

export interface UnpackedNews {
  readonly files: number;
  readonly documents: number;
  /** Lines that hold no text. */
  readonly empty: number;
  /** Documents with a character that was lost before the archive was made. */
  readonly mended: number;
}

/** What stands before it is date, source and author; the longest such head of the archive has 251 characters. */
const BODY_MARK = '正文：';
const LONGEST_HEAD = 300;
const LONGEST_TITLE = 40;
/** Of all articles; about one in twelve tells month and day only. */
const YEAR = 2023;

/** What stands for a lost character; a report that holds U+FFFD itself is refused as damaged. */
const LOST = '□';

const fullDate = /(?<!\d)(?:20)?(2\d)\s*[-/年.]?\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})(?!\d)/u;
const monthAndDay = /(?<!\d)(\d{1,2})\s*[-/月.]\s*(\d{1,2})(?!\d)/u;
const source = /来源：\s*([^\s|，：]+)/u;

function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

function dateOf(head: string): string | null {
  const full = fullDate.exec(head);
  if (full !== null) return isoDate(2000 + Number(full[1]), Number(full[2]), Number(full[3]));
  const short = monthAndDay.exec(head);
  return short === null ? null : isoDate(YEAR, Number(short[1]), Number(short[2]));
}

/** The first sentence, cut where it is long: the articles have no headlines. */
function titleOf(text: string): string {
  const [sentence = ''] = text.split(/[。！？\n]/u, 1);
  const characters = Array.from(sentence.replaceAll(/\s+/gu, ' ').trim());
  if (characters.length <= LONGEST_TITLE) return characters.join('');
  return `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`;
}

/** Null for a line without text. A line without a head is text from its beginning. */
export function readNewsLine(line: string): NewsArticle | null {
  const mark = line.slice(0, LONGEST_HEAD).indexOf(BODY_MARK);
  const head = mark < 0 ? '' : line.slice(0, mark);
  const body = line.slice(mark < 0 ? 0 : mark + BODY_MARK.length);
  const text = body.replaceAll(/[\0\ufffd\p{Surrogate}]/gu, LOST).trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  return {
    title: titleOf(text) || '（无题）',
    date: dateOf(head),
    publisher: source.exec(head)?.[1] ?? null,
    text,
  };
}

/** Throws where `tar` or `xz` is missing or the archive cannot be read. */
async function extract(archive: string, folder: string): Promise<void> {
  const hint = 'Install tar and xz (on Debian and Ubuntu: apt-get install tar xz-utils).';
  const child = spawn('tar', ['-xJf', archive, '-C', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint = (complaint + chunk).slice(-2_000);
  });
  const code = await new Promise<number | null>((settle, reject) => {
    child.on('error', (cause) =>
      reject(new AppError('The program tar does not start.', { code: 'usage', hint, cause })),
    );
    child.on('close', settle);
  });
  if (code === 0) return;
  if (/xz.*(?:cannot exec|not found|no such file)/iu.test(complaint)) {
    throw new AppError('tar finds no xz to unpack the archive with.', { code: 'usage', hint });
  }
  throw new AppError(`tar could not unpack ${archive}: ${complaint.trim().split('\n').at(-1)}`, {
    code: 'usage',
    hint: 'Name the archive crud-news.tar.xz of the CRUD-RAG benchmark, downloaded whole.',
  });
}

async function unpackFile(file: string, target: string): Promise<Omit<UnpackedNews, 'files'>> {
  const counts = { documents: 0, empty: 0, mended: 0 };
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const toJson = async function* (source: AsyncIterable<string>) {
    for await (const line of source) {
      const article = readNewsLine(line);
      if (article === null) {
        if (line !== '') counts.empty += 1;
        continue;
      }
      counts.documents += 1;
      if (/[\0\ufffd]/u.test(line)) counts.mended += 1;
      yield `${JSON.stringify(article)}\n`;
    }
  };
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await pipeline(lines, toJson, createWriteStream(temporary));
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
  return counts;
}

/** Unpacks the archive into a folder that is made where it is missing; memory does not grow with its size. */
export async function unpackNews(archive: string, outFolder: string): Promise<UnpackedNews> {
  await mkdir(outFolder, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'unpack-news-'));
  const total = { files: 0, documents: 0, empty: 0, mended: 0 };
  try {
    await extract(resolve(archive), folder);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    for (const file of files.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const target = join(outFolder, `${basename(file.name, '.txt')}.jsonl`);
      const counts = await unpackFile(join(file.parentPath, file.name), target);
      total.files += 1;
      for (const name of ['documents', 'empty', 'mended'] as const) total[name] += counts[name];
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return total;
}

async function main(): Promise<void> {
  const [archive, outFolder] = process.argv.slice(2);
  if (archive === undefined || outFolder === undefined) {
    throw new AppError('Two things are needed: the archive and the folder to write to.', {
      code: 'usage',
      hint: 'npm run unpack-news -- crud-news.tar.xz /tmp/news',
    });
  }
  const { files, documents, empty, mended } = await unpackNews(archive, outFolder);
  console.log(`${files} files with ${documents} documents written to ${outFolder}`);
  if (empty > 0) console.log(`${empty} lines hold no text and were left out`);
  if (mended > 0) console.log(`${mended} documents have a lost character, written as ${LOST}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    console.error(`${error.message}\n${error.hint}`);
    process.exitCode = 2;
  });
}
