import type { PassageHit } from '../domain/report-index.js';
import { newestGraph, readManifest, readSoundManifest } from './graph-files.js';
import { countPassages, readGeneration, readModel } from './index-meta.js';
import type { StoreConnection } from './store-connection.js';
import { blobToVector, requireSoundVector } from './vector-blob.js';
import { VectorGraph } from './vector-graph.js';
import { compareHits, VectorMatrix } from './vector-matrix.js';

/**
 * Up to so many passages, all vectors are compared: 20,000 × 384 take 6 ms and are exact. Above, the graph finds
 * them, and only what it does not hold yet is compared.
 */
export const EXACT_LIMIT = 20_000;

/** A sample is taken anew when so many vectors more than before are there. */
const SAMPLE_GROWTH = 1.2;

export interface PassageVectorsOptions {
  readonly folder: string;
  readonly fingerprint: string;
  readonly exactLimit: number;
}

/** Ids of passages that have a vector of the model, ascending. */
export function livePassages(connection: StoreConnection, model: number): number[] {
  return connection
    .all<{ id: number }>(
      `SELECT passages.id FROM passages
       JOIN vectors ON vectors.model = ? AND vectors.hash = passages.embedding_hash
       ORDER BY passages.id`,
      model,
    )
    .map(({ id }) => id);
}

const ONE_VECTOR = `SELECT vectors.vector FROM passages
  JOIN vectors ON vectors.model = ? AND vectors.hash = passages.embedding_hash
  WHERE passages.id = ?`;

/** Reads vectors one by one, as they are asked for. */
export function* readVectors(connection: StoreConnection, model: number, ids: Iterable<number>) {
  for (const id of ids) {
    const row = connection.get<{ vector: Buffer }>(ONE_VECTOR, model, id);
    if (row !== undefined) yield { id, vector: blobToVector(row.vector, connection.file) };
  }
}

interface Sample {
  /** Generation, model and size that it was taken of. */
  readonly key: string;
  /** Id of the last vector that it is good for. */
  readonly upTo: number;
  readonly vectors: Float32Array[];
}

function readLastVector(connection: StoreConnection): number {
  const last = connection.get<{ id: number | null }>('SELECT max(id) AS id FROM vectors');
  return last?.id ?? 0;
}

/** What a reader holds in memory to search by vector: a graph, if there is one, and what the graph does not hold. */
export class PassageVectors {
  readonly #connection: StoreConnection;
  readonly #options: PassageVectorsOptions;
  #matrix: VectorMatrix | null = null;
  #graph: VectorGraph | null = null;
  /** Hash of the graph that was read last, whether or not it was sound. */
  #graphState: string | null = null;
  #generation = -1;
  #lastVector = 0;
  #sample: Sample = { key: '', upTo: 0, vectors: [] };
  #syncing: Promise<void> = Promise.resolve();

  constructor(connection: StoreConnection, options: PassageVectorsOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  async search(query: Float32Array, limit: number): Promise<PassageHit[]> {
    const sync = this.#syncing.then(() => this.#sync());
    // The next caller is not stopped by this one's failure.
    this.#syncing = sync.catch(() => undefined);
    await sync;
    if (this.#matrix === null) return [];
    requireSoundVector(query, this.#matrix.dimensions);
    const exact = this.#matrix.search(query, limit);
    const found = this.#graph?.search(query, limit) ?? [];
    return [...exact, ...found].sort(compareHits).slice(0, limit);
  }

  /** Spread evenly over the passages; kept while the index stays nearly as it is, since all ids are read for it. */
  sample(limit: number): Float32Array[] {
    const connection = this.#connection;
    return connection.transaction(() => {
      const model = readModel(connection, this.#options.fingerprint);
      if (model === null) return [];
      const key = `${readGeneration(connection)} ${model.id} ${limit}`;
      const lastVector = readLastVector(connection);
      if (key !== this.#sample.key || lastVector > this.#sample.upTo) {
        const live = livePassages(connection, model.id);
        const count = Math.min(limit, live.length);
        const chosen = Array.from(
          { length: count },
          (_, index) => live[Math.floor((index * live.length) / count)] as number,
        );
        const vectors = [...readVectors(connection, model.id, chosen)].map(({ vector }) => vector);
        const isComplete = live.length === countPassages(connection);
        const upTo = isComplete ? Number.POSITIVE_INFINITY : lastVector * SAMPLE_GROWTH;
        this.#sample = { key, upTo, vectors };
      }
      return this.#sample.vectors;
    });
  }

  async #sync(): Promise<void> {
    const model = readModel(this.#connection, this.#options.fingerprint);
    if (model === null) return;
    this.#matrix ??= new VectorMatrix(model.dimensions);
    const flipped = this.#generation !== readGeneration(this.#connection);
    const outgrown = this.#matrix.size > this.#options.exactLimit;
    if (flipped || outgrown) await this.#loadGraph(model.id);
    this.#connection.transaction(() => this.#catchUp(model.id));
  }

  /** A big collection waits for the newest graph, once; without one that is sound, all vectors are compared. */
  async #loadGraph(model: number): Promise<void> {
    const { folder, fingerprint, exactLimit } = this.#options;
    const name = newestGraph(folder, fingerprint);
    const state = name === null ? null : readManifest(folder, name, fingerprint)?.sha256;
    if (name === null || state === undefined || state === this.#graphState) return;
    if (livePassages(this.#connection, model).length <= exactLimit) return;
    this.#graphState = state;
    const manifest = readSoundManifest(folder, name, fingerprint);
    if (manifest?.dimensions !== this.#matrix?.dimensions || manifest === null) return;
    const graph = await VectorGraph.read(folder, name, manifest).catch(() => null);
    if (graph === null) return;
    this.#graph = graph;
    this.#generation = -1;
  }

  #catchUp(model: number): void {
    const generation = readGeneration(this.#connection);
    const lastVector = readLastVector(this.#connection);
    if (generation !== this.#generation) this.#compareAll(model);
    else if (lastVector > this.#lastVector) this.#attachNew(model);
    this.#generation = generation;
    this.#lastVector = lastVector;
  }

  #compareAll(model: number): void {
    const matrix = this.#matrix as VectorMatrix;
    const live = new Set(livePassages(this.#connection, model));
    for (const id of [...matrix.ids()]) {
      if (!live.has(id) || this.#graph?.has(id)) matrix.delete(id);
    }
    for (const id of [...(this.#graph?.ids() ?? [])]) if (!live.has(id)) this.#graph?.delete(id);
    const added = [...live].filter((id) => !matrix.has(id) && !this.#graph?.has(id));
    for (const { id, vector } of readVectors(this.#connection, model, added))
      matrix.set(id, vector);
  }

  /** Vectors that were made since the last look, within one generation. */
  #attachNew(model: number): void {
    const rows = this.#connection.all<{ id: number; vector: Buffer }>(
      `SELECT passages.id, vectors.vector FROM vectors
       JOIN passages ON passages.embedding_hash = vectors.hash
       WHERE vectors.model = ? AND vectors.id > ?`,
      model,
      this.#lastVector,
    );
    for (const { id, vector } of rows)
      this.#matrix?.set(id, blobToVector(vector, this.#connection.file));
  }

  /** Exactly, among the passages of some documents, from the database itself. */
  searchWithin(query: Float32Array, limit: number, documentIds: readonly string[]): PassageHit[] {
    const model = readModel(this.#connection, this.#options.fingerprint);
    if (model === null) return [];
    requireSoundVector(query, model.dimensions);
    const matrix = new VectorMatrix(model.dimensions);
    this.#connection.each<{ id: number; vector: Buffer }>(
      `SELECT passages.id, vectors.vector FROM documents
       JOIN passages ON passages.document = documents.key
       JOIN vectors ON vectors.model = ? AND vectors.hash = passages.embedding_hash
       WHERE documents.id IN (SELECT value FROM json_each(?))`,
      [model.id, JSON.stringify(documentIds)],
      ({ id, vector }) => {
        matrix.set(id, blobToVector(vector, this.#connection.file));
        return true;
      },
    );
    return matrix.search(query, limit);
  }
}
