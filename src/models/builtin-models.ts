import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../domain/embedder.js';
import type { Reader } from '../domain/reader.js';
import { assertModelFiles } from './assert-model-files.js';
import { createBuiltinEmbedder } from './builtin-embedder.js';
import { createBuiltinReader } from './builtin-reader.js';
import { type ModelManifest, readModelManifest } from './model-manifest.js';
import { ModelThread } from './model-thread.js';
import type { TokenizedText, TokenizeRequest } from './model-worker-protocol.js';
import { createSessionThread } from './session-thread.js';
import { type StartModelWorker, startModelWorker } from './start-model-worker.js';

export interface BuiltinModelsOptions {
  readonly modelsFolder: string;
  /** The form that texts are embedded in: simplified, NFKC. */
  readonly normalize: (text: string) => string;
  /** Cores that one run of a model uses; each of the two models has its own. */
  readonly threads?: number;
  readonly startWorker?: StartModelWorker;
}

export interface BuiltinModels {
  readonly embedder: Embedder;
  readonly reader: Reader;
  close(): Promise<void>;
}

const TOKENIZER_FILE = 'e5-small-zh-en/tokenizer.json';
const EMBEDDER_FILE = 'e5-small-zh-en/model.onnx';
const READER_FILE = 'reader-zh-en/model.onnx';
/** To be raised when prefixes, cutting or pooling change: vectors that are kept are then made anew. */
const INPUT_FORM = 1;
/** Two give 1.9 times the tokens a second of one (8,000 against 4,200 on two idle cores); more were not measured. */
const MAX_DEFAULT_THREADS = 2;

function fingerprintOf(manifest: ModelManifest, name: string, file: string): string {
  const hash = (path: string): string => manifest[path]?.sha256.slice(0, 12) ?? 'unknown';
  return `${name}:${hash(file)}:${hash(TOKENIZER_FILE)}:${INPUT_FORM}`;
}

/**
 * The models that are shipped in `data/models`. Nothing is loaded before `warm` or the first call; the tokenizer, which
 * both share, and the two models have a worker thread each, so they load side by side and the caller's thread is never
 * held up. Throws `model_missing` or `model_altered` when the folder has no manifest; files that are missing or of
 * another length are told by the first call.
 */
export function createBuiltinModels(options: BuiltinModelsOptions): BuiltinModels {
  const { modelsFolder, normalize, startWorker = startModelWorker } = options;
  const threads = options.threads ?? Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
  const manifest = readModelManifest(modelsFolder);
  const check = (path: string) => (): void => assertModelFiles(modelsFolder, manifest, [path]);
  const tokenizer = new ModelThread<TokenizeRequest, TokenizedText[]>({
    name: 'tokenizer',
    beforeStart: check(TOKENIZER_FILE),
    start: () =>
      startWorker({ kind: 'tokenizer', tokenizerFile: join(modelsFolder, TOKENIZER_FILE) }),
  });
  const session = (name: string, path: string) =>
    createSessionThread({
      name,
      modelFile: join(modelsFolder, path),
      threads,
      beforeStart: check(path),
      startWorker,
    });
  const embedder = createBuiltinEmbedder({
    fingerprint: fingerprintOf(manifest, 'e5-small-zh-en', EMBEDDER_FILE),
    tokenizer,
    session: session('embedding model', EMBEDDER_FILE),
    normalize,
  });
  const reader = createBuiltinReader({
    fingerprint: fingerprintOf(manifest, 'reader-zh-en', READER_FILE),
    tokenizer,
    session: session('reader', READER_FILE),
  });
  return {
    embedder,
    reader,
    async close() {
      await Promise.all([embedder.close(), reader.close(), tokenizer.close()]);
    },
  };
}
