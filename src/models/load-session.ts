import type { InferenceSession } from 'onnxruntime-node';
import type { SessionReply, SessionRequest, SessionWorkerData } from './model-worker-protocol.js';
import { NativeGate } from './native-gate.js';
import { WorkerError } from './worker-error.js';

type Runtime = typeof import('onnxruntime-node');

async function importRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new WorkerError(message, { failure: 'native_module', cause });
  }
}

/**
 * Measured on two idle cores (load of the embedding model, tokens/s on one thread): `all` 130 ms, 4,300; `basic` 133 ms,
 * 4,000; `disabled` 120 ms, 4,000; a model optimised beforehand 105 ms, 4,000; no prepacking 105 to 140 ms, 4,000 and a
 * question 7 instead of 5.5 ms; no memory arena 10 % slower; no memory pattern the same. So what is shipped is loaded as
 * it is, with the defaults.
 */
function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that spin while they wait take the cores from the other session and from the event loop: on busy cores
    // 2,050 tokens/s with spinning and 6,060 without.
    extra: { session: { 'intra_op.allow_spinning': '0' } },
  };
}

async function run(
  runtime: Runtime,
  session: InferenceSession,
  request: SessionRequest,
): Promise<SessionReply> {
  const dimensions = [1, request.inputIds.length];
  const outputs = await session.run({
    input_ids: new runtime.Tensor('int64', request.inputIds, dimensions),
    attention_mask: new runtime.Tensor(
      'int64',
      new BigInt64Array(request.inputIds.length).fill(1n),
      dimensions,
    ),
  });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [
      name,
      Float32Array.from(data as Float32Array),
    ]),
  );
}

/** Loads the runtime and one model, in the worker that calls it; all native work passes the gate. */
export async function loadSession(data: SessionWorkerData): Promise<{
  answer(request: unknown): Promise<{ reply: SessionReply; transfer: ArrayBuffer[] }>;
}> {
  const gate = new NativeGate(data.gate);
  const runtime = await gate.pass(importRuntime);
  const options = sessionOptions(data.threads);
  const session = await gate.pass(() => runtime.InferenceSession.create(data.modelFile, options));
  return {
    async answer(request) {
      const reply = await gate.pass(() => run(runtime, session, request as SessionRequest));
      return { reply, transfer: Object.values(reply).map((output) => output.buffer) };
    },
  };
}
