import { renameSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HierarchicalNSW } from 'hnswlib-node';
import { AppError } from '../domain/app-error.js';
import type { PassageHit } from '../domain/report-index.js';
import {
  type GraphManifest,
  graphFile,
  graphName,
  sha256OfFile,
  writeManifest,
} from './graph-files.js';
import { requireSoundVector } from './vector-blob.js';

/** hnswlib's usual neighbours a node, and how widely it looks for them while building. */
const NEIGHBOURS = 16;
const BUILD_WIDTH = 200;
/** How widely a search looks: at 50 the recall of 20,000 clustered vectors was 1.000, at 10 .905. */
const SEARCH_WIDTH = 128;
/** Adding points is synchronous: after so long, others get their turn. */
const SLICE_MS = 10;
/** Labels are 32 bits wide. */
const LARGEST_LABEL = 2 ** 32 - 1;

type Hnswlib = typeof import('hnswlib-node');

async function loadHnswlib(): Promise<Hnswlib> {
  try {
    return (await import('hnswlib-node')).default;
  } catch (error) {
    throw new AppError('The native module hnswlib-node does not load.', {
      code: 'native_module',
      hint: 'Run `npm rebuild hnswlib-node` with the Node that runs this program.',
      cause: error,
    });
  }
}

/**
 * Approximate search over unit vectors, labelled with the ids of their passages. hnswlib ends the process on a bad
 * element and misreads a file of another length, so every vector and every manifest is checked before it gets there.
 */
export class VectorGraph {
  readonly dimensions: number;
  readonly #graph: HierarchicalNSW;
  readonly #live: Set<number>;

  private constructor(graph: HierarchicalNSW, dimensions: number, ids: Iterable<number>) {
    this.#graph = graph;
    this.dimensions = dimensions;
    this.#live = new Set(ids);
  }

  static async create(dimensions: number, capacity: number): Promise<VectorGraph> {
    const { HierarchicalNSW } = await loadHnswlib();
    const graph = new HierarchicalNSW('cosine', dimensions);
    graph.initIndex({ maxElements: capacity, m: NEIGHBOURS, efConstruction: BUILD_WIDTH });
    return new VectorGraph(graph, dimensions, []);
  }

  /** Reads a graph whose manifest was found sound. */
  static async read(folder: string, name: string, manifest: GraphManifest): Promise<VectorGraph> {
    const { HierarchicalNSW } = await loadHnswlib();
    const graph = new HierarchicalNSW('cosine', manifest.dimensions);
    graph.readIndexSync(graphFile(folder, name));
    return new VectorGraph(graph, manifest.dimensions, graph.getIdsList());
  }

  get size(): number {
    return this.#live.size;
  }

  ids(): Iterable<number> {
    return this.#live;
  }

  has(id: number): boolean {
    return this.#live.has(id);
  }

  /** Adds in slices, so that a server goes on serving. Stops with the signal's reason. */
  async add(
    points: Iterable<{ readonly id: number; readonly vector: Float32Array }>,
    signal?: AbortSignal,
  ): Promise<void> {
    let sliceEnd = performance.now() + SLICE_MS;
    for (const { id, vector } of points) {
      this.#add(id, vector);
      if (performance.now() < sliceEnd) continue;
      await nextTurn();
      signal?.throwIfAborted();
      sliceEnd = performance.now() + SLICE_MS;
    }
  }

  #add(id: number, vector: Float32Array): void {
    requireSoundVector(vector, this.dimensions);
    if (id > LARGEST_LABEL) {
      throw new AppError(`Passage ${id} is beyond what the vector graph can number.`, {
        code: 'index_damaged',
        hint: 'Delete the index folder and run `npm run index`.',
      });
    }
    const capacity = this.#graph.getMaxElements();
    if (this.#graph.getCurrentCount() >= capacity) {
      this.#graph.resizeIndex(Math.ceil(capacity * 1.2) + 1);
    }
    this.#graph.addPoint(Array.from(vector), id);
    this.#live.add(id);
  }

  /** The passage is found no more; its place in the graph stays until the graph is built anew. */
  delete(id: number): void {
    if (this.#live.delete(id)) this.#graph.markDelete(id);
  }

  search(query: Float32Array, limit: number): PassageHit[] {
    requireSoundVector(query, this.dimensions);
    const count = Math.min(limit, this.#live.size);
    if (count < 1) return [];
    this.#graph.setEf(Math.max(SEARCH_WIDTH, count));
    const { neighbors, distances } = this.#graph.searchKnn(Array.from(query), count);
    return neighbors.map((passageId, index) => ({
      passageId,
      score: 1 - (distances[index] as number),
    }));
  }

  /** Written beside its place, read back, and moved there; returns its name. Throws where that fails. */
  write(folder: string, generation: number, fingerprint: string): string {
    const name = graphName(generation, fingerprint);
    const temporary = `${graphFile(folder, name)}.${process.pid}.tmp`;
    this.#graph.writeIndexSync(temporary);
    // hnswlib says nothing when it cannot write: a file that is not there is found by reading it.
    const { sha256, bytes } = sha256OfFile(temporary);
    renameSync(temporary, graphFile(folder, name));
    const count = this.#graph.getCurrentCount();
    const { dimensions } = this;
    const space = 'cosine';
    writeManifest(folder, name, {
      ...{ format: 1, fingerprint, dimensions, space, count, generation, bytes, sha256 },
    });
    return name;
  }
}
