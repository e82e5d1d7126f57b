import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { indexDatabase } from '../../src/store/index-schema.js';
import { openDatabaseForWriting } from '../../src/store/open-database.js';
import { translateSqliteError } from '../../src/store/translate-sqlite-error.js';
import { hashVector } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function built() {
  const folder = temporaryFolder();
  const index = setUpIndex(folder);
  index.source.put('a.txt', MEETING).put('b.txt', VETERANS);
  await index.refresh();
  return { folder, file: join(folder, 'index.sqlite'), ...index };
}

const NOBODY = 65_534;

/** Root may write everywhere, so it becomes nobody while it tries. */
async function withoutWriting<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await use();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
}

describe('a damaged index', () => {
  it.each([
    [
      'is no database',
      (file: string) => writeFileSync(file, 'no database, but long enough'.repeat(200)),
    ],
    ['was cut short', (file: string) => truncateSync(file, 5_000)],
  ])('that %s is told with the mend, and a rebuild replaces it', async (_, spoil) => {
    const { file, open, refresh } = await built();
    spoil(file);
    const failure = { code: 'index_damaged', hint: expect.stringContaining('--rebuild') };
    const reader = open();
    onTestFinished(() => reader.close());
    await expect(reader.document('a').then(() => reader.documents())).rejects.toMatchObject(
      failure,
    );
    await expect(refresh()).rejects.toMatchObject(failure);
    expect(await refresh({ rebuild: true })).toMatchObject({ embedded: 9, generation: 1 });
    expect(await reader.documents()).toHaveLength(2);
  });

  it.each([
    ['text', "UPDATE documents SET text = replace(text, '蓝佛安', '蓝佛某')"],
    ['title', "UPDATE documents SET title = 'another'"],
    ['structure', "UPDATE documents SET structure = replace(structure, '[', '')"],
  ])('whose pages are well but not the %s of a document shows none of it', async (_, sql) => {
    const { file, open } = await built();
    const database = new Database(file);
    database.exec(sql);
    database.close();
    const reader = open();
    onTestFinished(() => reader.close());
    const failure = { code: 'index_damaged', hint: expect.stringContaining('--rebuild') };
    await expect(reader.document('a')).rejects.toMatchObject(failure);
    await expect(reader.verify()).rejects.toMatchObject(failure);
  });

  it.each([
    ['a vector', 'UPDATE vectors SET vector = zeroblob(length(vector))'],
    ['an outline', "UPDATE passages SET outline = '[\"'"],
  ])('is told where %s cannot be what was stored', async (_, sql) => {
    const { file, open, embedder } = await built();
    const database = new Database(file);
    database.exec(sql);
    database.close();
    const reader = open();
    onTestFinished(() => reader.close());
    const vector = await embedder.embedQuery('会议');
    const search = async () => {
      const hits = await reader.searchVectors(vector, { limit: 5 });
      return reader.passages(hits.map(({ passageId }) => passageId));
    };
    await expect(search()).rejects.toMatchObject({ code: 'index_damaged' });
  });

  it('is verified without complaint when it is well', async () => {
    const reader = (await built()).open();
    onTestFinished(() => reader.close());
    await expect(reader.verify()).resolves.toBeUndefined();
  });

  it('does not bring its old log into the new file', async () => {
    const { file, refresh, open } = await built();
    writeFileSync(`${file}-wal`, 'a log of another file'.repeat(100));
    writeFileSync(file, 'x'.repeat(9_000));
    await refresh({ rebuild: true });
    const reader = open();
    expect(await reader.documents()).toHaveLength(2);
    await reader.close();
  });

  it('of zero bytes counts as none, and is built by the next refresh', async () => {
    const { file, refresh, open } = await built();
    truncateSync(file, 0);
    const reader = open();
    onTestFinished(() => reader.close());
    expect(await reader.state()).toBeNull();
    await expect(reader.generation()).rejects.toMatchObject({ code: 'index_missing' });
    await refresh();
    expect(await reader.generation()).toBe(1);
  });
});

describe('a folder that cannot hold an index', () => {
  it('is told, with the lock as the thing to delete when that is damaged', async () => {
    const { folder, refresh } = await built();
    writeFileSync(join(folder, 'writer.lock'), 'no lock'.repeat(900));
    await expect(refresh()).rejects.toMatchObject({
      code: 'index_damaged',
      hint: expect.stringMatching(/^Delete .*writer\.lock/u),
    });
  });

  it('is told when it is a file, or below one', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'no folder');
    for (const folder of [file, join(file, 'below')]) {
      const { open, refresh, source } = setUpIndex(folder);
      source.put('a.txt', MEETING);
      expect(await open().state()).toBeNull();
      await expect(refresh()).rejects.toMatchObject({
        code: 'index_unwritable',
        hint: expect.stringContaining('INDEX_DIR'),
      });
    }
  });
});

describe('an index of another version', () => {
  function setVersion(file: string, version: number) {
    const database = new Database(file);
    database.pragma(`user_version = ${version}`);
    database.close();
  }

  it('is left alone when it is newer', async () => {
    const { file, open, refresh } = await built();
    const { version } = indexDatabase(dirname(file));
    setVersion(file, 99);
    const failure = { code: 'index_too_new', hint: expect.stringContaining('INDEX_DIR') };
    await expect(open().generation()).rejects.toMatchObject(failure);
    await expect(refresh()).rejects.toMatchObject(failure);
    await expect(refresh({ rebuild: true })).rejects.toMatchObject(failure);
    setVersion(file, version);
    const reader = open();
    expect(await reader.documents()).toHaveLength(2);
    await reader.close();
  });

  it('is replaced by a writer when it is older', async () => {
    const { file } = await built();
    const version = indexDatabase(dirname(file)).version + 1;
    const options = { file, version, schema: 'CREATE TABLE anew (x)' };
    const database = openDatabaseForWriting(options);
    expect(database.pragma('user_version', { simple: true })).toBe(version);
    database.close();
  });
});

describe('a folder that may not be written', () => {
  it('serves its index, and says what to do when a refresh is due', async () => {
    const { folder, open, refresh } = await built();
    await withoutWriting(folder, async () => {
      const reader = open();
      expect(await reader.searchWords(['主持'], { limit: 1 })).toHaveLength(1);
      expect(await reader.searchVectors(hashVector('主持'), { limit: 1 })).toHaveLength(1);
      await reader.close();
      const failure = { code: 'index_unwritable', hint: expect.stringContaining('INDEX_DIR') };
      await expect(refresh()).rejects.toMatchObject(failure);
    });
  });

  it('serves an index that a server was reading when it was written', async () => {
    const { folder, file, open, refresh } = await built();
    const reader = open();
    onTestFinished(() => reader.close());
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    await reader.generation();
    database.close();
    await refresh({ rebuild: true });
    const copy = temporaryFolder();
    for (const name of ['index.sqlite', 'index.sqlite-wal', 'index.sqlite-shm']) {
      if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
    }
    const copied = setUpIndex(copy).open();
    await withoutWriting(copy, async () => {
      expect(await copied.documents()).toHaveLength(2);
      await copied.close();
    });
  });

  it('serves a lone database that expects a log beside it', async () => {
    const { folder, file, open } = await built();
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.close();
    for (const name of readdirSync(folder)) {
      if (name !== 'index.sqlite') rmSync(join(folder, name));
    }
    await withoutWriting(folder, async () => {
      const reader = open();
      expect(await reader.documents()).toHaveLength(2);
      await reader.close();
    });
  });

  it('cannot take a first index', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'below'));
    const { refresh, source } = setUpIndex(join(folder, 'below', 'index'));
    source.put('a.txt', MEETING);
    await withoutWriting(join(folder, 'below'), async () => {
      await expect(refresh()).rejects.toMatchObject({ code: 'index_unwritable' });
    });
  });
});

describe('an error below the store', () => {
  it('is a full disk when the database cannot grow', () => {
    const database = new Database(':memory:');
    database.pragma('max_page_count = 2');
    let caught: unknown;
    try {
      database.exec('CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x)');
    } catch (error) {
      caught = translateSqliteError(error, 'index.sqlite');
    }
    expect(caught).toMatchObject({ code: 'disk_full', hint: expect.stringContaining('INDEX_DIR') });
  });

  it('is a native module when the addon does not load', () => {
    const wrongNode = Object.assign(new Error('was compiled against another Node'), {
      code: 'ERR_DLOPEN_FAILED',
    });
    const notBuilt = new Error('Could not locate the bindings file. Tried: …');
    for (const error of [wrongNode, notBuilt]) {
      expect(translateSqliteError(error, 'index.sqlite')).toMatchObject({ code: 'native_module' });
    }
  });

  it('stays what it is when it is a fault of ours', () => {
    const fault = new TypeError('x is not a function');
    expect(translateSqliteError(fault, 'index.sqlite')).toBe(fault);
  });
});
