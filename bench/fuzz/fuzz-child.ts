/** Runs cases in a process of its own, so that one that crashes or hangs ends nothing else. Its one argument is a `FuzzTask` as JSON. */
import type { FuzzTask } from './fuzz-case.js';

const task = JSON.parse(process.argv[2] ?? '{}') as FuzzTask;
const send = (message: unknown) =>
  new Promise<void>((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });

async function main(): Promise<void> {
  const results =
    task.kind === 'report'
      ? (await import('./run-reports.js')).runReports(task)
      : (await import('./run-questions.js')).runQuestions(task);
  for await (const result of results) await send(result);
}

await main();
process.disconnect?.();
