import { ReplyFault } from './reply-fault.js';

/**
 * Vectors of a reply in the order of the texts, brought to length 1. Throws a `ReplyFault` unless there is exactly one
 * usable vector for each text, all of one length.
 */
export function readEmbeddings(
  reply: unknown,
  count: number,
  dimensions: number | null,
): Float32Array[] {
  const data = (reply as { readonly data?: unknown } | null)?.data;
  if (!Array.isArray(data)) throw fault('holds no vectors');
  if (data.length !== count) throw fault(`holds ${data.length} vectors for ${count} texts`);
  const vectors: (Float32Array | undefined)[] = new Array(count).fill(undefined);
  for (const item of data as readonly ({ index?: unknown; embedding?: unknown } | null)[]) {
    const index = item?.index;
    if (typeof index !== 'number' || !(index in vectors) || vectors[index] !== undefined) {
      throw fault('numbers its vectors wrongly');
    }
    vectors[index] = toUnitVector(item?.embedding);
  }
  const wanted = dimensions ?? vectors[0]?.length;
  for (const vector of vectors) {
    if (vector?.length === wanted) continue;
    throw new ReplyFault(`holds ${vector?.length} numbers a vector where ${wanted} are due`, {
      kind: 'unusable',
      hint: 'Set EMBEDDINGS_DIMENSIONS to what the model gives, or unset it; check EMBEDDINGS_MODEL.',
    });
  }
  return vectors as Float32Array[];
}

function toUnitVector(embedding: unknown): Float32Array {
  if (!Array.isArray(embedding) || embedding.length === 0) throw fault('holds no list of numbers');
  let squares = 0;
  for (const value of embedding as readonly unknown[]) {
    if (typeof value !== 'number') throw fault('holds a vector with something that is no number');
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length)) throw fault('holds a vector with something that is no number');
  if (length < Number.MIN_VALUE * 2 ** 52) throw fault('holds a vector of zeros');
  return Float32Array.from(embedding as readonly number[], (value) => value / length);
}

function fault(message: string): ReplyFault {
  return new ReplyFault(message, { kind: 'unusable' });
}
