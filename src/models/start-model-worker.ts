import { Worker } from 'node:worker_threads';
import type { ModelWorkerData } from './model-worker-protocol.js';

export type StartModelWorker = (data: ModelWorkerData) => Worker;

/** Starts the worker thread beside this file: compiled, or by tsx where this file is TypeScript itself. */
export function startModelWorker(workerData: ModelWorkerData): Worker {
  keepRuntimeSilent();
  if (!import.meta.url.endsWith('.ts')) {
    // The process's own flags are not for the worker: `--input-type` alone would keep it from starting.
    return new Worker(new URL('./model-worker.js', import.meta.url), { workerData, execArgv: [] });
  }
  // Node 20 does not show a worker's first file to a loader, and tsx registers none in a worker by itself.
  const script = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
    .then(({ register }) => register())
    .then(() => import(${JSON.stringify(new URL('./model-worker.ts', import.meta.url).href)}));`;
  return new Worker(script, { eval: true, workerData, execArgv: [] });
}

/**
 * onnxruntime reports models and runs to its maker (seen in 1.30: a device id and a queue of events below ~/.cache) and
 * is told not to by nothing but this variable of the process, read when the runtime is loaded. A worker's own
 * `process.env` is a copy, so it is set here.
 */
function keepRuntimeSilent(): void {
  // biome-ignore lint/style/noProcessEnv: native code reads it, and no caller may forget it.
  process.env.ORT_DISABLE_TELEMETRY = '1';
}
