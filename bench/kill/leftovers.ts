import { readdirSync } from 'node:fs';

/** Names of one kind are one name: numbers, hashes and random parts do not count. */
const kindOf = (name: string): string => name.replace(/[0-9a-f]*\d[0-9a-f]*/gu, '#');

function countKinds(folder: string): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    kinds.set(kindOf(name), [...(kinds.get(kindOf(name)) ?? []), name]);
  }
  return kinds;
}

/** SQLite's own; whoever opens the database next mends and takes them. */
const openDatabase = /-(?:wal|shm|journal)$/u;

/** Files of an index folder that a folder which nobody killed does not have, or has less of. */
export function leftoversIn(folder: string, clean: string): string[] {
  const usual = countKinds(clean);
  return [...countKinds(folder)].flatMap(([kind, names]) =>
    openDatabase.test(kind) || names.length <= (usual.get(kind)?.length ?? 0) ? [] : names,
  );
}

/** Files of a reports folder that are no reports. */
export function draftsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !/^report-\d+\.txt$/u.test(name));
}
