import { ModelThread } from './model-thread.js';
import type { SessionReply, SessionRequest } from './model-worker-protocol.js';
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

/**
 * Runs one text. Texts are not put together in batches: the models quantise their activations with one scale for the
 * whole batch, so a text's vector would hang on its neighbours (cosine .9976 to its own in batches of like length, 160
 * sentences, the same loss as from the whole quantisation), and the gain is small (tokens/s on one thread, alone and
 * in the best batch: 25 tokens 3,700 and 5,400; 60 tokens 4,600 and 5,100; 150 tokens 4,500 and 4,450).
 */
export function runSequence(
  session: ModelThread<SessionRequest, SessionReply>,
  sequence: readonly number[],
  call: { readonly urgent: boolean; readonly signal?: AbortSignal | undefined },
): Promise<SessionReply> {
  const inputIds = BigInt64Array.from(sequence, BigInt);
  return session.call({ inputIds }, { ...call, transfer: [inputIds.buffer] });
}
