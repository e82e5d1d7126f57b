/** Picks the implementations of the steps. */
import { join } from 'node:path';
import { type ClaimLexicon, createClaimLexicon } from './answer/claim-lexicon.js';
import type { ExtractiveAnswerer, FittedWeights } from './answer/extractive-answerer.js';
import { openAnswering, readDictionary } from './compose-answering.js';
import type { Providers } from './compose-providers.js';
import { readWeights } from './compose-weights.js';
import type { Config } from './config.js';
import type { ChatModel } from './domain/chat-model.js';
import type { Embedder } from './domain/embedder.js';
import type { ReportSource } from './domain/report-source.js';
import type { Retriever } from './domain/retriever.js';
import { createReportFolder } from './load/report-folder.js';
import { type BuiltinModels, createBuiltinModels } from './models/builtin-models.js';
import type { PostgresStore } from './store/postgres/open-postgres-store.js';
import { openSqliteIndex } from './store/sqlite-index.js';
import { openSqliteState } from './store/sqlite-state.js';
import type { StoredIndex } from './store/stored-index.js';
import type { StoredState } from './store/stored-state.js';
import type { DictionaryFile } from './text/dictionary-file.js';
import { normalizeText } from './text/normalize-text.js';
import { createTokenizer, type Tokenizer } from './text/tokenizer.js';

export interface Parts {
  readonly config: Config;
  readonly models: BuiltinModels;
  readonly chat: ChatModel | null;
  /** The built-in one, or a server's. */
  readonly embedder: Embedder;
  readonly tokenizer: Tokenizer;
  readonly dictionaryFile: string;
  readonly dictionary: DictionaryFile;
  readonly lexicon: ClaimLexicon;
  readonly source: ReportSource;
  /** Null: index and state are files. */
  readonly store: PostgresStore | null;
  readonly index: StoredIndex;
  readonly state: StoredState;
  readonly retriever: Retriever;
  readonly extractive: ExtractiveAnswerer;
  readonly weights: FittedWeights;
  /** Has the models load in their own threads from now on. */
  warmModels(): void;
  /** Loads what questions in another language than the report's need, in the calling thread. */
  warmLanguages(): Promise<void>;
}

/** Opens nothing that takes time; the models load with their first use or `warmModels`. */
export function openParts(
  config: Config,
  providers: Providers,
  weights: FittedWeights = readWeights(config),
): Parts {
  const models = createBuiltinModels({
    modelsFolder: config.modelsFolder,
    threads: config.modelThreads,
    normalize: normalizeText,
  });
  const embedder = providers.embedder ?? models.embedder;
  const tokenizer = createTokenizer();
  const { store = null } = providers;
  const { fingerprint } = embedder;
  const openEmbedded = providers.openIndex ?? openSqliteIndex;
  const index =
    store === null
      ? openEmbedded({ folder: config.indexFolder, fingerprint })
      : store.openIndex(fingerprint);
  const dictionaryFile = join(config.projectFolder, 'data', 'glossary', 'cc-cedict.tsv');
  const dictionary = readDictionary(dictionaryFile);
  const { onEmbeddingFailure } = providers;
  const { retriever, extractive, warm } = openAnswering({
    ...{ index, embedder, tokenizer, dictionary, weights },
    isBuiltin: providers.embedder === null,
    ...(onEmbeddingFailure === undefined ? {} : { onEmbeddingFailure }),
    reader: config.reader ? models.reader : null,
  });
  const source = createReportFolder({
    folder: config.reportsFolder,
    maxFileBytes: config.maxReportBytes,
  });
  const state =
    store === null ? openSqliteState({ folder: config.stateFolder }) : store.openState();
  const lexicon = createClaimLexicon({ tokenizer, dictionary });
  return {
    async warmLanguages() {
      await warm();
      lexicon.isCommon('');
      lexicon.romanise('');
    },
    warmModels() {
      embedder.warm();
      if (config.reader) models.reader.warm();
    },
    ...{ config, models, embedder, chat: providers.chat, tokenizer, dictionary, dictionaryFile },
    ...{ source, store, index, state, retriever, extractive, weights },
    lexicon,
  };
}
