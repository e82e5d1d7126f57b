import { setTimeout as sleepFor } from 'node:timers/promises';
import { AppError } from '../domain/app-error.js';
import type { Embedder, EmbedOptions } from '../domain/embedder.js';
import { classifyFailure } from './classify-failure.js';
import { cutToLimit, longestTextUnits } from './cut-to-limit.js';
import type { ServerPlace } from './describe-failure.js';
import { type Fetch, guardFetch } from './guard-fetch.js';
import { limitParallel } from './limit-parallel.js';
import type { EmbeddingSettings } from './model-settings.js';
import { openOpenAiClient } from './open-openai-client.js';
import { readEmbeddings } from './read-embeddings.js';
import { readServerFailure, type ServerFailure } from './read-server-failure.js';
import { RequestWatch } from './request-watch.js';
import { isPassingStatus, type RetryRules, retryWait } from './retry-schedule.js';
import {
  dimensionsUnknown,
  embeddingEnded,
  embeddingKeyUnusable,
  translateEmbeddingError,
} from './translate-embedding-error.js';

export interface OpenAiEmbedderOptions {
  readonly fetch?: Fetch;
  /** Ends early, with an error, when the signal does. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

interface Patience {
  /** For one request, tries and waits included. */
  readonly timeoutMs: number;
  readonly stallMs: number;
  readonly retries: RetryRules;
}

/** Somebody waits for the answer, and words alone find passages too. */
const QUERY: Patience = {
  timeoutMs: 10_000,
  stallMs: 10_000,
  retries: { maxRetries: 3, firstWaitMs: 300, longestWaitMs: 5000 },
};
/** An index is built for minutes or hours; limits of requests a minute are waited for. */
const PASSAGES: Patience = {
  timeoutMs: 600_000,
  stallMs: 120_000,
  retries: { maxRetries: 7, firstWaitMs: 1000, longestWaitMs: 60_000 },
};

/** 2,048 vectors of 4,096 numbers, written out. */
const MAX_REPLY_BYTES = 256 * 1024 * 1024;

/**
 * Vectors from an OpenAI-compatible server, brought to length 1. A text that the server finds too long is embedded by its
 * beginning (`cutToLimit`), so that no report fails. Failures are `embedding_failed`. `dimensions` throws before the first
 * vector came, unless the settings name it. A model `a|b` embeds passages with `a` and questions with `b`.
 */
export function createOpenAiEmbedder(
  settings: EmbeddingSettings,
  options: OpenAiEmbedderOptions = {},
): Embedder {
  return new OpenAiEmbedder(settings, options);
}

class OpenAiEmbedder implements Embedder {
  readonly fingerprint: string;
  readonly #settings: EmbeddingSettings;
  readonly #host: string;
  readonly #options: Required<OpenAiEmbedderOptions>;
  readonly #inTurn: ReturnType<typeof limitParallel>;
  readonly #closing = new AbortController();
  #dimensions: number | null;

  constructor(settings: EmbeddingSettings, options: OpenAiEmbedderOptions) {
    const { baseUrl, model, dimensions, parallelRequests } = settings;
    this.#settings = settings;
    this.#host = new URL(baseUrl).host;
    this.#dimensions = dimensions;
    this.#inTurn = limitParallel(parallelRequests);
    this.fingerprint = `openai:${this.#host}:${model}:${dimensions ?? 'own'}`;
    this.#options = {
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      sleep:
        options.sleep ?? (async (ms, signal) => void (await sleepFor(ms, undefined, { signal }))),
      random: options.random ?? Math.random,
    };
  }

  get dimensions(): number {
    if (this.#dimensions === null) throw dimensionsUnknown(this.#place(this.#models.passages));
    return this.#dimensions;
  }

  /** Nothing to load here, and a request that nobody asked for may cost money. */
  warm(): void {}

  async embedQuery(text: string): Promise<Float32Array> {
    const signals = [this.#closing.signal];
    const call = { model: this.#models.query, patience: QUERY, signals };
    const [vector] = await this.#embedTexts([text], call);
    return vector as Float32Array;
  }

  async embedPassages(
    texts: readonly string[],
    { signal }: EmbedOptions = {},
  ): Promise<Float32Array[]> {
    const { batchSize } = this.#settings;
    const failing = new AbortController();
    const signals = [failing.signal, this.#closing.signal];
    if (signal !== undefined) signals.push(signal);
    const call = {
      model: this.#models.passages,
      patience: PASSAGES,
      signals,
    };
    const batches: Promise<Float32Array[]>[] = [];
    for (let start = 0; start < texts.length; start += batchSize) {
      const batch = texts.slice(start, start + batchSize).map(withinReason);
      batches.push(this.#inTurn(() => this.#embedTexts(batch, call)));
    }
    try {
      return (await Promise.all(batches)).flat();
    } catch (error) {
      // The other batches would be thrown away.
      failing.abort();
      await Promise.allSettled(batches);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  get #models(): { readonly passages: string; readonly query: string } {
    const [passages = '', query = passages] = this.#settings.model.split('|');
    return { passages, query };
  }

  #place(model: string): ServerPlace {
    return { model, host: this.#host, apiKey: this.#settings.apiKey };
  }

  /** One request; several when the server finds it too long. */
  async #embedTexts(texts: readonly string[], call: Call): Promise<Float32Array[]> {
    const outcome = await this.#request(texts, call);
    if (Array.isArray(outcome)) return outcome;
    if (texts.length > 1) {
      const half = Math.ceil(texts.length / 2);
      const first = await this.#embedTexts(texts.slice(0, half), call);
      return [...first, ...(await this.#embedTexts(texts.slice(half), call))];
    }
    const shorter = cutToLimit(texts[0] ?? '');
    if (shorter === null) throw translateEmbeddingError(outcome, this.#place(call.model));
    return this.#embedTexts([shorter], call);
  }

  /** Vectors, or the failure when the request is too long. */
  async #request(
    texts: readonly string[],
    { model, patience, signals }: Call,
  ): Promise<Float32Array[] | ServerFailure> {
    const place = this.#place(model);
    if (!/^[\x21-\x7e]+$/u.test(place.apiKey)) throw embeddingKeyUnusable(place);
    const watch = new RequestWatch({ signals, ...patience });
    try {
      for (let retries = 0; ; retries += 1) {
        try {
          const reply = await watch.wait(this.#send(texts, model, watch));
          const vectors = readEmbeddings(reply, texts.length, this.#dimensions);
          this.#dimensions ??= vectors[0]?.length ?? null;
          return vectors;
        } catch (error) {
          if (watch.ended !== null || error instanceof AppError) throw error;
          const failure = readServerFailure(error);
          if (classifyFailure(failure) === 'too_long') return failure;
          const waitMs = this.#retryWait(failure, retries, patience, watch);
          if (waitMs === null) throw translateEmbeddingError(failure, place);
          await watch.waitQuietly(this.#options.sleep(waitMs, watch.signal));
        }
      }
    } catch (error) {
      throw watch.ended === null ? error : embeddingEnded(watch.ended, place);
    } finally {
      watch.close();
    }
  }

  #retryWait(
    failure: ServerFailure,
    retries: number,
    patience: Patience,
    watch: RequestWatch,
  ): number | null {
    const { kind, status, retryAfterMs } = failure;
    const passes =
      kind === 'unreachable' ||
      kind === 'cut' ||
      (status !== null && isPassingStatus(status) && classifyFailure(failure) !== 'unpaid');
    if (!passes) return null;
    const random = this.#options.random();
    return retryWait({ retries, retryAfterMs, leftMs: watch.leftMs, random }, patience.retries);
  }

  async #send(texts: readonly string[], model: string, watch: RequestWatch): Promise<unknown> {
    const { apiKey, baseUrl, dimensions } = this.#settings;
    const client = openOpenAiClient({
      apiKey,
      baseUrl,
      fetch: guardFetch({
        fetch: this.#options.fetch,
        apiKey,
        reply: 'json',
        maxBytes: MAX_REPLY_BYTES,
        onBytes: watch.touch,
      }),
    });
    return await client.embeddings.create(
      {
        model,
        input: [...texts],
        // Unless it is named, the client asks for base64 and makes zeros of a server's floats.
        encoding_format: 'float',
        ...(dimensions === null ? {} : { dimensions }),
      },
      { signal: watch.signal },
    );
  }
}

function withinReason(text: string): string {
  return text.length > longestTextUnits ? (cutToLimit(text) ?? text) : text;
}

interface Call {
  readonly model: string;
  readonly patience: Patience;
  readonly signals: readonly AbortSignal[];
}
