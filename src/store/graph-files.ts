import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a graph file holds; without it, or when it does not fit, the file is not read. */
export interface GraphManifest {
  readonly format: 1;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly space: 'cosine';
  readonly count: number;
  readonly generation: number;
  readonly bytes: number;
  /** Of the graph file, hex. */
  readonly sha256: string;
}

const MANIFEST_NAME = /^graph-(\d+)-([0-9a-f]+)\.json$/u;
/** Tells models apart in a folder; the manifest holds the whole fingerprint. */
const MODEL_HASH_LENGTH = 12;

function modelHash(fingerprint: string): string {
  return createHash('sha256').update(fingerprint).digest('hex').slice(0, MODEL_HASH_LENGTH);
}

export function sha256OfFile(path: string): { readonly sha256: string; readonly bytes: number } {
  const content = readFileSync(path);
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.byteLength };
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that may not be listed has no graph for us.
    return [];
  }
}

function generationsOf(folder: string, fingerprint: string): number[] {
  const hash = modelHash(fingerprint);
  return filesOf(folder)
    .map((name) => MANIFEST_NAME.exec(name))
    .filter((match) => match?.[2] === hash)
    .map((match) => Number(match?.[1]))
    .sort((left, right) => right - left);
}

/** Name of the newest graph of the model, without ending; null where there is none. */
export function newestGraph(folder: string, fingerprint: string): string | null {
  const [generation] = generationsOf(folder, fingerprint);
  return generation === undefined ? null : graphName(generation, fingerprint);
}

export function graphName(generation: number, fingerprint: string): string {
  return `graph-${generation}-${modelHash(fingerprint)}`;
}

export function graphFile(folder: string, name: string): string {
  return join(folder, `${name}.hnsw`);
}

/** The manifest of a graph that is there; whether the graph is whole, nobody has looked. Null where there is none. */
export function readManifest(
  folder: string,
  name: string,
  fingerprint: string,
): GraphManifest | null {
  try {
    const manifest: GraphManifest = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const fits =
      manifest.format === 1 && manifest.fingerprint === fingerprint && manifest.space === 'cosine';
    return fits && existsSync(graphFile(folder, name)) ? manifest : null;
  } catch {
    // A cache that cannot be read is a cache that is not there.
    return null;
  }
}

/** The manifest of a graph whose file is there and whole; null for every other case. */
export function readSoundManifest(
  folder: string,
  name: string,
  fingerprint: string,
): GraphManifest | null {
  try {
    const manifest = readManifest(folder, name, fingerprint);
    if (manifest === null) return null;
    const { sha256, bytes } = sha256OfFile(graphFile(folder, name));
    return manifest.sha256 === sha256 && manifest.bytes === bytes ? manifest : null;
  } catch {
    // As above.
    return null;
  }
}

/** Writes the manifest beside a graph that is in place already, so that no manifest ever stands alone. */
export function writeManifest(folder: string, name: string, manifest: GraphManifest): void {
  const temporary = join(folder, `${name}.json.${process.pid}.tmp`);
  writeFileSync(temporary, JSON.stringify(manifest));
  renameSync(temporary, join(folder, `${name}.json`));
}

/** Removes the graphs but `keep`, of every model, and what killed writers left. */
export function removeGraphs(folder: string, keep: string | null): void {
  for (const file of filesOf(folder)) {
    const isGraph = /^graph-\d+-[0-9a-f]+\.(?:hnsw|json)(?:\.\d+\.tmp)?$/u.test(file);
    const isKept = keep !== null && (file === `${keep}.hnsw` || file === `${keep}.json`);
    if (isGraph && !isKept) rmSync(join(folder, file), { force: true });
  }
}
