import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const DRAFT = /^\.upload-(?:([^-]+)-(\d+)-)?[\da-f-]{36}$/u;
/** No upload takes so long, on whichever host. */
const OLDEST_MS = 24 * 60 * 60 * 1000;

/** The beginning of the names of this process's drafts. */
export function draftPrefix(): string {
  return `.upload-${ownHost()}-${process.pid}-`;
}

function ownHost(): string {
  return hostname().replaceAll(/[^\dA-Za-z.]/gu, '.');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes away what uploads left in the reports folder whose process was killed. What cannot be removed stays. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const draft = DRAFT.exec(name);
    if (draft === null) continue;
    const [, host, pid] = draft;
    const isGone = host === ownHost() && !isRunning(Number(pid));
    const file = join(folder, name);
    if (isGone || (await isOld(file))) await rm(file, { force: true }).catch(() => {});
  }
}

async function isOld(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > OLDEST_MS;
}
