/** Questions on the index: how long each step of a search takes. */
import type { ReportIndex } from '../../src/domain/report-index.js';
import { detectLanguage } from '../../src/text/detect-language.js';
import { passageIds } from './corpus-passages.js';
import { type BenchQuestion, makeQuestions, readEvalQuestions } from './make-questions.js';
import { type CorpusFolders, type OpenSearch, openSearch } from './open-corpus.js';
import type { Stage } from './stages.js';
import { StepTimes, timeMethods } from './step-times.js';

export interface SearchTimes {
  /** Milliseconds by step, one a question; `all` is the whole of a search. */
  readonly steps: Readonly<Record<string, readonly number[]>>;
  /** The tokens that words were searched by, one list a question. */
  readonly tokens: readonly (readonly string[])[];
  /** Questions made of a passage whose passage is among the first five. */
  readonly found: number;
}

const STEP_NAMES = {
  embedQuery: 'embed the question',
  embedPassages: 'embed sentences',
  searchWords: 'words',
  searchVectors: 'vectors',
  passages: 'read passages',
  passageVectors: 'passage vectors',
  sentenceVectors: 'sentence vectors',
  sampleVectors: 'sample of vectors',
  passageFrequency: 'count words',
  passageCount: 'count passages',
  noteAsked: 'note what was asked',
};
const ALL = 'all';
/** What is left: tokens, glosses, scores. */
const REST = 'tokens and scores';
/** As many as an answer is made from. */
const LIMIT = 10;
const FIRST = 5;

/** `index`, telling the tokens that it is searched by. */
function watchTokens(index: ReportIndex, onTokens: (tokens: readonly string[]) => void) {
  return new Proxy(index, {
    get(_, property) {
      const value: unknown = Reflect.get(index, property, index);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]) => {
        if (property === 'searchWords') onTokens(parameters[0] as readonly string[]);
        return Reflect.apply(value, index, parameters) as unknown;
      };
    },
  });
}

async function timeSearches(
  { index, embedder, retrieverOver }: OpenSearch,
  questions: readonly BenchQuestion[],
): Promise<SearchTimes> {
  const times = new StepTimes();
  const tokens: (readonly string[])[] = [];
  let asked: readonly string[] = [];
  const watched = watchTokens(index, (words) => {
    asked = words;
  });
  const retriever = retrieverOver(
    timeMethods(watched, STEP_NAMES, times),
    timeMethods(embedder, STEP_NAMES, times),
  );
  const steps = new Map<string, number[]>();
  let found = 0;
  for (const { text, passageId } of questions) {
    const language = detectLanguage(text);
    times.take();
    const started = performance.now();
    const { passages } = await retriever.retrieve({
      ...{ text, language, limit: LIMIT },
      passagesOnly: true,
    });
    const all = performance.now() - started;
    const taken = times.take();
    tokens.push(asked);
    const rest = all - [...taken.values()].reduce((sum, tookMs) => sum + tookMs, 0);
    for (const [step, tookMs] of [...taken, [REST, Math.max(0, rest)], [ALL, all]] as const) {
      steps.set(step, [...(steps.get(step) ?? []), tookMs]);
    }
    if (passages.slice(0, FIRST).some(({ passage }) => passage.id === passageId)) found += 1;
  }
  return { steps: Object.fromEntries(steps), tokens, found };
}

export async function openSearchStage(folders: CorpusFolders): Promise<Stage> {
  const search = await openSearch(folders);
  const embedded = new Set<number>();
  return {
    handlers: {
      async questions({ count, seed }: { count: number; seed: number }): Promise<BenchQuestion[]> {
        return [...(await makeQuestions(search.index, count, seed)), ...readEvalQuestions()];
      },
      time: ({ questions }: { questions: readonly BenchQuestion[] }) =>
        timeSearches(search, questions),
      /** Texts of the passages that got their vector since the last call. */
      async newlyEmbedded(): Promise<string[]> {
        const texts: string[] = [];
        for await (const ids of passageIds(search.index)) {
          const vectors = await search.index.passageVectors(ids.filter((id) => !embedded.has(id)));
          for (const { text } of await search.index.passages([...vectors.keys()])) texts.push(text);
          for (const id of vectors.keys()) embedded.add(id);
        }
        return texts;
      },
    },
    close: () => search.close(),
  };
}
