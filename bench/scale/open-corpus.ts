/**
 * All that the scale benchmark knows of the program's inside. The built program is measured, not its sources: a loader
 * of TypeScript in every thread would cost memory and time that nobody pays in use. Needs `npm run build`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config.js';
import type { App } from '../../src/domain/app.js';
import type { Embedder } from '../../src/domain/embedder.js';
import type { IndexWriter, PreparedDocument } from '../../src/domain/index-writer.js';
import type { ReportDocument, SourceDocument } from '../../src/domain/report-document.js';
import type { ReportIndex } from '../../src/domain/report-index.js';
import type { ReportSource } from '../../src/domain/report-source.js';
import type { Retriever } from '../../src/domain/retriever.js';
import type { RepairText } from '../../src/text/structure-document.js';

export interface CorpusFolders {
  readonly reports: string;
  /** Index and state are made in it. */
  readonly work: string;
}

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const builtFolder = join(projectFolder, 'dist');
const glossaryFile = join(projectFolder, 'data', 'glossary', 'cc-cedict.tsv');

/** Throws where the program is not built. */
export function requireBuild(): void {
  if (existsSync(join(builtFolder, 'main.js'))) return;
  throw new Error('The program is not built: run `npm run build`.');
}

/** A module of the built program; `Module` is its type in `src/`. */
async function load<Module>(path: string): Promise<Module> {
  return (await import(join(builtFolder, path))) as Module;
}

async function configOf(
  { reports, work }: CorpusFolders,
  more: Readonly<Record<string, string>> = {},
): Promise<Config> {
  const { readConfig } = await load<typeof import('../../src/config.js')>('config.js');
  const env = {
    // biome-ignore lint/style/noProcessEnv: a benchmark hands its own environment on.
    ...process.env,
    ...{ REPORTS_DIR: reports, INDEX_DIR: join(work, 'index'), STATE_DIR: join(work, 'state') },
    ...{ OPENAI_API_KEY: '', EMBEDDINGS: '', DATABASE_URL: '', TELEGRAM_BOT_TOKEN: '' },
    ...more,
  };
  return readConfig({ projectFolder, env });
}

async function partsOf(folders: CorpusFolders) {
  const { openParts } = await load<typeof import('../../src/compose-parts.js')>('compose-parts.js');
  const config = await configOf(folders, { READER: 'off' });
  return openParts(config, { chat: null, embedder: null });
}

/** The program as a server has it. */
export async function openServer(folders: CorpusFolders): Promise<App> {
  const { openServices } = await load<typeof import('../../src/compose.js')>('compose.js');
  const options = { rememberAnswers: true, searchApart: true };
  const services = await openServices(await configOf(folders), options);
  await services.warm();
  return services.app;
}

export interface OpenSearch {
  readonly index: ReportIndex;
  readonly embedder: Embedder;
  /** The program's own, over an index and an embedder that may be wrapped. */
  retrieverOver(index: ReportIndex, embedder: Embedder): Retriever;
  close(): Promise<void>;
}

/** What a question is searched with. */
export async function openSearch(folders: CorpusFolders): Promise<OpenSearch> {
  const { tokenizer, dictionary, ...parts } = await partsOf(folders);
  const { openAnswering } =
    await load<typeof import('../../src/compose-answering.js')>('compose-answering.js');
  const { readWeights } =
    await load<typeof import('../../src/compose-weights.js')>('compose-weights.js');
  const weights = readWeights(parts.config);
  return {
    index: parts.index,
    embedder: parts.embedder,
    retrieverOver: (index, embedder) =>
      openAnswering({
        ...{ index, embedder, tokenizer, dictionary, weights },
        ...{ isBuiltin: true, reader: null },
      }).retriever,
    async close() {
      await parts.state.close();
      await parts.index.close();
      await parts.models.close();
    },
  };
}

/** The index alone, without the models: for reading passages, not vectors. */
export async function openIndex(folders: CorpusFolders): Promise<ReportIndex> {
  const { openSqliteIndex } =
    await load<typeof import('../../src/store/sqlite-index.js')>('store/sqlite-index.js');
  const { indexFolder } = await configOf(folders);
  return openSqliteIndex({ folder: indexFolder, fingerprint: 'none' });
}

export interface OpenWriting {
  readonly writer: IndexWriter;
  readonly index: ReportIndex;
  readonly fingerprint: string;
  readonly dimensions: number;
  close(): Promise<void>;
}

/** The index for writing, under the writer's lock. */
export async function openWriting(folders: CorpusFolders): Promise<OpenWriting> {
  const parts = await partsOf(folders);
  const folder = parts.config.indexFolder;
  const { createWriterLock } =
    await load<typeof import('../../src/store/writer-lock.js')>('store/writer-lock.js');
  const { openSqliteIndexWriter } = await load<
    typeof import('../../src/store/sqlite-index-writer.js')
  >('store/sqlite-index-writer.js');
  const release = await createWriterLock({ folder }).acquire();
  const writer = openSqliteIndexWriter({ folder });
  return {
    ...{ writer, index: parts.index },
    fingerprint: parts.embedder.fingerprint,
    dimensions: parts.embedder.dimensions,
    async close() {
      await writer.close();
      await release();
      await parts.state.close();
      await parts.index.close();
      await parts.models.close();
    },
  };
}

export interface TextSteps {
  readonly repair: RepairText;
  structure(document: SourceDocument, repair: RepairText): ReportDocument;
  normalize(text: string): string;
  tokens(text: string): string[];
  glosses(text: string): string;
  /** All of the above but the glosses, with steps that may be wrapped. */
  prepare(document: SourceDocument, steps: Pick<TextSteps, 'tokens'>): PreparedDocument;
}

/** The pure functions that make of a loaded document what the index stores. */
export async function openTextSteps(): Promise<TextSteps> {
  const { createTokenizer } =
    await load<typeof import('../../src/text/tokenizer.js')>('text/tokenizer.js');
  const { createGlossary } =
    await load<typeof import('../../src/text/glossary.js')>('text/glossary.js');
  const { openDictionary } =
    await load<typeof import('../../src/text/dictionary-file.js')>('text/dictionary-file.js');
  const { normalizeText } =
    await load<typeof import('../../src/text/normalize-text.js')>('text/normalize-text.js');
  const { repairText } =
    await load<typeof import('../../src/text/repair-text.js')>('text/repair-text.js');
  const { structureDocument } = await load<typeof import('../../src/text/structure-document.js')>(
    'text/structure-document.js',
  );
  const { prepareDocument } = await load<typeof import('../../src/text/prepare-document.js')>(
    'text/prepare-document.js',
  );
  const { createSearchText } =
    await load<typeof import('../../src/text/search-text.js')>('text/search-text.js');
  const tokenizer = createTokenizer();
  const glossary = createGlossary(openDictionary(await readFile(glossaryFile)), tokenizer);
  return {
    repair: repairText,
    structure: structureDocument,
    normalize: normalizeText,
    tokens: (text) => tokenizer.tokens(text),
    glosses: (text) => glossary.distinctGlosses(text),
    prepare: (document, { tokens }) =>
      prepareDocument(document, {
        ...{ sentences: false, glosses: false },
        searchText: createSearchText({ ...tokenizer, tokens }, glossary),
      }),
  };
}

/** The reports folder, and an empty index in the folder `work` to try the writing on. */
export async function openSample(
  folders: CorpusFolders,
): Promise<{ readonly source: ReportSource } & Pick<OpenWriting, 'writer' | 'close'>> {
  const { createReportFolder } =
    await load<typeof import('../../src/load/report-folder.js')>('load/report-folder.js');
  const { maxReportBytes } = await configOf(folders);
  const { writer, close } = await openWriting(folders);
  const source = createReportFolder({ folder: folders.reports, maxFileBytes: maxReportBytes });
  return { source, writer, close };
}

export interface EmbeddingInputs {
  readonly modelFile: string;
  readonly threads: number;
  /** The token ids that the model is given for a passage's text. */
  sequenceOf(text: string): number[];
}

/** What the embedding model is given, for running the same without the program. */
export async function openEmbeddingInputs(folders: CorpusFolders): Promise<EmbeddingInputs> {
  const { modelsFolder, modelThreads } = await configOf(folders);
  const { alignText } =
    await load<typeof import('../../src/models/align-text.js')>('models/align-text.js');
  const { START_ID, END_ID, UNKNOWN_ID } = await load<
    typeof import('../../src/models/special-tokens.js')
  >('models/special-tokens.js');
  const { normalizeText } =
    await load<typeof import('../../src/text/normalize-text.js')>('text/normalize-text.js');
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const folder = join(modelsFolder, 'e5-small-zh-en');
  const description: object = JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8'));
  const tokenizer = new Tokenizer(description, {});
  // Both numbers are those of `models/builtin-embedder.ts`.
  const maxTokens = 512;
  const maxUnits = maxTokens * 16;
  return {
    modelFile: join(folder, 'model.onnx'),
    threads: modelThreads,
    sequenceOf(text) {
      const input = alignText(`passage: ${normalizeText(text)}`.slice(0, maxUnits)).text;
      const ids = tokenizer
        .tokenize(input)
        .map((piece: string) => tokenizer.token_to_id(piece) ?? UNKNOWN_ID);
      return [START_ID, ...ids.slice(0, maxTokens - 2), END_ID];
    },
  };
}
