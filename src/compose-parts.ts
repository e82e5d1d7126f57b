/** Picks the implementations of the steps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClaimLexicon, createClaimLexicon } from './answer/claim-lexicon.js';
import {
  createExtractiveAnswerer,
  type ExtractiveAnswerer,
  type FittedWeights,
} from './answer/extractive-answerer.js';
import { questionGlosses } from './answer/question-glosses.js';
import type { Providers } from './compose-providers.js';
import { readWeights } from './compose-weights.js';
import type { Config } from './config.js';
import { AppError } from './domain/app-error.js';
import type { ChatModel } from './domain/chat-model.js';
import type { Embedder } from './domain/embedder.js';
import type { ReportDocument } from './domain/report-document.js';
import type { ReportIndex } from './domain/report-index.js';
import type { ReportSource } from './domain/report-source.js';
import type { Retriever } from './domain/retriever.js';
import { createReportFolder } from './load/report-folder.js';
import { type BuiltinModels, createBuiltinModels } from './models/builtin-models.js';
import { createHybridRetriever, type SentenceTokens } from './retrieve/hybrid-retriever.js';
import type { PostgresStore } from './store/postgres/open-postgres-store.js';
import { openSqliteIndex } from './store/sqlite-index.js';
import { openSqliteState } from './store/sqlite-state.js';
import type { StoredIndex } from './store/stored-index.js';
import type { StoredState } from './store/stored-state.js';
import { type DictionaryFile, openDictionary } from './text/dictionary-file.js';
import { normalizeText } from './text/normalize-text.js';
import { readNames } from './text/read-names.js';
import { createSearchText, type SearchText } from './text/search-text.js';
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
}

/** Opens nothing that takes time but the models, which load in their own threads from now on. */
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
  embedder.warm();
  if (config.reader) models.reader.warm();
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
  const retriever = createHybridRetriever({
    index,
    embedder,
    isBuiltin: providers.embedder === null,
    ...(providers.onEmbeddingFailure ? { onEmbeddingFailure: providers.onEmbeddingFailure } : {}),
    tokenizer,
    sentenceTokens: createSentenceTokens(tokenizer, dictionary),
    questionGlosses: (text) => questionGlosses(text, tokenizer, dictionary),
  });
  const extractive = createExtractiveAnswerer({
    retriever,
    reader: config.reader ? models.reader : null,
    tokenizer,
    weights,
    loadDocument: (id) => loadDocument(index, id),
    personsIn: (text) => personsIn(text, tokenizer),
    glossOf: (word) => dictionary.lookUp(word),
  });
  const source = createReportFolder({
    folder: config.reportsFolder,
    maxFileBytes: config.maxReportBytes,
  });
  const state =
    store === null ? openSqliteState({ folder: config.stateFolder }) : store.openState();
  return {
    ...{ config, models, embedder, chat: providers.chat, tokenizer, dictionary, dictionaryFile },
    ...{ source, store, index, state, retriever, extractive },
    lexicon: createClaimLexicon({ tokenizer, dictionary }),
  };
}

/** What makes glosses takes 90 ms to load, and small collections keep theirs. */
function createSentenceTokens(tokenizer: Tokenizer, dictionary: DictionaryFile): SentenceTokens {
  let made: SearchText | undefined;
  return async ({ text, speaker }) => {
    if (made === undefined) {
      const { createGlossary } = await import('./text/glossary.js');
      made = createSearchText(tokenizer, createGlossary(dictionary, tokenizer));
    }
    return made.ofSentence(text, speaker).tokens.split(' ');
  };
}

/** Throws `document_unknown`. */
export async function loadDocument(index: ReportIndex, id: string): Promise<ReportDocument> {
  const document = await index.document(id);
  if (document !== null) return document;
  throw new AppError(`There is no document “${id}” in the index.`, {
    code: 'document_unknown',
    hint: 'Run `npm run show` for the list of documents.',
  });
}

export function personsIn(text: string, tokenizer: Tokenizer): string[] {
  return readNames(text, tokenizer).flatMap(({ kind, text: name }) =>
    kind === 'person' ? [name] : [],
  );
}

function readDictionary(file: string): DictionaryFile {
  try {
    return openDictionary(readFileSync(file));
  } catch (error) {
    throw new AppError(`The dictionary ${file} cannot be read.`, {
      code: 'model_missing',
      hint: 'Restore it with `git checkout -- data/glossary`.',
      cause: error,
    });
  }
}
