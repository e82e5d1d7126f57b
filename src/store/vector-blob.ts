import { AppError } from '../domain/app-error.js';
import { damagedIndex } from './translate-sqlite-error.js';
import { dotProduct } from './vector-matrix.js';

/** Little-endian float32, as every platform that Node runs on keeps it. */
export function vectorToBlob(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Float32 keeps the length of a unit vector far closer than this. */
const LENGTH_TOLERANCE = 1e-3;

/**
 * A copy, because a BLOB need not lie where a Float32Array may begin. Throws `index_damaged`, naming the database, for
 * what is no unit vector.
 */
export function blobToVector(blob: Buffer, database: string): Float32Array {
  const vector = soundVector(blob);
  if (vector === null) throw damagedIndex(database);
  return vector;
}

/** The same; null for what is no unit vector. */
export function soundVector(blob: Buffer): Float32Array | null {
  const vector = new Float32Array(Math.floor(blob.byteLength / Float32Array.BYTES_PER_ELEMENT));
  new Uint8Array(vector.buffer).set(blob.subarray(0, vector.byteLength));
  const squares = dotProduct(vector, 0, vector, vector.length);
  return Math.abs(squares - 1) <= LENGTH_TOLERANCE ? vector : null;
}

function faultOf(vector: Float32Array, dimensions: number): string | null {
  if (vector.length !== dimensions) return `${vector.length} numbers where ${dimensions} are due`;
  if (!vector.every(Number.isFinite)) return 'a number that is not finite';
  const squares = dotProduct(vector, 0, vector, vector.length);
  return Math.abs(squares - 1) <= LENGTH_TOLERANCE ? null : 'another length than 1';
}

/**
 * Throws `model_failed` for a vector of other dimensions, of another length than 1, or with a number that is not finite:
 * hnswlib would abort or mislead, and what is kept could not be read again.
 */
export function requireSoundVector(vector: Float32Array, dimensions: number): void {
  const fault = faultOf(vector, dimensions);
  if (fault === null) return;
  throw new AppError(`The embedding model gave a vector with ${fault}.`, {
    code: 'model_failed',
    hint: 'Run `npm run doctor`; after a change of model run `npm run index -- --rebuild`.',
  });
}
