import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Tells a process from every other one, of this machine and of others. */
export interface ProcessIdentity {
  /** The machine since it was started, and the container, where process ids mean the same. */
  readonly host: string;
  readonly pid: number;
  /** When the process started, in the words of the system; empty where the system does not say. */
  readonly started: string;
}

function readOr(fallback: string, read: () => string): string {
  try {
    return read();
  } catch {
    return fallback;
  }
}

/** Process ids begin again with a reboot, and in every container, even where the name of the host is the same. */
function hostIdentity(): string {
  const boot = readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return [hostname(), boot, readOr('', () => readlinkSync('/proc/self/ns/pid'))].join(' ');
}

interface ProcessState {
  readonly dead: boolean;
  readonly started: string;
}

/** Field 3 of `/proc/PID/stat` is the state, field 22 the start in ticks since boot; field 2, in brackets, may hold anything. */
function processState(pid: number | 'self'): ProcessState | null {
  const stat = readOr('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const [state = '', ...fields] = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const started = fields[18];
  return started === undefined ? null : { dead: /[ZX]/iu.test(state), started };
}

export function currentProcess(): ProcessIdentity {
  return {
    host: hostIdentity(),
    pid: process.pid,
    started: processState('self')?.started ?? '',
  };
}

/** Whether a process of this host runs still; `unknown` where the system does not tell it from one with the same id. */
export function isRunning({ pid, started }: ProcessIdentity): boolean | 'unknown' {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as { code?: unknown }).code === 'ESRCH') return false;
  }
  const state = processState(pid);
  if (state === null || started === '') return 'unknown';
  return !state.dead && state.started === started;
}
