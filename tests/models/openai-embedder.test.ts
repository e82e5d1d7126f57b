import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import { cutToLimit } from '../../src/models/cut-to-limit.js';
import type { EmbeddingSettings } from '../../src/models/model-settings.js';
import { createOpenAiEmbedder } from '../../src/models/openai-embedder.js';
import { probeEmbedder } from '../../src/models/probe-embedder.js';
import {
  type ChatServer,
  embeddingData,
  inputsOf,
  type RecordedRequest,
  type Script,
  type ScriptItem,
  startChatServer,
} from '../support/chat-server.js';
import { testKey } from '../support/collect-chat.js';
import { hashVector } from '../support/hash-embedder.js';

let server: ChatServer | null = null;
let waits: number[] = [];

afterEach(async () => {
  await server?.close();
  server = null;
  waits = [];
});

async function embedderWith(
  embeddings: Script | undefined,
  settings: Partial<EmbeddingSettings> = {},
) {
  server = await startChatServer(embeddings === undefined ? {} : { embeddings });
  const embedder = createOpenAiEmbedder(
    {
      apiKey: testKey,
      baseUrl: server.url,
      model: 'embed-model',
      dimensions: null,
      batchSize: 10,
      parallelRequests: 2,
      ...settings,
    },
    {
      random: () => 0,
      sleep: async (ms) => {
        waits.push(ms);
      },
    },
  );
  return { server, embedder };
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.catch((failure: unknown) => failure);
  if (error instanceof AppError) return error;
  throw error instanceof Error ? error : new Error('It did not fail.');
}

const textsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `第${index}段 unmistakable`);

const status = (code: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  ({ kind: 'status', status: code, body, headers }) as const;

const vectors = (...data: readonly unknown[]): ScriptItem => ({
  kind: 'embeddings',
  data: data.map((embedding, index) => ({ index, embedding })),
});

/** The server's own vectors with one thing changed. */
const changed =
  (change: (data: ReturnType<typeof embeddingData>) => readonly unknown[]): Script =>
  (request: RecordedRequest) => ({
    kind: 'embeddings',
    data: change(embeddingData(inputsOf(request), 8)),
  });

describe('vectors', () => {
  it('come in the order of the texts, batch by batch', async () => {
    const { server, embedder } = await embedderWith(undefined, { batchSize: 3 });
    const texts = textsOf(8);
    const result = await embedder.embedPassages(texts);
    expect(result).toHaveLength(8);
    for (const [index, vector] of result.entries()) {
      expectNear(vector, hashVector(texts[index] as string, 8));
    }
    expect(server.requests.map((request) => inputsOf(request).length).sort()).toEqual([2, 3, 3]);
    expect(await embedder.embedPassages([])).toEqual([]);
  });

  it('are sorted by their index', async () => {
    const { embedder } = await embedderWith(changed((data) => data.reverse()));
    const texts = textsOf(4);
    const result = await embedder.embedPassages(texts);
    for (const [index, vector] of result.entries()) {
      expectNear(vector, hashVector(texts[index] as string, 8));
    }
  });

  it('have length 1, whatever length the server gave them', async () => {
    const { embedder } = await embedderWith([vectors([3, 0, 4, 0])]);
    expectNear(await embedder.embedQuery('?'), Float32Array.of(0.6, 0, 0.8, 0));
  });

  it('are asked for as floats, in the wanted number of dimensions', async () => {
    const { server, embedder } = await embedderWith(undefined, { dimensions: 16 });
    expect(embedder.dimensions).toBe(16);
    await embedder.embedQuery('谁？');
    expect(server.requests[0]?.body).toEqual({
      model: 'embed-model',
      input: ['谁？'],
      encoding_format: 'float',
      dimensions: 16,
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${testKey}`);
  });

  it('tell how many dimensions they have when nobody said it', async () => {
    const { server, embedder } = await embedderWith(undefined);
    expect(() => embedder.dimensions).toThrow(AppError);
    expect(await probeEmbedder(embedder)).toMatchObject({ dimensions: 8 });
    expect(embedder.dimensions).toBe(8);
    expect(server.requests[0]?.body).not.toHaveProperty('dimensions');
  });

  it('of questions may come from another model of the pair', async () => {
    const { server, embedder } = await embedderWith(undefined, { model: 'e5-passage|e5-query' });
    await embedder.embedPassages(['段']);
    await embedder.embedQuery('谁？');
    expect(server.requests.map(({ body }) => body.model)).toEqual(['e5-passage', 'e5-query']);
  });

  it('are told apart by host, model and dimensions, and not by the key', async () => {
    const settings = { baseUrl: 'https://a.example/v1', model: 'm', batchSize: 10 };
    const print = (changes: Partial<EmbeddingSettings>): string =>
      createOpenAiEmbedder({
        ...settings,
        apiKey: testKey,
        dimensions: null,
        parallelRequests: 1,
        ...changes,
      }).fingerprint;
    expect(print({})).toBe(print({ apiKey: 'other', batchSize: 3 }));
    const prints = [
      print({}),
      print({ model: 'n' }),
      print({ dimensions: 8 }),
      print({ baseUrl: 'https://b.example/v1' }),
    ];
    expect(new Set(prints).size).toBe(4);
    expect(prints.join()).not.toContain(testKey);
  });

  it('are asked for by so many requests at a time and no more', async () => {
    let running = 0;
    let most = 0;
    const { embedder } = await embedderWith(
      async (request) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
        return { kind: 'embeddings', data: embeddingData(inputsOf(request), 8) };
      },
      { batchSize: 1, parallelRequests: 3 },
    );
    await Promise.all([embedder.embedPassages(textsOf(6)), embedder.embedPassages(textsOf(6))]);
    expect(most).toBe(3);
  });
});

describe('a reply', () => {
  const bad: readonly [string, Script, string][] = [
    ['with too few vectors', changed((data) => data.slice(1)), 'vectors for'],
    [
      'with an index twice',
      changed((data) => data.map((item) => ({ ...item, index: 0 }))),
      'numbers its vectors',
    ],
    ['of zeros', [vectors([0, 0], [1, 0])], 'zeros'],
    ['with null for NaN', [vectors([1, null], [1, 0])], 'no number'],
    ['in base64', [vectors('AACAPwAAAAA=', [1, 0])], 'no list'],
    ['with an empty vector', [vectors([], [1, 0])], 'no list'],
    ['that is a page', [status(200, '<html>unmistakable</html>')], 'not JSON'],
    ['without data', [status(200, { ok: true })], 'no vectors'],
    ['that is nothing', [{ kind: 'raw', body: '', contentType: 'application/json' }], 'not JSON'],
  ];

  it.each(bad)('%s is refused', async (_name, script, words) => {
    const { server, embedder } = await embedderWith(script);
    const error = await failureOf(embedder.embedPassages(['段 unmistakable', '二']));
    expect(error.code).toBe('embedding_failed');
    expect(error.message).toContain(words);
    expect(error.message).toContain(server.host);
    expect(`${error.stack}${String(error.cause)}`).not.toContain('unmistakable');
    expect(error.hint).toContain('EMBEDDINGS_');
  });

  it('of another length than was asked for, or than before, is refused', async () => {
    const { embedder } = await embedderWith([vectors([1, 2, 3])], { dimensions: 8 });
    const error = await failureOf(embedder.embedQuery('?'));
    expect(error.hint).toContain('EMBEDDINGS_DIMENSIONS');
    await server?.close();
    const { embedder: learning } = await embedderWith([vectors([1, 2, 3]), vectors([1, 2])]);
    await learning.embedQuery('?');
    expect((await failureOf(learning.embedQuery('?'))).message).toContain('2 numbers');
  });

  it.each([
    [401, 'EMBEDDINGS_API_KEY'],
    [402, 'EMBEDDINGS_API_KEY'],
    [404, 'EMBEDDINGS_MODEL'],
    [400, 'EMBEDDINGS_BATCH_SIZE'],
  ])('of status %d names the variable', async (code, hint) => {
    const message = `unmistakable ${testKey}`;
    const { server, embedder } = await embedderWith([status(code, { code: 'no_luck', message })]);
    const error = await failureOf(embedder.embedPassages(['段']));
    expect(error.message).toContain(`(${code}, no_luck)`);
    expect(error.hint).toContain(hint);
    expect(`${error.stack}${String(error.cause)}`).not.toMatch(/unmistakable|4711/u);
    expect(server.requests).toHaveLength(1);
  });
});

describe('patience', () => {
  it('outlasts a limit of requests a minute', async () => {
    const { embedder } = await embedderWith([
      status(429, {}, { 'retry-after': '55' }),
      status(503),
      { kind: 'reset' },
      vectors([1, 0]),
    ]);
    expect(await embedder.embedPassages(['段'])).toHaveLength(1);
    expect(waits).toEqual([55_000, 2000, 4000]);
  });

  it('is short for a question', async () => {
    const { server, embedder } = await embedderWith([status(429, {}, { 'retry-after': '55' })]);
    expect((await failureOf(embedder.embedQuery('?'))).code).toBe('embedding_failed');
    expect(server.requests).toHaveLength(1);
  });

  it('ends', async () => {
    const { server, embedder } = await embedderWith([status(500)]);
    expect((await failureOf(embedder.embedPassages(['段']))).code).toBe('embedding_failed');
    expect(server.requests).toHaveLength(8);
  });

  it('ends when the caller or the owner is gone', async () => {
    const caller = new AbortController();
    let leave = (): void => caller.abort();
    const { server, embedder } = await embedderWith(() => {
      leave();
      return { kind: 'silence' };
    });
    const work = embedder.embedPassages(textsOf(30), { signal: caller.signal });
    expect((await failureOf(work)).code).toBe('cancelled');
    expect(await server.requests[0]?.closed).toBe('aborted');
    leave = () => void embedder.close();
    expect((await failureOf(embedder.embedQuery('?'))).code).toBe('cancelled');
  });

  it('is not had with batches whose neighbour failed for good', async () => {
    const { server, embedder } = await embedderWith(
      ({ number }) => (number === 0 ? status(401) : { kind: 'silence' }),
      { batchSize: 1 },
    );
    expect((await failureOf(embedder.embedPassages(textsOf(5)))).code).toBe('embedding_failed');
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });
});

describe('a text that is too long', () => {
  it('is found among its neighbours and embedded by its beginning', async () => {
    const { server, embedder } = await embedderWith((request) =>
      inputsOf(request).some((text) => text.length > 500)
        ? status(400, { error: { message: 'input must have less than 512 tokens' } })
        : { kind: 'embeddings', data: embeddingData(inputsOf(request), 8) },
    );
    const long = '长'.repeat(7000);
    const texts = ['一', '二', long, '四'];
    const result = await embedder.embedPassages(texts);
    const sent = ['一', '二', long.slice(0, 480), '四'];
    for (const [index, vector] of result.entries()) {
      expectNear(vector, hashVector(sent[index] as string, 8));
    }
    expect(server.requests.length).toBeLessThan(10);
  });

  it('fails when even its beginning is', async () => {
    const { embedder } = await embedderWith([status(413)]);
    const error = await failureOf(embedder.embedPassages(['长'.repeat(9000)]));
    expect(error.code).toBe('embedding_failed');
  });

  it('is cut between characters, to something shorter or not at all', () => {
    expect(cutToLimit('短')).toBeNull();
    expect(cutToLimit('长'.repeat(240))).toBeNull();
    for (const text of [
      '长'.repeat(7000),
      '😀'.repeat(500),
      `a${'😀'.repeat(500)}`,
      'x'.repeat(241),
    ]) {
      const cut = cutToLimit(text) ?? text;
      expect(cut.length).toBeLessThan(text.length);
      expect(text.startsWith(cut)).toBe(true);
      expect(cut).not.toMatch(/\p{Cs}$/u);
    }
  });
});

function expectNear(vector: Float32Array | undefined, expected: Float32Array): void {
  expect(vector).toHaveLength(expected.length);
  const dot = expected.reduce((sum, value, index) => sum + value * (vector?.[index] ?? 0), 0);
  expect(dot).toBeCloseTo(1, 5);
}
