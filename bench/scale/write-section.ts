import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from './open-corpus.js';

const BYTES_PER_GIGABYTE = 1024 ** 3;

export const docsFolder = join(projectFolder, 'docs');

/** Replaces what stands between the markers of this name in a Markdown file. Throws where it has none. */
export function writeSection(file: string, name: string, content: string): void {
  const begin = `<!-- ${name}: begin -->`;
  const end = `<!-- ${name}: end -->`;
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${file} has no place “${begin} … ${end}”.`);
  const before = text.slice(0, from + begin.length);
  writeFileSync(file, `${before}\n\n${content.trim()}\n\n${text.slice(to)}`);
}

/** In general terms, and when. */
export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / BYTES_PER_GIGABYTE);
  const day = new Date().toISOString().slice(0, 10);
  return `${availableParallelism()} cores, ${gigabytes} GB, Node ${process.versions.node}, ${day}`;
}
