import { existsSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bringUpGraph, type GraphOptions } from '../../src/store/bring-up-graph.js';
import {
  type GraphManifest,
  graphFile,
  graphName,
  newestGraph,
  readManifest,
  readSoundManifest,
  writeManifest,
} from '../../src/store/graph-files.js';
import { indexDatabase } from '../../src/store/index-schema.js';
import { StoreConnection } from '../../src/store/store-connection.js';
import { vectorToBlob } from '../../src/store/vector-blob.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const fingerprint = 'circle';
const generation = 3;

/** An index of passages that each have their vector, on a circle. */
function setUp() {
  const folder = temporaryFolder();
  const { file, schema } = indexDatabase(folder);
  const database = new Database(file);
  onTestFinished(() => {
    database.close();
  });
  database.exec(schema);
  database.exec(`INSERT INTO models (id, fingerprint, dimensions) VALUES (1, '${fingerprint}', 2);
    INSERT INTO meta (key, value) VALUES ('generation', '${generation}');
    INSERT INTO documents (key, id, file, sha256, title, damaged, characters, paragraph_count,
      sentence_count, passage_count, structure, text, checksum)
    VALUES (1, 'a', 'a', '', '', 0, 0, 0, 0, 0, '', '', '')`);
  const connection = new StoreConnection(database, file);
  const passage = database.prepare(
    "INSERT INTO passages (document, embedding_hash, start, end, outline, text) VALUES (1, ?, 0, 0, '[]', '')",
  );
  const vector = database.prepare('INSERT INTO vectors (model, hash, vector) VALUES (1, ?, ?)');
  let count = 0;
  const growTo = database.transaction((size: number) => {
    for (; count < size; count += 1) {
      passage.run(`${count}`);
      vector.run(`${count}`, vectorToBlob(Float32Array.of(Math.cos(count), Math.sin(count))));
    }
  });
  const bringUp = (options: Partial<GraphOptions> = {}) =>
    bringUpGraph(connection, {
      ...{ folder, fingerprint, exactLimit: 10, isComplete: false },
      ...options,
    });
  const held = () =>
    readSoundManifest(folder, newestGraph(folder, fingerprint) ?? '', fingerprint)?.count ?? null;
  return { folder, database, growTo, bringUp, held };
}

/** A graph that is only said to hold so many: what is not read, nobody misses. */
function claim(folder: string, count: number, changes: Partial<GraphManifest> = {}) {
  const name = graphName(changes.generation ?? generation, fingerprint);
  writeFileSync(graphFile(folder, name), 'no graph');
  const known = { fingerprint, dimensions: 2, space: 'cosine', generation } as const;
  writeManifest(folder, name, { ...known, format: 1, count, bytes: 8, sha256: 'a', ...changes });
  return name;
}

describe('the graph while vectors are being made', () => {
  it('is not there for few passages, and goes when few are left', async () => {
    const { growTo, bringUp, held, database } = setUp();
    growTo(10);
    await bringUp();
    expect(held()).toBeNull();
    growTo(11);
    await bringUp();
    expect(held()).toBe(11);
    database.exec('DELETE FROM passages WHERE id > 10');
    await bringUp();
    expect(held()).toBeNull();
  });

  it('is written again when more lie beside it than searches compare, and then holds all', async () => {
    const { growTo, bringUp, held } = setUp();
    growTo(12);
    await bringUp();
    growTo(22);
    await bringUp();
    expect(held()).toBe(12);
    growTo(23);
    await bringUp();
    expect(held()).toBe(23);
  });

  it('is read only in the end, and made anew then where it is damaged', async () => {
    const { folder, growTo, bringUp, held } = setUp();
    growTo(30);
    const name = claim(folder, 25);
    await bringUp();
    expect(readManifest(folder, name, fingerprint)?.count).toBe(25);
    await bringUp({ isComplete: true });
    expect(held()).toBe(30);
  });

  it.each([
    ['of another generation', { generation: 2 }],
    ['of another model', { fingerprint: 'other' }],
  ])('is made anew from one %s', async (_, changes) => {
    const { folder, growTo, bringUp, held } = setUp();
    growTo(30);
    claim(folder, 30, changes);
    await bringUp();
    expect(held()).toBe(30);
    expect(existsSync(graphFile(folder, graphName(2, fingerprint)))).toBe(false);
  });

  it('may lack a tenth of many', async () => {
    const { folder, growTo, bringUp } = setUp();
    growTo(21_000);
    const exactLimit = 20_000;
    // Building it is stopped at once: whoever begins to is found out.
    const signal = AbortSignal.abort(new Error('it was built'));
    const begins = async (count: number, isComplete: boolean): Promise<boolean> => {
      claim(folder, count);
      return await bringUp({ exactLimit, isComplete, signal }).then(
        () => false,
        () => true,
      );
    };
    expect(await begins(18_900, false)).toBe(false);
    expect(await begins(18_899, false)).toBe(true);
    // In the end one that is damaged is never enough.
    expect(await begins(21_000, true)).toBe(true);
  });

  it('holds what was taken out no longer than it is a quarter of it', async () => {
    const { growTo, bringUp, held, database } = setUp();
    growTo(40);
    await bringUp();
    database.exec('DELETE FROM passages WHERE id > 30');
    await bringUp({ isComplete: true });
    expect(held()).toBe(40);
    database.exec('DELETE FROM passages WHERE id > 29');
    await bringUp({ isComplete: true });
    expect(held()).toBe(29);
  });
});
