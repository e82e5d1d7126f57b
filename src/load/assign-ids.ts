/** Order in which files of one name get the plain id. */
const ENDINGS: readonly string[] = ['.txt', '.md', '.jsonl'];

/**
 * A document id for each report file, by path: the path without its ending. Of several files with one such path
 * (`x.txt`, `x.md`) the first in the order of the endings keeps it, the others keep their ending too. JSONL files
 * do not compete with the rest, since `#` parts their ids from their lines; so a `#` in a path becomes `-`.
 * Depends on nothing but the set of paths.
 */
export function assignIds(paths: readonly string[]): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of [...paths].sort(byNameThenEnding)) {
    const space = endingOf(path) === '.jsonl' ? '#' : '';
    const id = firstFree(path, (candidate) => !taken.has(candidate + space));
    taken.add(id + space);
    ids.set(path, id);
  }
  return ids;
}

/** The id that a file has when no other file's comes in its way. */
export function plainId(path: string): string {
  return toId(stripEnding(path));
}

/** A path without `.txt`, `.md` or `.jsonl`, in any case. */
export function stripEnding(path: string): string {
  return path.slice(0, path.length - endingOf(path).length);
}

/** `.txt`, `.md` or `.jsonl` in lower case; empty for a file of another kind. */
export function endingOf(path: string): string {
  const lower = path.toLowerCase();
  return ENDINGS.find((ending) => lower.endsWith(ending)) ?? '';
}

function firstFree(path: string, isFree: (id: string) => boolean): string {
  for (const candidate of [plainId(path), toId(path)]) if (isFree(candidate)) return candidate;
  let number = 2;
  while (!isFree(`${toId(path)}~${number}`)) number += 1;
  return `${toId(path)}~${number}`;
}

function toId(path: string): string {
  return path.normalize('NFC').replace(/[#\p{Cc}]/gu, '-');
}

function byNameThenEnding(one: string, other: string): number {
  const [oneName, otherName] = [stripEnding(one), stripEnding(other)];
  if (oneName !== otherName) return oneName < otherName ? -1 : 1;
  const order = ENDINGS.indexOf(endingOf(one)) - ENDINGS.indexOf(endingOf(other));
  return order !== 0 ? order : one < other ? -1 : 1;
}
