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
  const vector = new Float32Array(Math.floor(blob.byteLength / Float32Array.BYTES_PER_ELEMENT));
  new Uint8Array(vector.buffer).set(blob.subarray(0, vector.byteLength));
  const squares = dotProduct(vector, 0, vector, vector.length);
  if (Math.abs(squares - 1) <= LENGTH_TOLERANCE) return vector;
  throw damagedIndex(database);
}

/** Throws `model_failed` for a vector of another length or with a number that is not finite: hnswlib would abort or mislead. */
export function requireSoundVector(vector: Float32Array, dimensions: number): void {
  if (vector.length === dimensions && vector.every(Number.isFinite)) return;
  const fault =
    vector.length === dimensions
      ? 'a number that is not finite'
      : `${vector.length} numbers where ${dimensions} are due`;
  throw new AppError(`The embedding model gave a vector with ${fault}.`, {
    code: 'model_failed',
    hint: 'Run `npm run doctor`; after a change of model run `npm run index -- --rebuild`.',
  });
}
