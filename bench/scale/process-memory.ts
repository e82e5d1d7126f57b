import { readdirSync, readFileSync } from 'node:fs';

const BYTES_PER_KILOBYTE = 1024;
const SAMPLE_MS = 200;
/** The compiler that the loader of this benchmark's own TypeScript starts. */
const LOADER_PROCESS = 'esbuild';

function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function bytesOf(status: string, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(status)?.[1];
  return Number(kilobytes ?? 0) * BYTES_PER_KILOBYTE;
}

/** A process and all that it has started, the loader's compiler left out. */
function processTree(root: number): number[] {
  const tree: number[] = [];
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    if (pid !== root && readProcess(pid, 'cmdline').includes(LOADER_PROCESS)) continue;
    tree.push(pid);
    for (const task of tasksOf(pid)) {
      waiting.push(
        ...readProcess(pid, `task/${task}/children`).split(' ').filter(Boolean).map(Number),
      );
    }
  }
  return tree;
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/**
 * Watches the resident memory of a process tree. A tree of one process is read off its high-water mark, so that no peak
 * between two looks is missed; one of several is looked at five times a second.
 */
export class MemoryWatch {
  readonly #root: number;
  readonly #timer: NodeJS.Timeout;
  #peakBytes = 0;
  #sawSeveral = false;

  constructor(root: number) {
    this.#root = root;
    this.#timer = setInterval(() => this.#look(), SAMPLE_MS);
    this.#timer.unref();
    this.#look();
  }

  #look(): void {
    const tree = processTree(this.#root);
    if (tree.length > 1) this.#sawSeveral = true;
    const statuses = tree.map((pid) => readProcess(pid, 'status'));
    const sum = statuses.reduce((bytes, status) => bytes + bytesOf(status, 'VmRSS'), 0);
    this.#peakBytes = Math.max(this.#peakBytes, sum);
  }

  /** Bytes at the highest since the process began; null where the system has no `/proc`. */
  peak(): number | null {
    this.#look();
    const highWater = bytesOf(readProcess(this.#root, 'status'), 'VmHWM');
    const peak = this.#sawSeveral ? Math.max(this.#peakBytes, highWater) : highWater;
    return peak === 0 ? null : peak;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
