import type { PassageHit, SearchOptions } from '../domain/report-index.js';
import { RecentMap } from '../text/recent-map.js';
import { encodeToken, matchAny } from './encode-token.js';
import { readGeneration } from './index-meta.js';
import type { StoreConnection } from './store-connection.js';

/** A question of 10,000 characters must not keep the process busy for seconds: later tokens are not looked for. */
const MAX_QUERY_TOKENS = 512;

const SEARCH = `SELECT rowid AS passageId, -rank AS score FROM passage_words
  WHERE passage_words MATCH ? ORDER BY rank, rowid LIMIT ?`;

const SEARCH_WITHIN = `SELECT rowid AS passageId, -rank AS score FROM passage_words
  WHERE passage_words MATCH ? AND rowid IN (
    SELECT passages.id FROM documents JOIN passages ON passages.document = documents.key
    WHERE documents.id IN (SELECT value FROM json_each(?)))
  ORDER BY rank, rowid LIMIT ?`;

function distinct(tokens: readonly string[]): string[] {
  return [...new Set(tokens)].slice(0, MAX_QUERY_TOKENS);
}

/** BM25 with FTS5's constants (k1 = 1.2, b = 0.75), best first. Each token counts once, the first 512 of them. */
export function searchWords(
  connection: StoreConnection,
  tokens: readonly string[],
  options: SearchOptions,
): PassageHit[] {
  const match = matchAny(distinct(tokens));
  if (match === null || options.limit < 1) return [];
  const { documentIds, limit } = options;
  return documentIds === undefined
    ? connection.all<PassageHit>(SEARCH, match, limit)
    : connection.all<PassageHit>(SEARCH_WITHIN, match, JSON.stringify(documentIds), limit);
}

/** Words that come again and again in questions; at most twice as many, in some megabytes. */
const REMEMBERED_TOKENS = 20_000;

/** In how many passages tokens stand. FTS5 counts them by reading where they stand, so each is counted once a generation. */
export class PassageCounts {
  readonly #connection: StoreConnection;
  #generation = -1;
  #known = new RecentMap<string, number>(REMEMBERED_TOKENS);

  constructor(connection: StoreConnection) {
    this.#connection = connection;
  }

  /** Tokens that stand in none are left out. */
  of(tokens: readonly string[]): Map<string, number> {
    const frequency = new Map<string, number>();
    this.#connection.transaction(() => {
      const generation = readGeneration(this.#connection);
      if (generation !== this.#generation) this.#known = new RecentMap(REMEMBERED_TOKENS);
      this.#generation = generation;
      for (const token of new Set(tokens)) {
        const count = this.#known.get(token) ?? this.#count(token);
        this.#known.set(token, count);
        if (count > 0) frequency.set(token, count);
      }
    });
    return frequency;
  }

  #count(token: string): number {
    const sql = 'SELECT doc FROM passage_terms WHERE term = ?';
    return this.#connection.get<{ doc: number }>(sql, encodeToken(token))?.doc ?? 0;
  }
}
