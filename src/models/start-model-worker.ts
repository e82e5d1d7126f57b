import type { Worker } from 'node:worker_threads';
import type { ModelWorkerData } from './model-worker-protocol.js';
import { startThread } from './start-thread.js';

export type StartModelWorker = (data: ModelWorkerData) => Worker;

/** Starts the worker thread of a tokenizer or a model. */
export function startModelWorker(workerData: ModelWorkerData): Worker {
  keepRuntimeSilent();
  return startThread(new URL('./model-worker', import.meta.url), workerData);
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
