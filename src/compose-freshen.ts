/** The part of the composition that sees to it that answers are as new as the reports, and tells where they are not. */
import type { Answer } from './domain/answer.js';
import type { RefreshOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { FileProblems } from './domain/index-writer.js';
import type { ReportSource } from './domain/report-source.js';
import { vectorsWhileWaiting } from './domain/vectors-while-waiting.js';
import { checkFreshness, isRefused } from './store/index-freshness.js';
import type { StoredIndex } from './store/stored-index.js';
import { contentVersion } from './text/content-version.js';

export interface FreshenParts {
  readonly index: StoredIndex;
  readonly source: ReportSource;
  readonly build: (options: RefreshOptions) => Promise<unknown>;
}

/** What keeps answers older than the reports, or searches from finding all. */
export interface Outdated {
  /** Why the index could not be brought up to date. */
  readonly failure: AppError | null;
  /** Files of which the index may hold an earlier state. */
  readonly problems: readonly FileProblems[];
  /** Texts that have no vector yet. */
  readonly vectorsMissing: number;
}

export type IndexNeeds = 'nothing' | 'words' | 'vectors';

export interface IndexNeedsParts extends Pick<FreshenParts, 'index' | 'source'> {
  /** Of the publication gate; null: there is none. */
  readonly points: number | null;
}

/** What the index lacks of what the reports folder holds now. What the gate refused is not to be built until a report changes. */
export async function indexNeeds({ index, source, points }: IndexNeedsParts): Promise<IndexNeeds> {
  const [scan, state] = [await source.scan(), await index.state()];
  const freshness = checkFreshness({ scan, state, contentVersion });
  if (freshness.fresh) return 'nothing';
  if (freshness.searchable) return 'vectors';
  if (!isRefused({ scan, state, contentVersion, points })) return 'words';
  return state?.vectorsComplete === true ? 'nothing' : 'vectors';
}

/** What the index lacks is made first, but for many vectors. Where that fails, an older index still answers; without one, the failure is thrown. */
export async function freshenIndex(
  { index, source, build }: FreshenParts,
  options: RefreshOptions,
): Promise<Outdated> {
  const state = await index.state();
  const freshness = checkFreshness({ scan: await source.scan(), state, contentVersion });
  const missing = state?.vectorsMissing ?? 0;
  if (freshness.fresh || (freshness.searchable && missing > vectorsWhileWaiting)) {
    const vectorsMissing = freshness.fresh ? 0 : missing;
    return { failure: null, problems: state?.problems ?? [], vectorsMissing };
  }
  let failure: AppError | null = null;
  try {
    await build({ ...options, vectors: { upTo: vectorsWhileWaiting } });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error;
    failure = error;
  }
  const built = await index.state();
  const answers = built !== null && built.files.length > 0;
  if (failure !== null && !answers) throw failure;
  const vectorsMissing = built?.vectorsMissing ?? 0;
  return { failure, problems: built?.problems ?? [], vectorsMissing };
}

/** Why this answer may be older than the reports, with the mend; null when it is not. */
export function outdatedReason({ failure, problems }: Outdated, answer: Answer): string | null {
  if (failure !== null) return `${failure.message} ${failure.hint}`;
  const cited = new Set([...answer.citations, ...answer.nearest].map(({ file }) => file));
  const unread = problems.find(({ path, failed }) => failed && cited.has(path))?.problems[0];
  return unread === undefined ? null : `${unread.message} ${unread.hint}`;
}
