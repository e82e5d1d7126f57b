import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/app-error.js';
import { removeReportFile, storeReport } from '../../src/load/store-report.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let root = '';
beforeEach(() => {
  root = temporaryFolder();
});
const folder = (): string => root;

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : `no AppError: ${String(error)}`;
}

function store(name: string, text: string | Uint8Array, replace = false) {
  const upload = { name, bytes: typeof text === 'string' ? bytes(text) : text, replace };
  return storeReport(upload, { folder: folder(), maxFileBytes: 1000 });
}

describe('storeReport', () => {
  it('stores the bytes as they came, and leaves nothing else behind', async () => {
    const text = '全省稳就业工作推进会召开。';
    expect(await store('会议.txt', text)).toBe('会议.txt');
    expect(readFileSync(join(folder(), '会议.txt'), 'utf8')).toBe(text);
    expect(readdirSync(folder())).toEqual(['会议.txt']);
  });

  it('keeps the last part of a name that holds a path, whatever the system it is from', async () => {
    expect(await store('../../etc/passwd.txt', 'x。')).toBe('passwd.txt');
    expect(await store(String.raw`C:\reports\june.md`, '# June\n\nText.')).toBe('june.md');
    expect(readdirSync(folder()).sort()).toEqual(['june.md', 'passwd.txt']);
  });

  it.each([
    ['report.pdf'],
    ['report'],
    ['.hidden.txt'],
    ['README.md'],
    ['a\u0000b.txt'],
    ['a:b.txt'],
    ['a#b.txt'],
    [`${'长'.repeat(70)}.txt`],
    ['..'],
    [''],
  ])('refuses the name %j', async (name) => {
    expect(await codeOf(store(name, 'Text.'))).toBe('report_invalid');
    expect(readdirSync(folder())).toEqual([]);
  });

  it('refuses what the index could not read, and stores nothing of it', async () => {
    expect(await codeOf(store('large.txt', 'x'.repeat(1001)))).toBe('file_too_large');
    expect(await codeOf(store('blank.txt', ' \n'))).toBe('file_invalid');
    expect(
      await codeOf(store('image.txt', new Uint8Array([0x89, 0x50, 0, 0, 0xff, 0xfe, 1]))),
    ).toBe('file_undecodable');
    expect(await codeOf(store('lines.jsonl', '{"text":"Good."}\n{"text":5}\n'))).toBe(
      'report_invalid',
    );
    expect(readdirSync(folder())).toEqual([]);
  });

  it('replaces a report of the same name only when told to', async () => {
    await store('a.txt', 'Old.');
    expect(await codeOf(store('a.txt', 'New.'))).toBe('report_exists');
    expect(readFileSync(join(folder(), 'a.txt'), 'utf8')).toBe('Old.');
    await store('a.txt', 'New.', true);
    expect(readFileSync(join(folder(), 'a.txt'), 'utf8')).toBe('New.');
  });

  it('lets one of two uploads of the same name win', async () => {
    const results = await Promise.allSettled([store('a.txt', 'One.'), store('a.txt', 'Two.')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(readdirSync(folder())).toEqual(['a.txt']);
  });

  it('makes the folder when there is none', async () => {
    const options = { folder: join(folder(), 'deep', 'reports'), maxFileBytes: 100 };
    await storeReport({ name: 'a.txt', bytes: bytes('Text.') }, options);
    expect(readdirSync(options.folder)).toEqual(['a.txt']);
  });
});

describe('removeReportFile', () => {
  it('takes the report and its metadata, and nothing else', async () => {
    mkdirSync(join(folder(), 'sub'));
    for (const name of ['a.txt', 'a.meta.json', 'a.txt.meta.json', 'ab.txt']) {
      writeFileSync(join(folder(), 'sub', name), 'x');
    }
    await removeReportFile('sub/a.txt', folder());
    expect(readdirSync(join(folder(), 'sub'))).toEqual(['ab.txt']);
  });

  it('does not mind a file that is gone', async () => {
    await expect(removeReportFile('gone.txt', folder())).resolves.toBeUndefined();
  });
});
