import type { FinishOptions } from '../domain/index-writer.js';
import {
  graphName,
  newestGraph,
  readManifest,
  readSoundManifest,
  removeGraphs,
} from './graph-files.js';
import { readGeneration, readModel } from './index-meta.js';
import { livePassages, readVectors } from './passage-vectors.js';
import type { StoreConnection } from './store-connection.js';
import { VectorGraph } from './vector-graph.js';

/** A graph is built anew when more than this share of it is of passages that are gone: its file never shrinks. */
const MAX_GONE_SHARE = 0.25;
/** So many vectors beside the graph are no burden to a search (6 ms for 20,000), and spare writing it again. */
const MAX_BESIDE = 2_000;
/** While vectors are still being made, it is written again when it has grown by a tenth. */
const MAX_BESIDE_SHARE = 0.1;

export interface GraphOptions extends FinishOptions {
  readonly folder: string;
  readonly fingerprint: string;
  readonly exactLimit: number;
  /** Whether every text has its vector. */
  readonly isComplete: boolean;
}

async function readGraph(folder: string, fingerprint: string): Promise<VectorGraph | null> {
  const name = newestGraph(folder, fingerprint);
  const manifest = name === null ? null : readSoundManifest(folder, name, fingerprint);
  if (name === null || manifest === null) return null;
  return VectorGraph.read(folder, name, manifest).catch(() => null);
}

/** Within one generation passages only come, so that a graph need not be read to know what it lacks. */
function isGoodEnough(
  wanted: number,
  generation: number,
  { folder, fingerprint }: GraphOptions,
): boolean {
  const name = newestGraph(folder, fingerprint);
  const manifest = name === null ? null : readManifest(folder, name, fingerprint);
  return manifest !== null && manifest.generation === generation && manifest.count >= wanted;
}

function isWorn(graph: VectorGraph, live: ReadonlySet<number>): boolean {
  const gone = [...graph.ids()].filter((id) => !live.has(id)).length;
  return gone > graph.size * MAX_GONE_SHARE;
}

/**
 * Makes the graph file hold the vectors of the published passages, all but a few that searches compare beside it.
 * Small collections have none. Failing to write it is no failure: readers then compare all vectors.
 */
export async function bringUpGraph(
  connection: StoreConnection,
  options: GraphOptions,
): Promise<void> {
  const { folder, fingerprint, exactLimit, signal } = options;
  const model = readModel(connection, fingerprint);
  const live = new Set(model === null ? [] : livePassages(connection, model.id));
  if (model === null || live.size <= exactLimit) {
    removeGraphs(folder, null);
    return;
  }
  const share = options.isComplete ? 0 : live.size * MAX_BESIDE_SHARE;
  const allowed = Math.min(Math.max(MAX_BESIDE, share), exactLimit);
  const isEnough = isGoodEnough(live.size - allowed, readGeneration(connection), options);
  // In the end it is read, and one that is damaged is made anew.
  if (isEnough && !options.isComplete) return;
  const stored = await readGraph(folder, fingerprint);
  const kept = stored !== null && !isWorn(stored, live) ? stored : null;
  const beside = [...live].filter((id) => !kept?.has(id));
  if (kept !== null && beside.length <= allowed) return;
  const graph = kept ?? (await VectorGraph.create(model.dimensions, live.size));
  await graph.add(readVectors(connection, model.id, beside), signal);
  const generation = readGeneration(connection);
  try {
    graph.write(folder, generation, fingerprint);
    removeGraphs(folder, graphName(generation, fingerprint));
  } catch {
    // The next refresh tries again.
  }
}
