import type { AnswerCache } from '../../src/answer/answer-cache.js';
import { type Ask, createAsk } from '../../src/answer/ask.js';
import type { DraftCitation, DraftClaim } from '../../src/answer/draft.js';
import type {
  ExtractiveAnswerer,
  ExtractiveRequest,
  ExtractiveResult,
} from '../../src/answer/extractive-answerer.js';
import type { LlmAnswerer } from '../../src/answer/llm-answerer.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import type { IndexStatus, ReportIndex } from '../../src/domain/report-index.js';
import { repairFragment } from '../../src/text/repair-fragment.js';
import { toTraditional } from '../../src/text/to-traditional.js';
import { summaryOf } from './sample-document.js';
import { sampleExplanation } from './sample-explanation.js';
import { tokenizer } from './sample-retrieval.js';

export interface FakeClaim {
  readonly text: string;
  /** A piece of the sentence that it cites; `text` when absent. */
  readonly of?: string;
  readonly fallback?: string;
}

export type FakeFinding = (request: ExtractiveRequest) => {
  readonly claims: readonly FakeClaim[];
  /** Pieces of sentences. */
  readonly nearest?: readonly string[];
  readonly offTopic?: boolean;
  readonly refusal?: 'premise';
  /** 0.6 when absent. */
  readonly confidence?: number;
};

export interface FakeAskOptions {
  readonly document: ReportDocument;
  readonly find: FakeFinding;
  readonly llm?: LlmAnswerer;
  readonly cache?: AnswerCache;
}

/** An index that holds nothing but its number and what it lists. */
export class FakeIndex implements ReportIndex {
  current = 1;
  vectors = 2;
  reads = 0;
  readonly #documents: readonly ReportDocument[];

  constructor(documents: readonly ReportDocument[]) {
    this.#documents = documents;
  }

  async generation() {
    this.reads += 1;
    return this.current;
  }

  async documents() {
    this.reads += 1;
    return this.#documents.map(summaryOf);
  }

  async document(id: string) {
    return this.#documents.find((document) => document.id === id) ?? null;
  }

  async status(): Promise<IndexStatus> {
    const vectorsWanted = 2;
    const counts = { documents: this.#documents.length, passages: 1, sentences: 1 };
    const { current, vectors } = this;
    return {
      generation: current,
      ...counts,
      vectors,
      vectorsWanted,
      passagesToGloss: 0,
      vectorsPerSecond: null,
      builtAt: null,
    };
  }

  passageCount = async () => 1;
  keepsSentences = async () => true;
  searchWords = async () => [];
  searchVectors = async () => [];
  passages = async () => [];
  passageVectors = async () => new Map<number, Float32Array>();
  sentenceVectors = async () => new Map<number, Float32Array>();
  sampleVectors = async () => [];
  passageFrequency = async () => new Map<string, number>();
  noteAsked = async () => {};
  keptVectors = async () => new Map<string, Float32Array>();
  keepVectors = async () => {};

  async close() {}
}

function citing(document: ReportDocument, holding: string): DraftCitation {
  const sentence = document.sentences.findIndex(({ span }) =>
    document.text.slice(span.start, span.end).includes(holding),
  );
  if (sentence < 0) throw new RangeError(`no sentence holds ${holding}`);
  return { document, sentence, highlight: null };
}

export interface FakeAsk {
  readonly ask: Ask;
  readonly index: FakeIndex;
  /** Every question part that was looked up. */
  readonly requests: readonly ExtractiveRequest[];
}

/** `createAsk` over an answerer whose every finding is given by the test. */
export function createFakeAsk({ document, find, llm, cache }: FakeAskOptions): FakeAsk {
  const requests: ExtractiveRequest[] = [];
  const extractive: ExtractiveAnswerer = {
    async answer(request): Promise<ExtractiveResult> {
      requests.push(request);
      const { claims, nearest = [], offTopic, refusal, confidence = 0.6 } = find(request);
      return {
        claims: claims.map(
          ({ text, of, fallback }): DraftClaim => ({
            text,
            ...(fallback === undefined ? {} : { fallback }),
            citations: [citing(document, of ?? text)],
          }),
        ),
        nearest: nearest.map((part) => citing(document, part)),
        ...(offTopic === undefined ? {} : { offTopic }),
        refusal: offTopic === true ? 'off-topic' : claims.length > 0 ? null : (refusal ?? 'unsure'),
        confidence,
        candidates: document.passages.map((_, passage) => ({ document, passage })),
        explanation: { ...sampleExplanation(), question: request.text },
        retrieveMs: 1,
      };
    },
    async rank(): Promise<never> {
      throw new Error('the fake answerer ranks nothing');
    },
  };
  return { ...askOver([document], extractive, llm, cache), requests };
}

/** `createAsk` over documents and any answerer. */
export function askOver(
  documents: readonly ReportDocument[],
  extractive: ExtractiveAnswerer,
  llm?: LlmAnswerer,
  cache?: AnswerCache,
): { readonly ask: Ask; readonly index: FakeIndex } {
  const index = new FakeIndex(documents);
  let ids = 0;
  const ask = createAsk({
    ...{ index, extractive, tokenizer, llm: llm ?? null, cache: cache ?? null },
    repairQuestion: async (text) => (text.includes('(') ? repairFragment(text) : text),
    toTraditional: async (text) => toTraditional(text),
    personsIn: (text) => Array.from(text.matchAll(/林武|蓝佛安|于英杰/gu), ([name]) => name),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  return { ask, index };
}
