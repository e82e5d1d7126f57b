import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import type { LoadedFile, ReportFile, ReportSource } from '../../src/domain/report-source.js';
import { type ReadStep, readStaleFiles } from '../../src/store/read-stale-files.js';
import { sourceDocument } from '../support/prepare-text.js';

const fileOf = (path: string): ReportFile => ({ path, stamp: '1', sizeBytes: 1 });
const skipped = [{ path: 'a.jsonl', reason: 'Line 3.', hint: 'Mend it.' }];
const loaded = (texts: readonly string[], changes: Partial<LoadedFile> = {}): LoadedFile => ({
  sha256: 'a'.repeat(64),
  documents: texts.map((text, index) => sourceDocument('a.jsonl', text, `a-${index}`)),
  skipped: [],
  ...changes,
});

function sourceOf(files: Readonly<Record<string, LoadedFile | Error>>) {
  const reads: string[] = [];
  const source: ReportSource = {
    scan: async () => ({ files: [], skipped: [] }),
    async read({ path }) {
      reads.push(path);
      const file = files[path];
      if (file === undefined || file instanceof Error) throw file;
      return file;
    },
  };
  return { reads, source };
}

async function read(
  files: Readonly<Record<string, LoadedFile | Error>>,
  isSame: (file: ReportFile, contentHash: string) => boolean = () => false,
): Promise<ReadStep[]> {
  const { source } = sourceOf(files);
  const steps: ReadStep[] = [];
  for await (const step of readStaleFiles(Object.keys(files).map(fileOf), source, isSame)) {
    steps.push(step);
  }
  return steps;
}

async function hashOf(file: LoadedFile): Promise<string> {
  const [step] = await read({ 'a.jsonl': file });
  return step?.kind === 'changed' ? step.contentHash : '';
}

describe('readStaleFiles', () => {
  it('cuts a long file into batches, loses none of its documents, and marks the last batch', async () => {
    const texts = Array.from({ length: 25 }, (_, index) => `${index}`.padEnd(12_000, '字'));
    const steps = await read({ 'a.jsonl': loaded(texts) });
    const batches = steps.map((step) => (step.kind === 'changed' ? step : null));
    expect(batches.flatMap((batch) => batch?.documents.map(({ id }) => id))).toEqual(
      texts.map((_, index) => `a-${index}`),
    );
    expect(batches.map((batch) => batch?.isLast)).toEqual([false, false, true]);
    expect(batches.map((batch) => batch?.documents.length)).toEqual([9, 9, 7]);
    expect(new Set(batches.map((batch) => batch?.contentHash)).size).toBe(1);
  });

  it.each([
    ['none', []],
    ['one that is longer than a batch', ['字'.repeat(250_000)]],
    ['just a full batch', ['字'.repeat(50_000), '字'.repeat(50_000)]],
  ])('gives one last step for a file of %s', async (_, texts) => {
    const steps = await read({ 'a.jsonl': loaded(texts, { skipped }) });
    expect(steps).toMatchObject([{ kind: 'changed', isLast: true, skipped }]);
    expect(steps[0]?.kind === 'changed' && steps[0].documents).toHaveLength(texts.length);
  });

  it('tells which files are as they were and which cannot be read, and goes on', async () => {
    const error = new AppError('No.', { code: 'file_undecodable', hint: 'Save it as UTF-8.' });
    const same = loaded(['一。'], { skipped });
    const known = await hashOf(same);
    const steps = await read(
      { 'bad.txt': error, 'same.jsonl': same, 'new.jsonl': loaded(['二。'], { sha256: 'b' }) },
      (_, hash) => hash === known,
    );
    expect(steps).toMatchObject([
      { kind: 'failed', file: { path: 'bad.txt' }, error },
      { kind: 'same', file: { path: 'same.jsonl' }, skipped },
      { kind: 'changed', file: { path: 'new.jsonl' }, isLast: true },
    ]);
  });

  it('ends with what is no fault of a file, and reads no file before it is asked for', async () => {
    await expect(read({ 'a.txt': new Error('disk') })).rejects.toThrow('disk');
    const { reads, source } = sourceOf({ 'a.txt': loaded([]), 'b.txt': loaded([]) });
    const steps = readStaleFiles(['a.txt', 'b.txt'].map(fileOf), source, () => true);
    await steps.next();
    expect(reads).toEqual(['a.txt']);
    await steps.return(undefined);
    expect(reads).toEqual(['a.txt']);
  });

  it('has another hash for other bytes, another title, date, address, publisher or id', async () => {
    const document = sourceDocument('a.jsonl', '一。');
    const changes = [
      {},
      { title: 'Other' },
      { date: null },
      { url: 'https://example.org' },
      { publisher: '新华社' },
      { id: 'b' },
    ];
    const files = changes.map((change) => loaded([], { documents: [{ ...document, ...change }] }));
    const hashes = await Promise.all([...files, loaded([], { sha256: 'b' })].map(hashOf));
    expect(new Set(hashes).size).toBe(7);
    expect(await hashOf(files[0] as LoadedFile)).toBe(hashes[0]);
  });
});
