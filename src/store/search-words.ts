import type { PassageHit, SearchOptions } from '../domain/report-index.js';
import { RecentMap } from '../text/recent-map.js';
import { encodeToken, matchAny } from './encode-token.js';
import { readGeneration } from './index-meta.js';
import type { StoreConnection } from './store-connection.js';
import { firstUnglossed } from './unglossed-passages.js';

/** A question of 10,000 characters must not keep the process busy for seconds: later tokens are not looked for. */
const MAX_QUERY_TOKENS = 512;

type Table = 'passage_words' | 'passage_glosses';

const SEARCH = (table: Table) => `SELECT rowid AS passageId, -rank AS score FROM ${table}
  WHERE ${table} MATCH ? ORDER BY rank, rowid LIMIT ?`;

const SEARCH_WITHIN = (table: Table) => `SELECT rowid AS passageId, -rank AS score FROM ${table}
  WHERE ${table} MATCH ? AND rowid IN (
    SELECT passages.id FROM documents JOIN passages ON passages.document = documents.key
    WHERE documents.id IN (SELECT value FROM json_each(?)))
  ORDER BY rank, rowid LIMIT ?`;

function distinct(tokens: readonly string[]): string[] {
  return [...new Set(tokens)].slice(0, MAX_QUERY_TOKENS);
}

function add(left: readonly PassageHit[], right: readonly PassageHit[]): PassageHit[] {
  const scores = new Map(left.map(({ passageId, score }) => [passageId, score]));
  for (const { passageId, score } of right) {
    scores.set(passageId, (scores.get(passageId) ?? 0) + score);
  }
  return [...scores]
    .map(([passageId, score]) => ({ passageId, score }))
    .sort((a, b) => b.score - a.score || a.passageId - b.passageId);
}

/**
 * BM25 with FTS5's constants (k1 = 1.2, b = 0.75) of the words and of the glosses, added, best first. Each token counts
 * once, the first 512 of them.
 */
export function searchWords(
  connection: StoreConnection,
  tokens: readonly string[],
  options: SearchOptions,
): PassageHit[] {
  const match = matchAny(distinct(tokens));
  if (match === null || options.limit < 1) return [];
  const { documentIds, limit } = options;
  const hitsIn = (table: Table): PassageHit[] =>
    documentIds === undefined
      ? connection.all<PassageHit>(SEARCH(table), match, limit)
      : connection.all<PassageHit>(SEARCH_WITHIN(table), match, JSON.stringify(documentIds), limit);
  return connection.transaction(() => {
    const glossed = hitsIn('passage_glosses');
    const found = hitsIn('passage_words');
    return glossed.length === 0 ? found : add(found, glossed).slice(0, limit);
  });
}

const COUNT = `SELECT max(doc) AS doc FROM (
  SELECT doc FROM passage_terms WHERE term = ? UNION ALL
  SELECT doc FROM passage_gloss_terms WHERE term = ?)`;

/** Words that come again and again in questions; at most twice as many, in some megabytes. */
const REMEMBERED_TOKENS = 20_000;

/**
 * In how many passages tokens stand, as words or as glosses. FTS5 counts them by reading where they stand, so each is
 * counted once a generation, unless glosses are still being added.
 */
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
      const isGlossed = firstUnglossed(this.#connection) === 0;
      for (const token of new Set(tokens)) {
        const count = this.#known.get(token) ?? this.#count(token);
        if (isGlossed) this.#known.set(token, count);
        if (count > 0) frequency.set(token, count);
      }
    });
    return frequency;
  }

  #count(token: string): number {
    // A token that is both in one passage must not count twice, and is rare: the larger number comes near enough.
    const row = this.#connection.get<{ doc: number }>(
      COUNT,
      ...[encodeToken(token), encodeToken(token)],
    );
    return row?.doc ?? 0;
  }
}
