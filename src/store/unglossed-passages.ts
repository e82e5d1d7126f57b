import type { GlossWriter, UnglossedPassage } from '../domain/index-writer.js';
import { encodeTokens } from './encode-token.js';
import type { StoreConnection } from './store-connection.js';

const TEXT = 'SELECT id, coalesce(embedding_text, text) AS text FROM passages WHERE id = ?';

export function putGlosses(connection: StoreConnection, passageId: number, glosses: string): void {
  connection.run(
    'INSERT INTO passage_glosses (rowid, tokens) VALUES (?, ?)',
    ...[passageId, encodeTokens(glosses)],
  );
}

export function countUnglossed(connection: StoreConnection): number {
  const sql = 'SELECT count(*) AS rows FROM passages_to_gloss';
  return connection.get<{ rows: number }>(sql)?.rows ?? 0;
}

/** The smallest id, or 0 when all passages have their glosses: it changes with whatever is glossed. */
export function firstUnglossed(connection: StoreConnection): number {
  const sql = 'SELECT min(id) AS id FROM passages_to_gloss';
  return connection.get<{ id: number | null }>(sql)?.id ?? 0;
}

export class UnglossedPassages implements GlossWriter {
  readonly #connection: StoreConnection;

  constructor(connection: StoreConnection) {
    this.#connection = connection;
  }

  async unglossed(): Promise<number[]> {
    return this.#connection
      .all<{ id: number }>('SELECT id FROM passages_to_gloss ORDER BY id')
      .map(({ id }) => id);
  }

  async passages(ids: readonly number[]): Promise<UnglossedPassage[]> {
    const read = (id: number) => this.#connection.get<UnglossedPassage>(TEXT, id) ?? [];
    return this.#connection.transaction(() => ids.flatMap(read));
  }

  async put(glosses: readonly { readonly id: number; readonly glosses: string }[]): Promise<void> {
    const connection = this.#connection;
    connection.transaction(() => {
      for (const { id, glosses: tokens } of glosses) {
        putGlosses(connection, id, tokens);
        connection.run('DELETE FROM passages_to_gloss WHERE id = ?', id);
      }
    });
  }
}
