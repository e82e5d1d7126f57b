import { createHash } from 'node:crypto';
import type { FileProblems, IndexedFile } from '../domain/index-writer.js';
import type { ReportScan } from '../domain/report-source.js';

/** What an index says of itself, cheaply. */
export interface IndexState {
  readonly generation: number;
  readonly contentVersion: string | null;
  readonly files: readonly IndexedFile[];
  readonly problems: readonly FileProblems[];
  /** Whether it holds vectors of another model than the one in use, and none of that. */
  readonly modelChanged: boolean;
  readonly vectorsComplete: boolean;
  /** How many texts lacked their vector when the last refresh of this generation ended; null where none has. */
  readonly vectorsMissing: number | null;
  /** `refusedMark` of what the publication gate refused since the last flip. */
  readonly refused: string | null;
}

export type StaleReason =
  | 'index_missing'
  | 'rules_changed'
  | 'file_added'
  | 'file_changed'
  | 'file_removed'
  | 'model_changed'
  | 'vectors_missing';

export type Freshness =
  | { readonly fresh: true }
  | {
      readonly fresh: false;
      readonly reason: StaleReason;
      /** The file that is the reason, if one is. */
      readonly file: string | null;
      /** True when every word is in the index and only vectors are missing: it can be asked already. */
      readonly searchable: boolean;
    };

export interface FreshnessOptions {
  readonly scan: ReportScan;
  readonly state: IndexState | null;
  /** Of the repair, split and token rules of this program. */
  readonly contentVersion: string;
}

function stale(reason: StaleReason, file: string | null, searchable: boolean): Freshness {
  return { fresh: false, reason, file, searchable };
}

/** A file that could not be used counts as seen until it changes; `index` tries it again each time. */
function staleFile(scan: ReportScan, state: IndexState): Freshness | null {
  const stamps = new Map(state.files.map(({ path, stamp }) => [path, stamp]));
  const failed = new Map(
    state.problems.filter((entry) => entry.failed).map(({ path, stamp }) => [path, stamp]),
  );
  for (const { path, stamp } of scan.files) {
    if (stamps.get(path) === stamp || failed.get(path) === stamp) continue;
    return stale(stamps.has(path) ? 'file_changed' : 'file_added', path, false);
  }
  const present = new Set(scan.files.map(({ path }) => path));
  const gone = state.files.find(({ path }) => !present.has(path));
  return gone === undefined ? null : stale('file_removed', gone.path, false);
}

/** Whether the index is what the reports folder, the rules and the model make of it now; reads nothing itself. */
export function checkFreshness(options: FreshnessOptions): Freshness {
  const { scan, state, contentVersion } = options;
  if (state === null || state.files.length === 0) return stale('index_missing', null, false);
  if (state.contentVersion !== contentVersion) return stale('rules_changed', null, false);
  const file = staleFile(scan, state);
  if (file !== null) return file;
  if (state.vectorsComplete) return { fresh: true };
  return stale(state.modelChanged ? 'model_changed' : 'vectors_missing', null, true);
}

export interface RefusedMarkOptions extends Pick<FreshnessOptions, 'scan' | 'contentVersion'> {
  /** Of the gate that refused. */
  readonly points: number;
}

/** Names what would be built, and how it is judged: the same mark, the same verdict. */
export function refusedMark({ scan, contentVersion, points }: RefusedMarkOptions): string {
  const stamps = scan.files.map(({ path, stamp }) => [path, stamp]);
  return createHash('sha256')
    .update(JSON.stringify([contentVersion, points, stamps]))
    .digest('base64url');
}

export interface RefusedOptions extends FreshnessOptions {
  /** Of the gate in use; null: there is none. */
  readonly points: number | null;
}

/** Whether the gate in use has refused what the reports folder holds now. */
export function isRefused({ state, points, ...built }: RefusedOptions): boolean {
  if (points === null || state === null || state.refused === null) return false;
  return state.refused === refusedMark({ ...built, points });
}
