/** The models behind servers, loaded only where the configuration names them. */
import type { Config } from './config.js';
import type { AppError } from './domain/app-error.js';
import type { ChatModel } from './domain/chat-model.js';
import type { Embedder } from './domain/embedder.js';
import type { PostgresStore } from './store/postgres/open-postgres-store.js';
import type { SqliteIndexOptions } from './store/sqlite-index.js';
import type { StoredIndex } from './store/stored-index.js';

export interface Providers {
  /** Null: answers are the reports' own words. */
  readonly chat: ChatModel | null;
  /** Null: the built-in model embeds. */
  readonly embedder: Embedder | null;
  /** Absent or null: index and state are files. */
  readonly store?: PostgresStore | null;
  /** Absent: the embedded index is searched in the thread that asks. */
  readonly openIndex?: (options: SqliteIndexOptions) => StoredIndex;
  /** For the operator's log. */
  readonly onEmbeddingFailure?: (error: AppError) => void;
}

export async function loadProviders(
  { modelSettings, database }: Config,
  onEmbeddingFailure: (error: AppError) => void = () => {},
): Promise<Providers> {
  const { chat, embedding } = modelSettings;
  return {
    onEmbeddingFailure,
    store:
      database === null
        ? null
        : await (await import('./store/postgres/open-postgres-store.js')).openPostgresStore(
            database,
          ),
    chat: chat === null ? null : (await import('./models/openai-chat.js')).createOpenAiChat(chat),
    embedder:
      embedding === null
        ? null
        : (await import('./models/openai-embedder.js')).createOpenAiEmbedder(embedding),
  };
}
