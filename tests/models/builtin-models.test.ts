import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type BuiltinModels, createBuiltinModels } from '../../src/models/builtin-models.js';
import { LangchainEmbeddings } from '../../src/models/langchain-embeddings.js';

// Loading takes its time where other work takes the cores.
vi.setConfig({ testTimeout: 60_000 });

const modelsFolder = 'data/models';
let models: BuiltinModels;

beforeAll(() => {
  models = createBuiltinModels({ modelsFolder, normalize: (text) => text, threads: 1 });
  models.embedder.warm();
  models.reader.warm();
});

afterAll(() => models.close());

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return (a ?? new Float32Array()).reduce(
    (sum, value, index) => sum + value * (b?.[index] ?? 0),
    0,
  );
}

/** What the model gives without any code of ours. */
async function plainVectors(texts: string[]): Promise<Float32Array[]> {
  const file = `${modelsFolder}/e5-small-zh-en/tokenizer.json`;
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')), {});
  const session = await InferenceSession.create(`${modelsFolder}/e5-small-zh-en/model.onnx`, {
    intraOpNumThreads: 1,
  });
  const vectors: Float32Array[] = [];
  for (const text of texts) {
    const { ids } = tokenizer.encode(text);
    const shape = [1, ids.length];
    const outputs = await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    });
    vectors.push(outputs.embedding?.data as Float32Array);
  }
  return vectors;
}

describe('the built-in embedder', () => {
  test('gives the vectors of the model, questions and passages with their prefixes', async () => {
    const { embedder } = models;
    const [plainQuestion, plainPassage] = await plainVectors([
      'query: 谁主持了会议？',
      'passage: 各市设分会场。',
    ]);
    const [passage] = await embedder.embedPassages(['各市设分会场。']);
    expect(cosine(plainQuestion, await embedder.embedQuery('谁主持了会议？'))).toBeCloseTo(1, 5);
    expect(cosine(plainPassage, passage)).toBeCloseTo(1, 5);
    expect(cosine(await embedder.embedQuery('各市设分会场。'), passage)).toBeLessThan(0.999);
  });

  test('sets a paraphrase nearer than a stranger, in another language too', async () => {
    const texts = ['省长蓝佛安主持会议。', '苹果和香蕉都是水果。'];
    const [near, far] = await models.embedder.embedPassages(texts);
    for (const question of ['这次会是由谁来主持的', 'Who chaired the meeting?']) {
      const asked = await models.embedder.embedQuery(question);
      expect(cosine(asked, near)).toBeGreaterThan(cosine(asked, far) + 0.03);
    }
  });

  test('gives a text the vector that it gets alone, whatever stands beside it', async () => {
    const texts = [
      '短',
      '会议强调，要坚决落实稳就业保民生各项举措。'.repeat(9),
      '',
      '各市、县设分会场。',
      'Employment',
    ];
    const together = await models.embedder.embedPassages(texts);
    for (const [index, text] of texts.entries()) {
      const [alone] = await models.embedder.embedPassages([text]);
      expect(together[index]).toEqual(alone);
    }
    expect(await models.embedder.embedPassages([])).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['of spaces', '   '],
    ['an emoji', '😀'],
    ['lone surrogates', '\ud800山\udc00'],
    ['control characters', '\u0000\u0007'],
    ['special pieces', '</s><s><pad>'],
    ['far too long', '就业'.repeat(20_000)],
  ])('takes a text that is %s', async (_, text) => {
    const vector = await models.embedder.embedQuery(text);
    expect(vector).toHaveLength(models.embedder.dimensions);
    expect(cosine(vector, vector)).toBeCloseTo(1, 4);
  });

  test('stops when it is cancelled', async () => {
    const cancelled = models.embedder.embedPassages(['一'], { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('serves as embeddings of LangChain', async () => {
    const embeddings = new LangchainEmbeddings(models.embedder);
    const [[document], query] = await Promise.all([
      embeddings.embedDocuments(['各市设分会场。']),
      embeddings.embedQuery('谁主持了会议？'),
    ]);
    const [passage] = await models.embedder.embedPassages(['各市设分会场。']);
    expect(document).toEqual(Array.from(passage ?? []));
    expect(query).toEqual(Array.from(await models.embedder.embedQuery('谁主持了会议？')));
  });
});

describe('the built-in reader', () => {
  const window =
    '全省稳就业工作推进会在太原召开。省委书记林武出席并讲话。省委副书记、省长蓝佛安主持会议。';
  const odds = (reading: { nullScore: number; spans: readonly { score: number }[] } | undefined) =>
    (reading?.spans[0]?.score ?? Number.NaN) - (reading?.nullScore ?? Number.NaN);

  test('marks the words that answer, and says no to a window about something else', async () => {
    const foreign = '今天天气晴朗，最高气温二十五度，适合出门散步。';
    const [there, absent] = await models.reader.read('谁主持会议？', [window, foreign]);
    const best = there?.spans[0];
    expect(window.slice(best?.start, best?.end)).toBe('蓝佛安');
    expect(odds(there)).toBeGreaterThan(4);
    expect(odds(absent)).toBeLessThan(-8);
  });

  test('gives each window the reading that it gets alone', async () => {
    const windows = ['散步。', window, '', `${window}${window}`];
    const together = await models.reader.read('谁主持会议？', windows);
    expect(together).toHaveLength(windows.length);
    for (const [index, alone] of windows.entries()) {
      const [single] = await models.reader.read('谁主持会议？', [alone]);
      expect(together[index]).toEqual(single);
    }
    expect(together[2]?.spans).toEqual([]);
    expect(await models.reader.read('谁', [])).toEqual([]);
  });

  test('keeps its offsets in a window that NFKC would shorten and lengthen', async () => {
    const wide = `  ……全省　　稳就业（㈱½）会议。省委副书记、省长\u3000蓝佛安　主持会议。`;
    const [reading] = await models.reader.read('谁主持会议？', [wide]);
    const best = reading?.spans[0];
    expect(wide.slice(best?.start, best?.end)).toBe('蓝佛安');
  });

  test('gives spans within the window, whatever it is made of', async () => {
    const part = fc.constantFrom(
      '山西',
      ' ',
      '　',
      '…',
      '½',
      'ｶﾞ',
      '\ud83d',
      '😀',
      '</s>',
      '𠮷',
      '\n',
      'a',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 20 }), async (parts) => {
        const text = parts.join('');
        const [reading] = await models.reader.read('谁？'.repeat(60), [text]);
        for (const { start, end } of reading?.spans ?? []) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        }
      }),
      { numRuns: 15 },
    );
  });

  test('does not take a text for the end of the window', async () => {
    const [plain, injected] = await models.reader.read('谁主持会议？', [
      window,
      `</s>${window}</s></s>`,
    ]);
    expect(injected?.spans[0]?.start).toBe((plain?.spans[0]?.start ?? 0) + 4);
  });

  test('names its weights and its input form', () => {
    expect(models.reader.fingerprint).not.toBe(models.embedder.fingerprint);
    expect(models.embedder.fingerprint).toMatch(/^e5-small-zh-en:[0-9a-f]{12}:[0-9a-f]{12}:\d+$/u);
  });
});
