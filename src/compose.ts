/** Config in, App out: picks the implementations and joins the steps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { createAsk } from './answer/ask.js';
import { confidenceNames } from './answer/confidence.js';
import {
  createExtractiveAnswerer,
  type ExtractiveAnswerer,
  type FittedWeights,
} from './answer/extractive-answerer.js';
import { phrasesFor } from './answer/phrases.js';
import { questionGlosses } from './answer/question-glosses.js';
import { featureNames } from './answer/sentence-features.js';
import { freshenIndex, outdatedReason } from './compose-freshen.js';
import type { Config } from './config.js';
import type { App, RefreshOptions } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { ReportDocument } from './domain/report-document.js';
import type { Retriever } from './domain/retriever.js';
import type { EvalFolders, EvalPipeline, PipelineChanges } from './eval/eval-pipeline.js';
import { createReportFolder } from './load/report-folder.js';
import { type BuiltinModels, createBuiltinModels } from './models/builtin-models.js';
import { createHybridRetriever } from './retrieve/hybrid-retriever.js';
import { openSqliteIndex, type SqliteIndex } from './store/sqlite-index.js';
import { detectLanguage } from './text/detect-language.js';
import { type DictionaryFile, openDictionary } from './text/dictionary-file.js';
import { normalizeText } from './text/normalize-text.js';
import { readNames } from './text/read-names.js';
import { createTokenizer, type Tokenizer } from './text/tokenizer.js';

export interface Parts {
  readonly config: Config;
  readonly models: BuiltinModels;
  readonly tokenizer: Tokenizer;
  readonly dictionary: DictionaryFile;
  readonly index: SqliteIndex;
  readonly retriever: Retriever;
  readonly extractive: ExtractiveAnswerer;
}

/** Opens nothing that takes time but the models, which load in their own thread from now on. */
export function openApp(config: Config): App {
  return joinApp(openParts(config));
}

/** The App over other folders, with its inner steps open to measuring and fitting. */
export function openSteps(
  config: Config,
  folders: { readonly reports: string; readonly index: string },
  weights?: FittedWeights,
): Parts & { readonly app: App } {
  const parts = openParts(
    { ...config, reportsFolder: folders.reports, indexFolder: folders.index },
    weights,
  );
  return { ...parts, app: joinApp(parts) };
}

/** What the evaluation needs of the steps. */
export function openPipeline(
  config: Config,
  folders: EvalFolders,
  changes: PipelineChanges = {},
): EvalPipeline {
  const weights = changeWeights(readWeights(config), changes);
  const { app, retriever, extractive } = openSteps(config, folders, weights);
  return {
    app,
    scoreFeatures: featureNames,
    async rankPassages(question, limit) {
      const language = detectLanguage(question);
      const { passages } = await retriever.retrieve({ text: question, language, limit });
      return passages.map(({ passage }) => passage);
    },
    async chooseSentence(question, documentId) {
      const { ranked } = await extractive.rank({
        text: question,
        kind: null,
        language: detectLanguage(question),
        documentIds: [documentId],
        shown: '',
        nearest: 0,
      });
      return ranked[0]?.candidate.sentence ?? null;
    },
  };
}

function changeWeights(weights: FittedWeights, changes: PipelineChanges): FittedWeights {
  const { threshold = weights.threshold, withoutFeatures = [] } = changes;
  const muted = Object.fromEntries(withoutFeatures.map((name) => [name, 0]));
  const { chinese, english } = weights.ranking;
  const ranking = { chinese: { ...chinese, ...muted }, english: { ...english, ...muted } };
  return { ...weights, threshold, ranking };
}

function openParts(config: Config, weights = readWeights(config)): Parts {
  const models = createBuiltinModels({
    modelsFolder: config.modelsFolder,
    threads: config.modelThreads,
    normalize: normalizeText,
  });
  models.embedder.warm();
  if (config.reader) models.reader.warm();
  const tokenizer = createTokenizer();
  const index = openSqliteIndex({
    folder: config.indexFolder,
    fingerprint: models.embedder.fingerprint,
  });
  const dictionary = readDictionary(config);
  const retriever = createHybridRetriever({
    index,
    embedder: models.embedder,
    tokenizer,
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
  return { config, models, tokenizer, dictionary, index, retriever, extractive };
}

async function loadDocument(index: SqliteIndex, id: string): Promise<ReportDocument> {
  const document = await index.document(id);
  if (document !== null) return document;
  throw new AppError(`There is no document “${id}” in the index.`, {
    code: 'document_unknown',
    hint: 'Run `npm run show` for the list of documents.',
  });
}

function readDictionary(config: Config): DictionaryFile {
  const file = join(config.projectFolder, 'data', 'glossary', 'cc-cedict.tsv');
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

function readWeights(config: Config): FittedWeights {
  const file = join(config.modelsFolder, 'ranking.json');
  try {
    const weights = JSON.parse(readFileSync(file, 'utf8')) as FittedWeights;
    requireWeights(weights, file);
    return { ...weights, threshold: config.refusalThreshold ?? weights.threshold };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(`${file} cannot be read.`, {
      code: 'model_missing',
      hint: 'Restore it with `git checkout -- data/models`, or set MODELS_DIR to the folder that holds the models.',
      cause: error,
    });
  }
}

/** A feature without a weight would make every confidence NaN, and nothing would be refused. */
function requireWeights({ ranking, confidence, threshold }: FittedWeights, file: string): void {
  const groups = ['chinese', 'english'] as const;
  const numbers = [
    threshold,
    ...groups.flatMap((group) => featureNames.map((name) => ranking?.[group]?.[name])),
    ...groups.flatMap((group) => confidenceNames.map((name) => confidence?.[group]?.[name])),
  ];
  if (numbers.every((value) => Number.isFinite(value))) return;
  throw new AppError(`${file} lacks weights that this version needs.`, {
    code: 'model_altered',
    hint: 'Restore it with `git checkout -- data/models`, or make it anew with `npm run fit`.',
  });
}

function joinApp(parts: Parts): App {
  const { config, models, tokenizer, index } = parts;
  const source = createReportFolder({
    folder: config.reportsFolder,
    maxFileBytes: config.maxReportBytes,
  });

  async function refresh(options: RefreshOptions = {}) {
    await requireModelFiles(config.modelsFolder);
    return await build(options);
  }

  async function build(options: RefreshOptions) {
    const { openRefresh } = await import('./compose-refresh.js');
    return await openRefresh({ config, models, tokenizer, source, dictionary: parts.dictionary })(
      options,
    );
  }

  const ask = createAsk({
    index,
    extractive: parts.extractive,
    tokenizer,
    repairQuestion,
    toTraditional,
    personsIn: (text) => personsIn(text, tokenizer),
    newId: ulid,
  });

  return {
    async ask(question, options = {}) {
      const outdated = await freshenIndex(
        { index, source, build },
        {
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
        },
      );
      const answer = await ask(question, options);
      const reason = outdatedReason(outdated, answer);
      if (reason === null) return answer;
      const notice = phrasesFor(answer.language).staleIndex(reason);
      return { ...answer, notices: [...answer.notices, notice] };
    },
    refresh,
    documents: () => index.documents(),
    document: (id) => loadDocument(index, id),
    async health() {
      const { checkHealth } = await import('./check-health.js');
      return await checkHealth({ config, models, index, source });
    },
    async close() {
      await index.close();
      await models.close();
    },
  };
}

function personsIn(text: string, tokenizer: Tokenizer): string[] {
  return readNames(text, tokenizer).flatMap(({ kind, text: name }) =>
    kind === 'person' ? [name] : [],
  );
}

/** For `index`; `ask` only looks whether the files are there. */
async function requireModelFiles(folder: string): Promise<void> {
  const { verifyModelFiles } = await import('./models/verify-model-files.js');
  const wrong = (await verifyModelFiles(folder)).filter(({ state }) => state !== 'well');
  if (wrong.length === 0) return;
  throw new AppError(
    `Model files are not as they were shipped: ${wrong.map(({ path, state }) => `${path} (${state})`).join(', ')}.`,
    {
      code: wrong.some(({ state }) => state === 'missing') ? 'model_missing' : 'model_altered',
      hint: 'Restore them with `git checkout -- data/models`, or set MODELS_DIR to the folder that holds them.',
    },
  );
}

const reading = /[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]+[)）]/iu;

/** Questions copied from a damaged page carry its readings; the repair is loaded only for those. */
async function repairQuestion(text: string): Promise<string> {
  if (!reading.test(text)) return text;
  const { repairFragment } = await import('./text/repair-fragment.js');
  return repairFragment(text);
}

async function toTraditional(text: string): Promise<string> {
  const convert = await import('./text/to-traditional.js');
  return convert.toTraditional(text);
}
