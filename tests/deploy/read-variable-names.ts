import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

export function readProjectFile(path: string): string {
  return readFileSync(`${projectFolder}/${path}`, 'utf8');
}

/** Names that a `.env` file sets, or would if `# ` were taken away. */
export function readVariableNames(path: string): { set: string[]; offered: string[] } {
  const text = readProjectFile(path);
  const names = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);
  return {
    set: names(/^([A-Z][A-Z0-9_]*)=/gmu),
    offered: names(/^# ?([A-Z][A-Z0-9_]*)=/gmu),
  };
}

/** What the program reads: `.env.example` explains every variable. */
export function knownVariables(): ReadonlySet<string> {
  return new Set(readVariableNames('.env.example').offered);
}
