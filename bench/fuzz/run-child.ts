import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CaseResult, FuzzTask } from './fuzz-case.js';

const childFile = fileURLToPath(new URL('./fuzz-child.ts', import.meta.url));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** A case gives no sign of life for so long: three runs of a file of 2 MB, on a busy machine. */
const SILENCE_MS = 120_000;

/** How a child ended before its cases were done; the case that it was at is the one behind its last result. */
export type ChildEnd = 'done' | 'crashed' | 'hung';

/** Runs the cases of a task in a child process and hands on each result. */
export function runChild(
  task: FuzzTask,
  onResult: (result: CaseResult) => void,
): Promise<{ readonly end: ChildEnd; readonly detail: string }> {
  const args = ['--import', 'tsx', childFile, JSON.stringify(task)];
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let hung = false;
  const watch = () =>
    setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, SILENCE_MS);
  let timer = watch();
  child.on('message', (result) => {
    clearTimeout(timer);
    timer = watch();
    onResult(result as CaseResult);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      const isDone = exitCode === 0;
      const detail = `exit code ${exitCode}, signal ${signal}`;
      resolve({ end: hung ? 'hung' : isDone ? 'done' : 'crashed', detail });
    });
  });
}
