import { type ResourceLimits, Worker } from 'node:worker_threads';

/**
 * Starts a worker thread with a script: compiled, or by tsx where the script is TypeScript itself. `script` is its address
 * without the ending, as `new URL('./some-worker', import.meta.url)` gives it.
 */
export function startThread(
  script: URL,
  workerData: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    // The process's own flags are not for the worker: `--input-type` alone would keep it from starting.
    return new Worker(new URL(`${script.href}.js`), {
      ...{ workerData, resourceLimits, execArgv: [] },
    });
  }
  // Node 20 does not show a worker's first file to a loader, and tsx registers none in a worker by itself.
  const source = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
    .then(({ register }) => register())
    .then(() => import(${JSON.stringify(`${script.href}.ts`)}));`;
  return new Worker(source, { eval: true, workerData, resourceLimits, execArgv: [] });
}
