/** The worker thread of a tokenizer or of a model: loads at once, then answers one call after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadSession } from './load-session.js';
import { loadTokenizer } from './load-tokenizer.js';
import type { ModelWorkerData, WorkerCall, WorkerReply } from './model-worker-protocol.js';
import { WorkerError } from './worker-error.js';

interface Loaded {
  answer(request: unknown): Promise<{ reply: unknown; transfer: ArrayBuffer[] }>;
}

function load(data: ModelWorkerData): Promise<Loaded> {
  return data.kind === 'tokenizer' ? loadTokenizer(data) : loadSession(data);
}

function serve(port: NonNullable<typeof parentPort>, data: ModelWorkerData): void {
  let loading: Promise<Loaded> | null = null;
  const loaded = (): Promise<Loaded> => {
    loading ??= load(data).catch((error: unknown) => {
      // Whoever calls next tries again.
      loading = null;
      throw error;
    });
    return loading;
  };

  async function answer({ id, request }: WorkerCall): Promise<void> {
    try {
      const { reply, transfer } = await (await loaded()).answer(request);
      port.postMessage({ id, reply } satisfies WorkerReply, transfer);
    } catch (error) {
      const failure = error instanceof WorkerError ? error.failure : 'model_failed';
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, failure, message } satisfies WorkerReply);
    }
  }

  port.on('message', (call: WorkerCall) => {
    void answer(call);
  });
  loaded().catch(() => undefined);
}

if (parentPort !== null) serve(parentPort, workerData as ModelWorkerData);
