import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BareRun } from './bare-stage.js';
import type { BenchQuestion } from './make-questions.js';
import type { MinisearchBuilt, MinisearchTimes } from './minisearch-stage.js';
import type { CorpusFolders } from './open-corpus.js';
import { percentilesOf } from './percentiles.js';
import { prepareReports } from './prepare-reports.js';
import type {
  EmbeddingRound,
  MinisearchFigures,
  ScaleFigures,
  ScaleOptions,
} from './scale-figures.js';
import type { SearchTimes } from './search-stage.js';
import type { Embedded, GlossesAdded, ServedMeanwhile, WordsBuilt } from './server-stage.js';
import { StageProcess } from './stage-process.js';
import type { BuildSteps } from './steps-stage.js';
import type { VectorsFilled } from './vectors-stage.js';

const EMBEDDING_ROUNDS = 3;
const QUESTIONS = 200;
const WARM_UP_QUESTIONS = 20;
const SEED = 1_945;
const SAMPLE_DOCUMENTS = 2_000;
const MINISEARCH_HEAP_MEGABYTES = 17_000;

async function withStage<Result>(
  stage: StageProcess,
  work: (stage: StageProcess) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(stage);
  } finally {
    await stage.end();
  }
}

async function compareEmbedding(
  server: StageProcess,
  search: StageProcess,
  bare: StageProcess,
  seconds: number,
): Promise<{ rounds: EmbeddingRound[]; longestBlockMs: number }> {
  const rounds: EmbeddingRound[] = [];
  let longest = 0;
  for (let round = 0; round < EMBEDDING_ROUNDS; round += 1) {
    const ours = await server.call<Embedded>('embed', { seconds });
    const texts = await search.call<string[]>('newlyEmbedded');
    if (ours.texts === 0 || texts.length === 0) break;
    const alone = await bare.call<BareRun>('run', { texts });
    longest = Math.max(longest, ours.longestBlockMs);
    // A batch may have been kept after the last report of progress.
    const tokens = (alone.tokens * ours.texts) / texts.length;
    rounds.push({
      texts: ours.texts,
      tokens,
      oursPerSecond: (1_000 * tokens) / ours.tookMs,
      barePerSecond: alone.tokensPerSecond,
    });
  }
  return { rounds, longestBlockMs: longest };
}

interface Built {
  readonly words: WordsBuilt;
  readonly glosses: GlossesAdded;
  readonly wordsPeak: number | null;
  readonly rounds: readonly EmbeddingRound[];
  readonly vectorsBlockMs: number | null;
  readonly served: ServedMeanwhile | null;
  readonly real: Embedded | null;
  readonly peak: number | null;
}

async function buildAndServe(folders: CorpusFolders, options: ScaleOptions): Promise<Built> {
  const { embedSeconds, vectors, onStage } = options;
  return await withStage(new StageProcess('server', folders), async (server) => {
    onStage('words');
    const words = await server.call<WordsBuilt>('words');
    onStage('glosses');
    const glosses = await server.call<GlossesAdded>('glosses');
    const wordsPeak = server.peakMemory();
    const nothing = { rounds: [], vectorsBlockMs: null, served: null };
    const compared = embedSeconds === 0 ? nothing : await compareAndServe(server, folders, options);
    if (vectors === 'real') onStage('vectors of the model, for all passages');
    const real =
      vectors === 'real' ? await server.call<Embedded>('embed', { seconds: null }) : null;
    return { words, glosses, wordsPeak, ...compared, real, peak: server.peakMemory() };
  });
}

async function compareAndServe(
  server: StageProcess,
  folders: CorpusFolders,
  { embedSeconds, onStage }: ScaleOptions,
): Promise<Pick<Built, 'rounds' | 'vectorsBlockMs' | 'served'>> {
  return await withStage(new StageProcess('search', folders), async (search) => {
    onStage(`embedding beside onnxruntime alone, ${EMBEDDING_ROUNDS} rounds`);
    const { rounds, longestBlockMs } = await withStage(
      new StageProcess('bare', folders),
      async (bare) => await compareEmbedding(server, search, bare, embedSeconds),
    );
    onStage('questions while vectors are made');
    const questions = await search.call<BenchQuestion[]>('questions', { count: 20, seed: SEED });
    const texts = questions.slice(0, 20).map(({ text }) => text);
    const argument = { seconds: embedSeconds, questions: texts };
    const served = await server.call<ServedMeanwhile>('serve', argument);
    return { rounds, vectorsBlockMs: longestBlockMs, served };
  });
}

interface Filled {
  readonly vectors: VectorsFilled;
  readonly graphMs: number;
  readonly peak: number | null;
}

async function fillVectors(
  folders: CorpusFolders,
  onStage: ScaleOptions['onStage'],
): Promise<Filled> {
  return await withStage(new StageProcess('vectors', folders), async (stage) => {
    onStage('random vectors for all passages');
    const vectors = await stage.call<VectorsFilled>('fill');
    onStage('graph');
    const graphMs = await stage.call<number>('graph');
    return { vectors, graphMs, peak: stage.peakMemory() };
  });
}

interface Searched extends SearchTimes {
  readonly questions: readonly BenchQuestion[];
  readonly peak: number | null;
}

async function search(folders: CorpusFolders): Promise<Searched> {
  return await withStage(new StageProcess('search', folders), async (stage) => {
    const warmUp = await stage.call<BenchQuestion[]>('questions', {
      count: WARM_UP_QUESTIONS,
      seed: SEED + 1,
    });
    await stage.call('time', { questions: warmUp.slice(0, WARM_UP_QUESTIONS) });
    const questions = await stage.call<BenchQuestion[]>('questions', {
      count: QUESTIONS,
      seed: SEED,
    });
    const times = await stage.call<SearchTimes>('time', { questions });
    return { ...times, questions, peak: stage.peakMemory() };
  });
}

async function searchWithMinisearch(
  folders: CorpusFolders,
  { questions, tokens }: Searched,
  made: number,
): Promise<MinisearchFigures> {
  const stage = new StageProcess('minisearch', folders, MINISEARCH_HEAP_MEGABYTES);
  return await withStage(stage, async () => {
    const built = await stage.call<MinisearchBuilt>('build');
    const warmUp = questions.slice(0, WARM_UP_QUESTIONS);
    await stage.call('time', { questions: warmUp, tokens });
    const times = await stage.call<MinisearchTimes>('time', { questions, tokens });
    return {
      buildMs: built.buildMs,
      search: percentilesOf(times.timesMs),
      found: times.found / Math.max(1, made),
      residentBefore: built.residentBefore,
      peak: stage.peakMemory(),
    };
  });
}

async function timeSteps(reports: string, work: string): Promise<BuildSteps> {
  const stage = new StageProcess('steps', { reports, work });
  return await withStage(
    stage,
    async () => await stage.call<BuildSteps>('time', { documents: SAMPLE_DOCUMENTS }),
  );
}

interface Measured {
  readonly copies: number;
  readonly built: Built;
  readonly filled: Filled | null;
  readonly searched: Searched;
  readonly made: number;
  readonly steps: BuildSteps;
}

function builtFigures({ built, filled }: Measured, { vectors: mode }: ScaleOptions) {
  const { words, glosses, served, real } = built;
  return {
    wordsMs: words.wordsMs,
    glossesMs: glosses.tookMs,
    vectors: {
      mode,
      made: filled?.vectors.vectors ?? real?.texts ?? 0,
      tookMs: filled?.vectors.tookMs ?? real?.tookMs ?? 0,
    },
    graphMs: filled?.graphMs ?? null,
    embedding: built.rounds,
    longestBlockMs: {
      words: words.longestBlockMs,
      glosses: glosses.longestBlockMs,
      vectors: built.vectorsBlockMs,
      serving: served?.longestBlockMs ?? null,
    },
    askedMeanwhile: served === null ? null : percentilesOf(served.askedTimesMs),
  };
}

function toFigures(
  measured: Measured,
  minisearch: MinisearchFigures | null,
  options: ScaleOptions,
): ScaleFigures {
  const { copies, built, filled, searched, made, steps } = measured;
  const { documents, passages, sentences } = built.words.status;
  return {
    ...{ documents, passages, sentences, copies, steps },
    ...builtFigures(measured, options),
    memory: {
      words: built.wordsPeak,
      serving: built.peak,
      graph: filled?.peak ?? null,
      search: searched.peak,
    },
    questions: { made, all: searched.questions.length },
    search: Object.fromEntries(
      Object.entries(searched.steps).map(([step, times]) => [step, percentilesOf(times)]),
    ),
    found: searched.found / Math.max(1, made),
    minisearch,
  };
}

/** Measures one corpus, each stage in a process of its own, one after the other. */
export async function runScale(options: ScaleOptions): Promise<ScaleFigures> {
  const { input, passages, workFolder, vectors, minisearch, onStage } = options;
  try {
    const { folder, copies } = await prepareReports(input, passages, workFolder);
    const folders = { reports: folder, work: join(workFolder, 'work') };
    const built = await buildAndServe(folders, options);
    const filled = vectors === 'random' ? await fillVectors(folders, onStage) : null;
    onStage('questions');
    const searched = await search(folders);
    const made = searched.questions.filter(({ passageId }) => passageId !== null).length;
    if (minisearch) onStage('MiniSearch');
    const other = minisearch ? await searchWithMinisearch(folders, searched, made) : null;
    onStage('steps of the build on a sample');
    const steps = await timeSteps(folder, join(workFolder, 'sample'));
    return toFigures({ copies, built, filled, searched, made, steps }, other, options);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
