/** Figures of the built-in models: cold start (compiled code), throughput beside plain onnxruntime, latency, memory. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createBuiltinModels } from '../src/models/builtin-models.js';
import { normalizeText } from '../src/text/normalize-text.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const modelsFolder = join(root, 'data/models');
const compiled = join(root, 'dist/models/builtin-models.js');
const question = '谁主持了会议？';
const sentence =
  '会议强调，要深入学习贯彻关于就业工作的重要论述，坚决落实稳就业保民生各项举措，推动就业形势持续稳定向好。';
const threads = Number(process.argv[2] ?? 1);
let tokenizer: Tokenizer | null = null;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function show(name: string, value: number, unit: string): void {
  console.log(`${name.padEnd(58)} ${value.toFixed(1).padStart(9)} ${unit}`);
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function medianTime(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await time(work));
  return median(times);
}

function coldScript(reader: boolean): string {
  return `const started = performance.now();
    const { createBuiltinModels } = await import(${JSON.stringify(compiled)});
    const models = createBuiltinModels({ modelsFolder: ${JSON.stringify(modelsFolder)}, normalize: (text) => text });
    models.embedder.warm();
    ${reader ? 'models.reader.warm();' : ''}
    await models.embedder.embedQuery(${JSON.stringify(question)});
    ${reader ? `await models.reader.read(${JSON.stringify(question)}, [${JSON.stringify(sentence)}]);` : ''}
    console.log(performance.now() - started);`;
}

function coldStart(reader: boolean): { inside: number; wall: number } {
  const started = performance.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', coldScript(reader)],
    { encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(stderr);
  return { inside: Number(stdout), wall: performance.now() - started };
}

function benchColdStart(): void {
  if (!existsSync(compiled)) {
    console.log('No cold start without compiled code: run `npm run build` first.');
    return;
  }
  const bare: number[] = [];
  const embedding: { inside: number; wall: number }[] = [];
  const both: { inside: number; wall: number }[] = [];
  for (let run = 0; run < 7; run += 1) {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    bare.push(performance.now() - started);
    embedding.push(coldStart(false));
    both.push(coldStart(true));
  }
  show('node -e 0', median(bare), 'ms');
  show('start to first question vector', median(embedding.map(({ inside }) => inside)), 'ms');
  show('the same, whole process', median(embedding.map(({ wall }) => wall)), 'ms');
  show('start to first vector and first reading', median(both.map(({ inside }) => inside)), 'ms');
  show('the same, whole process', median(both.map(({ wall }) => wall)), 'ms');
}

async function plainSession(file: string): Promise<InferenceSession> {
  const started = performance.now();
  const options = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { 'intra_op.allow_spinning': '0' } },
  };
  const session = await InferenceSession.create(join(modelsFolder, file), options);
  show(`plain session of ${file}`, performance.now() - started, 'ms');
  return session;
}

function tokenIds(text: string): number[] {
  tokenizer ??= new Tokenizer(
    JSON.parse(readFileSync(join(modelsFolder, 'e5-small-zh-en/tokenizer.json'), 'utf8')),
    {},
  );
  return tokenizer.encode(`passage: ${text}`).ids;
}

async function runPlain(session: InferenceSession, batches: number[][][]): Promise<void> {
  for (const batch of batches) {
    const columns = Math.max(...batch.map(({ length }) => length));
    const shape = [batch.length, columns];
    const padded = batch.flatMap((ids) => [...ids, ...new Array(columns - ids.length).fill(1)]);
    const mask = batch.flatMap((ids) =>
      Array.from({ length: columns }, (_, at) => at < ids.length),
    );
    await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(padded, BigInt), shape),
      attention_mask: new Tensor('int64', BigInt64Array.from(mask, BigInt), shape),
    });
  }
}

/** Texts of the report that is shipped, of many lengths. */
function sampleTexts(count: number): string[] {
  const report = join(root, 'data/reports/employment-meeting.txt');
  const text = normalizeText(readFileSync(report, 'utf8'));
  return Array.from({ length: count }, (_, index) => {
    const start = (index * 131) % Math.max(1, text.length - 400);
    return text.slice(start, start + 40 + ((index * 37) % 240));
  });
}

async function benchEmbedding(models: ReturnType<typeof createBuiltinModels>): Promise<void> {
  const session = await plainSession('e5-small-zh-en/model.onnx');
  const texts = sampleTexts(64);
  const sequences = texts.map(tokenIds).sort((a, b) => a.length - b.length);
  const alone = sequences.map((sequence) => [sequence]);
  const batches = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => sequences.slice(at * 8, at * 8 + 8));
  const tokens = sequences.reduce((sum, { length }) => sum + length, 0);
  const aloneMs: number[] = [];
  const batchedMs: number[] = [];
  const oursMs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    aloneMs.push(await time(() => runPlain(session, alone)));
    batchedMs.push(await time(() => runPlain(session, batches)));
    oursMs.push(await time(() => models.embedder.embedPassages(texts)));
  }
  show('plain onnxruntime, one text a run, tokens', (tokens / median(aloneMs)) * 1000, '/s');
  show('plain onnxruntime, batches of 8 of like length', (tokens / median(batchedMs)) * 1000, '/s');
  show('embedPassages', (tokens / median(oursMs)) * 1000, '/s');
  show('question, warm', await medianTime(20, () => models.embedder.embedQuery(question)), 'ms');
}

async function benchReading(models: ReturnType<typeof createBuiltinModels>): Promise<void> {
  const windows = [0, 1, 2, 3, 4].map((at) => `${at}${sentence.repeat(4)}`.slice(0, 219));
  await models.reader.read(question, windows);
  const reading = () => models.reader.read(question, windows);
  show('reader, 5 windows of 219 characters', await medianTime(9, reading), 'ms');
  const short = () => models.reader.read(question, [sentence]);
  show('reader, 1 window of 50 characters', await medianTime(9, short), 'ms');
}

console.log(`intra-op threads: ${threads}`);
benchColdStart();
const models = createBuiltinModels({ modelsFolder, normalize: normalizeText, threads });
await models.embedder.embedQuery(question);
await benchEmbedding(models);
await benchReading(models);
show('resident memory (two sessions, plain one, tokenizer)', process.memoryUsage().rss / 1e6, 'MB');
await models.close();
