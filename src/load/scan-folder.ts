import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/app-error.js';
import type { ReportFile, SkippedFile } from '../domain/report-source.js';
import { assignIds, endingOf, plainId, stripEnding } from './assign-ids.js';

const METADATA_ENDING = '.meta.json';
const README = /^readme(?:\..+)?\.md$/iu;

export interface FoundFile extends ReportFile {
  readonly id: string;
  /** Path of its `.meta.json` below the folder. */
  readonly metadataPath: string | null;
}

export interface FolderScan {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
}

interface Entry {
  readonly path: string;
  readonly stats: Stats;
}

interface Report extends Entry {
  readonly metadata: Entry | null;
}

interface Walk {
  readonly folder: string;
  readonly reports: Report[];
  readonly skipped: SkippedFile[];
}

/**
 * The report files below a folder and their metadata files, both by path. Hidden files and `README.md`
 * (`README.zh-CN.md` and so on) are passed over in silence, all else that is not read is named. Links to files are
 * followed, links to folders are not, so there are no loops. Throws `reports_missing` and `file_unreadable`.
 */
export async function scanFolder(folder: string): Promise<FolderScan> {
  const walk: Walk = { folder, reports: [], skipped: [] };
  await walkFolder(walk, '', await listRoot(folder));
  const ids = assignIds(walk.reports.map(({ path }) => path));
  const files = walk.reports.map((report) => toFoundFile(report, ids.get(report.path) ?? ''));
  return { files: files.sort(byPath), skipped: walk.skipped.sort(byPath) };
}

async function listRoot(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError(`There is no reports folder at ${folder}.`, {
        code: 'reports_missing',
        hint: 'Make the folder and put reports in it (.txt, .md, .jsonl), or set REPORTS_DIR to the folder that has them.',
        cause: error,
      });
    }
    throw new AppError(`The reports folder ${folder} cannot be listed (${code}).`, {
      code: 'file_unreadable',
      hint: `Give the user who runs this the right to read ${folder}, or set REPORTS_DIR to another folder.`,
      cause: error,
    });
  }
}

async function walkFolder(walk: Walk, below: string, listing: readonly Dirent[]): Promise<void> {
  const visible = listing.filter(({ name }) => !name.startsWith('.') && !README.test(name));
  const looked = await Promise.all(
    visible.map((entry) => lookAt(walk, below === '' ? entry.name : `${below}/${entry.name}`)),
  );
  const entries = looked.filter((entry) => entry !== null);
  collectReports(
    walk,
    entries.filter(({ stats }) => stats.isFile()),
  );
  const links = new Set(
    visible.filter((entry) => entry.isSymbolicLink()).map(({ name }) => join(below, name)),
  );
  for (const { path, stats } of entries) {
    if (stats.isDirectory()) await enterFolder(walk, path, links.has(join(path)));
    else if (!stats.isFile()) skip(walk, path, 'It is no regular file.');
  }
}

/** Null, and a reason given, for what cannot be looked at. */
async function lookAt(walk: Walk, path: string): Promise<Entry | null> {
  try {
    return { path, stats: await stat(join(walk.folder, path)) };
  } catch (error) {
    const code = codeOf(error);
    const reason =
      code === 'ENOENT'
        ? 'It is a link that leads nowhere, or was taken away just now.'
        : `It cannot be looked at (${code}).`;
    skip(walk, path, reason);
    return null;
  }
}

async function enterFolder(walk: Walk, path: string, isLink: boolean): Promise<void> {
  if (isLink) {
    skip(walk, path, 'It is a link to a folder, which is not followed; link its files instead.');
    return;
  }
  if (endingOf(path) !== '') {
    skip(
      walk,
      path,
      'It is a folder with the name of a report; the files in it are read.',
      'Rename the folder if it was meant to be a file, or to be rid of this note.',
    );
  }
  let listing: Dirent[];
  try {
    listing = await readdir(join(walk.folder, path), { withFileTypes: true });
  } catch (error) {
    skip(walk, path, `The folder cannot be listed (${codeOf(error)}), so its files are not read.`);
    return;
  }
  await walkFolder(walk, path, listing);
}

/** Sorts the files of one folder into reports, their metadata, and the rest. */
function collectReports(walk: Walk, files: readonly Entry[]): void {
  const byName = new Map(files.map((file) => [file.path, file]));
  const used = new Set<string>();
  for (const file of files) {
    if (endingOf(file.path) === '') continue;
    const metadataPaths = [file.path, stripEnding(file.path)].map((it) => it + METADATA_ENDING);
    for (const path of metadataPaths) used.add(path);
    const metadata = metadataPaths.map((path) => byName.get(path)).find(Boolean) ?? null;
    walk.reports.push({ ...file, metadata });
  }
  for (const { path } of files) {
    if (endingOf(path) !== '' || used.has(path)) continue;
    const reason = path.toLowerCase().endsWith(METADATA_ENDING)
      ? 'There is no report of this name beside it.'
      : 'Only .txt, .md and .jsonl files are read.';
    skip(walk, path, reason);
  }
}

function toFoundFile({ path, stats, metadata }: Report, id: string): FoundFile {
  const parts = [stampOf(stats)];
  if (metadata !== null) parts.push(`${metadata.path} ${stampOf(metadata.stats)}`);
  // Another file of the same name that comes or goes changes the id of this one, and so its documents.
  if (id !== plainId(path)) parts.push(id);
  return {
    path,
    sizeBytes: stats.size,
    stamp: parts.join(' + '),
    id,
    metadataPath: metadata?.path ?? null,
  };
}

function stampOf(stats: Stats): string {
  return `${stats.size}:${stats.mtimeMs}:${stats.ino}`;
}

function skip(walk: Walk, path: string, reason: string, hint?: string): void {
  walk.skipped.push(hint === undefined ? { path, reason } : { path, reason, hint });
}

function byPath(one: { path: string }, other: { path: string }): number {
  if (one.path === other.path) return 0;
  return one.path < other.path ? -1 : 1;
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException)?.code ?? 'unknown error');
}
