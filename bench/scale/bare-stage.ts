/**
 * onnxruntime alone: the embedding model run on token sequences one by one, as the program runs it, and nothing else. With
 * threads that spin while they wait, as is onnxruntime's way, and without: spinning is quicker on idle cores only.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type CorpusFolders, openEmbeddingInputs } from './open-corpus.js';
import type { Stage } from './stages.js';

export interface BareRun {
  /** Of all the texts. */
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

const WARM_UP_RUNS = 5;

type Session = InferenceSession;

function openSession(modelFile: string, threads: number, spinning: '0' | '1'): Promise<Session> {
  return InferenceSession.create(modelFile, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { 'intra_op.allow_spinning': spinning } },
  });
}

async function runOne(session: Session, sequence: readonly number[]): Promise<void> {
  const dimensions = [1, sequence.length];
  const ones = new BigInt64Array(sequence.length).fill(1n);
  await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(sequence, BigInt), dimensions),
    attention_mask: new Tensor('int64', ones, dimensions),
  });
}

async function time(session: Session, sequences: readonly number[][]): Promise<number> {
  for (const sequence of sequences.slice(0, WARM_UP_RUNS)) await runOne(session, sequence);
  const started = performance.now();
  for (const sequence of sequences) await runOne(session, sequence);
  return performance.now() - started;
}

export async function openBareStage(folders: CorpusFolders): Promise<Stage> {
  const { modelFile, threads, sequenceOf } = await openEmbeddingInputs(folders);
  const sessions = [
    await openSession(modelFile, threads, '1'),
    await openSession(modelFile, threads, '0'),
  ];
  return {
    handlers: {
      /** Every other text by each session; the quicker one counts. */
      async run({ texts }: { texts: readonly string[] }): Promise<BareRun> {
        let tokens = 0;
        let tokensPerSecond = 0;
        for (const [turn, session] of sessions.entries()) {
          const sequences = texts.filter((_, at) => at % 2 === turn).map(sequenceOf);
          const sum = sequences.reduce((total, { length }) => total + length, 0);
          const tookMs = await time(session, sequences);
          tokens += sum;
          if (sum > 0) tokensPerSecond = Math.max(tokensPerSecond, (1_000 * sum) / tookMs);
        }
        return { tokens, tokensPerSecond };
      },
    },
    async close() {
      for (const session of sessions) await session.release();
    },
  };
}
