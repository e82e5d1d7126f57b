import type { ReportIndex } from '../domain/report-index.js';
import type { IndexState } from './index-freshness.js';

/** An index for readers, and what `checkFreshness` compares. */
export interface StoredIndex extends ReportIndex {
  /** Null when there is no index yet. */
  state(): Promise<IndexState | null>;
  /** Reads the whole index. Throws `index_damaged` when it does not hold together or a document is not as it was stored. */
  verify(): Promise<void>;
}
