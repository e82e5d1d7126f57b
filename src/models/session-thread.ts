import { ModelThread } from './model-thread.js';
import type { SessionReply, SessionRequest } from './model-worker-protocol.js';
import { padBatch } from './pad-batch.js';
import type { StartModelWorker } from './start-model-worker.js';

export interface SessionThreadOptions {
  readonly name: string;
  readonly modelFile: string;
  readonly threads: number;
  readonly beforeStart: () => void;
  readonly startWorker: StartModelWorker;
}

/** One model in a thread of its own. */
export function createSessionThread(
  options: SessionThreadOptions,
): ModelThread<SessionRequest, SessionReply> {
  const { name, modelFile, threads, beforeStart, startWorker } = options;
  return new ModelThread({
    name,
    beforeStart,
    start: (gate) => startWorker({ kind: 'session', modelFile, threads, gate }),
  });
}

/** Runs one batch and gives each sequence's row of the named outputs; padding is cut off where it is per token. */
export async function runBatch(
  session: ModelThread<SessionRequest, SessionReply>,
  sequences: readonly (readonly number[])[],
  call: { readonly urgent: boolean; readonly signal?: AbortSignal | undefined },
): Promise<Record<string, Float32Array>[]> {
  const request = padBatch(sequences);
  const transfer = [request.inputIds.buffer, request.attentionMask.buffer];
  const outputs = await session.call(request, { ...call, transfer });
  return sequences.map((_, row) =>
    Object.fromEntries(
      Object.entries(outputs).map(([name, data]) => {
        const width = data.length / sequences.length;
        return [name, data.slice(row * width, (row + 1) * width)];
      }),
    ),
  );
}
