import type { SessionRequest } from './model-worker-protocol.js';
import { PADDING_ID } from './special-tokens.js';

/** One request of sequences of token ids, the shorter ones padded and masked. */
export function padBatch(sequences: readonly (readonly number[])[]): SessionRequest {
  const rows = sequences.length;
  const columns = Math.max(...sequences.map(({ length }) => length));
  const inputIds = new BigInt64Array(rows * columns).fill(BigInt(PADDING_ID));
  const attentionMask = new BigInt64Array(rows * columns);
  for (const [row, sequence] of sequences.entries()) {
    for (const [column, id] of sequence.entries()) {
      inputIds[row * columns + column] = BigInt(id);
    }
    attentionMask.fill(1n, row * columns, row * columns + sequence.length);
  }
  return { rows, columns, inputIds, attentionMask };
}
