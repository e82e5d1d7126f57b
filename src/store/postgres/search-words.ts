import type { PassageHit, SearchOptions } from '../../domain/report-index.js';
import type { Pulse } from './index-rows.js';
import type { Queryable } from './postgres-database.js';

/** A question of 10,000 characters must not keep the server busy for seconds: later tokens are not looked for. */
const MAX_QUERY_TOKENS = 512;
/** As FTS5's bm25() has it, so that both stores rank alike. */
const LEAST_WEIGHT = 1e-6;

/** $1 tokens, $2 their weights, $3 mean length of a passage, $4 limit. 2.2 is k1 + 1, 1.2 × 0.25 and 1.2 × 0.75 are k1 and b. */
const SEARCH = (within: string) => `WITH wanted AS (
    SELECT * FROM unnest($1::bigint[], $2::float8[]) AS wanted (token, weight))
  SELECT postings.passage AS "passageId",
    sum(wanted.weight * 2.2 * postings.times
      / (postings.times + 0.3 + 0.9 * postings.length / $3::float8)) AS score
  FROM wanted JOIN report_qa.postings AS postings ON postings.token = wanted.token ${within}
  GROUP BY postings.passage ORDER BY score DESC, postings.passage LIMIT $4`;

const WITHIN = `JOIN report_qa.passages AS passages ON passages.id = postings.passage
  JOIN report_qa.documents AS documents ON documents.key = passages.document
    AND documents.id = ANY($5)`;

const SEARCH_ALL = SEARCH('');
const SEARCH_WITHIN = SEARCH(WITHIN);

export type TokenKeys = (token: string) => string;

/** In how many passages each token stands; tokens that stand in none are left out. */
export async function countPassagesWith(
  on: Queryable,
  tokens: readonly string[],
  keyOf: TokenKeys,
): Promise<Map<string, number>> {
  const wanted = [...new Set(tokens)];
  if (wanted.length === 0) return new Map();
  const rows = await on.query<{ token: string; passages: number }>(
    `SELECT token::text AS token, passages FROM report_qa.tokens
     WHERE token = ANY($1::bigint[]) AND passages > 0`,
    wanted.map(keyOf),
  );
  const counts = new Map(rows.map(({ token, passages }) => [token, passages]));
  const frequency = new Map<string, number>();
  for (const token of wanted) {
    const count = counts.get(keyOf(token));
    if (count !== undefined) frequency.set(token, count);
  }
  return frequency;
}

interface Weighted {
  readonly key: string;
  readonly weight: number;
}

/** BM25 with FTS5's constants (k1 = 1.2, b = 0.75), best first. Each token counts once, the first 512 of them. */
export async function searchWords(
  on: Queryable,
  { tokens, keyOf, pulse }: { tokens: readonly string[]; keyOf: TokenKeys; pulse: Pulse },
  options: SearchOptions,
): Promise<PassageHit[]> {
  const wanted = [...new Set(tokens)].slice(0, MAX_QUERY_TOKENS);
  const { passages } = pulse.counts;
  if (wanted.length === 0 || options.limit < 1 || passages === 0) return [];
  const frequency = await countPassagesWith(on, wanted, keyOf);
  const weighted = [...frequency].map(([token, count]): Weighted => {
    const weight = Math.log((passages - count + 0.5) / (count + 0.5));
    return { key: keyOf(token), weight: weight > 0 ? weight : LEAST_WEIGHT };
  });
  const search = async (chosen: readonly Weighted[]): Promise<PassageHit[]> => {
    if (chosen.length === 0) return [];
    const parameters = [
      chosen.map(({ key }) => key),
      chosen.map(({ weight }) => weight),
      Math.max(1, pulse.tokens / passages),
      options.limit,
    ];
    const { documentIds } = options;
    return documentIds === undefined
      ? await on.query<PassageHit>(SEARCH_ALL, ...parameters)
      : await on.query<PassageHit>(SEARCH_WITHIN, ...parameters, documentIds);
  };
  // A token in more than half of the passages weighs next to nothing and costs the most: it only fills the list up.
  const telling = weighted.filter(({ weight }) => weight > LEAST_WEIGHT);
  const hits = await search(telling);
  if (hits.length >= options.limit || telling.length === weighted.length) return hits;
  return await search(weighted);
}
