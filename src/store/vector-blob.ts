import { AppError } from '../domain/app-error.js';

/** Little-endian float32, as every platform that Node runs on keeps it. */
export function vectorToBlob(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy, because a BLOB need not lie where a Float32Array may begin. */
export function blobToVector(blob: Buffer): Float32Array {
  const vector = new Float32Array(blob.byteLength / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(vector.buffer).set(blob.subarray(0, vector.byteLength));
  return vector;
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
