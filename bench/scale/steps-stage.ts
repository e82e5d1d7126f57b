/** The steps of a document into the index, one after the other in one thread, on a sample of the corpus. */
import type { PreparedDocument } from '../../src/domain/index-writer.js';
import type { SourceDocument } from '../../src/domain/report-document.js';
import { type CorpusFolders, openSample, openTextSteps, type TextSteps } from './open-corpus.js';
import type { Stage } from './stages.js';
import { StepTimes } from './step-times.js';

export interface BuildSteps {
  readonly documents: number;
  readonly passages: number;
  /** Milliseconds of one thread for the whole sample. */
  readonly steps: Readonly<Record<string, number>>;
}

const FILES = 8;

type Sample = Awaited<ReturnType<typeof openSample>>;

/** The first documents of some files, spread over the folder. */
async function readSample(
  { source }: Sample,
  limit: number,
  times: StepTimes,
): Promise<SourceDocument[]> {
  const { files } = await source.scan();
  const step = Math.max(1, Math.floor(files.length / FILES));
  const documents: SourceDocument[] = [];
  const share = Math.ceil(limit / Math.min(FILES, files.length));
  for (let at = 0; at < files.length && documents.length < limit; at += step) {
    const file = files[at];
    if (file === undefined) break;
    const started = performance.now();
    const loaded = await source.read(file).catch(() => null);
    // A file that cannot be read is told of by the refresh, and is in no index.
    if (loaded === null) continue;
    const tookMs = performance.now() - started;
    const taken = loaded.documents.slice(0, share);
    documents.push(...taken);
    times.add('read', (tookMs * taken.length) / loaded.documents.length);
  }
  return documents;
}

function timed<Argument, Result>(
  step: string,
  work: (argument: Argument) => Result,
  times: StepTimes,
): (argument: Argument) => Result {
  return (argument) => {
    const started = performance.now();
    const result = work(argument);
    times.add(step, performance.now() - started);
    return result;
  };
}

/** `structure` runs apart from `prepare`, which does it once more; both would hide behind each other. */
function prepareAll(
  documents: readonly SourceDocument[],
  text: TextSteps,
  times: StepTimes,
): PreparedDocument[] {
  // Dictionaries and tables load with the first document.
  const [first] = documents;
  if (first !== undefined) text.prepare(first, text);
  const repairs = documents.map((document) =>
    timed('repair', () => text.repair(document.text), times)(undefined),
  );
  documents.forEach((document, position) => {
    const repaired = repairs[position] as ReturnType<TextSteps['repair']>;
    timed('structure', () => text.structure(document, () => repaired), times)(undefined);
  });
  const steps = { tokens: timed('tokenise', text.tokens, times) };
  return documents.map((document) => text.prepare(document, steps));
}

async function write(
  { writer }: Sample,
  documents: readonly PreparedDocument[],
  times: StepTimes,
): Promise<void> {
  const byFile = new Map<string, PreparedDocument[]>();
  for (const prepared of documents) {
    const { file } = prepared.document;
    byFile.set(file, [...(byFile.get(file) ?? []), prepared]);
  }
  const started = performance.now();
  await writer.begin('bench');
  for (const [path, group] of byFile) {
    await writer.putFile({ path, stamp: 'bench', contentHash: 'bench' }, group);
  }
  await writer.publish();
  times.add('write', performance.now() - started);
}

async function addGlosses(
  { writer: { glossesLater } }: Sample,
  text: TextSteps,
  times: StepTimes,
): Promise<void> {
  if (glossesLater === null) return;
  const passages = await glossesLater.passages(await glossesLater.unglossed());
  const gloss = timed('gloss', text.glosses, times);
  const glosses = passages.map((passage) => ({ id: passage.id, glosses: gloss(passage.text) }));
  const started = performance.now();
  await glossesLater.put(glosses);
  times.add('write glosses', performance.now() - started);
}

export async function openStepsStage(folders: CorpusFolders): Promise<Stage> {
  const sample = await openSample(folders);
  return {
    handlers: {
      async time({ documents: limit }: { documents: number }): Promise<BuildSteps> {
        const times = new StepTimes();
        const documents = await readSample(sample, limit, times);
        const text = await openTextSteps();
        const prepared = prepareAll(documents, text, times);
        await write(sample, prepared, times);
        await addGlosses(sample, text, times);
        const passages = prepared.reduce((sum, { passages: { length } }) => sum + length, 0);
        return {
          documents: documents.length,
          passages,
          steps: Object.fromEntries(times.take()),
        };
      },
    },
    close: () => sample.close(),
  };
}
