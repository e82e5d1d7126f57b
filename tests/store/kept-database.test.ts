import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KeptDatabase } from '../../src/store/kept-database.js';
import { blobToVector, vectorToBlob } from '../../src/store/vector-blob.js';
import { hashVector } from '../support/hash-embedder.js';
import { setUpIndex } from '../support/index-setup.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function open(folder: string) {
  const kept = new KeptDatabase(folder);
  onTestFinished(() => kept.close());
  return kept;
}

const vector = Float32Array.of(0.6, 0.8);

describe('KeptDatabase', () => {
  it('counts what was asked for over all readers and starts, the most asked first', () => {
    const folder = temporaryFolder();
    const [one, other] = [open(folder), open(folder)];
    expect(one.mostAsked(5)).toEqual([]);
    one.noteAsked(['b', 'c']);
    other.noteAsked(['c', 'a']);
    other.noteAsked([]);
    one.close();
    other.noteAsked(['c']);
    expect(one.mostAsked(5)).toEqual(['c', 'a', 'b']);
    expect(open(folder).mostAsked(2)).toEqual(['c', 'a']);
  });

  it('keeps vectors by model and hash, the first of each', () => {
    const folder = temporaryFolder();
    const [one, other] = [open(folder), open(folder)];
    one.keepVectors('m', new Map([['h', vector]]));
    other.keepVectors('m', new Map([['h', Float32Array.of(1, 0)]]));
    other.keepVectors('n', new Map([['i', Float32Array.of(1, 0, 0)]]));
    one.close();
    const read = open(folder).readVectors('m', ['h', 'i', 'h']);
    expect([...read.keys()]).toEqual(['h']);
    expect(blobToVector(read.get('h') ?? Buffer.of(), 'kept')).toEqual(vector);
    expect(one.readVectors('n', ['h', 'i']).get('i')).toEqual(
      vectorToBlob(Float32Array.of(1, 0, 0)),
    );
  });

  it('forgets the oldest vectors of very many', () => {
    const kept = open(temporaryFolder());
    const many = (from: number, count: number) =>
      new Map(Array.from({ length: count }, (_, index) => [`${from + index}`, vector]));
    kept.keepVectors('m', many(0, 50_000));
    expect(kept.readVectors('m', ['0']).size).toBe(1);
    // Looked at after each thousand only.
    kept.keepVectors('m', many(50_000, 999));
    expect(kept.readVectors('m', ['0']).size).toBe(1);
    kept.keepVectors('m', many(50_999, 1));
    const read = kept.readVectors('m', ['0', '999', '1000', '50999']);
    expect([...read.keys()]).toEqual(['1000', '50999']);
  });

  it('is as if it held nothing where there is no folder for it', () => {
    const kept = open(join(temporaryFolder(), 'none'));
    kept.noteAsked(['a']);
    kept.keepVectors('m', new Map([['h', vector]]));
    expect(kept.mostAsked(3)).toEqual([]);
    expect(kept.readVectors('m', ['h']).size).toBe(0);
  });

  it('begins anew once its file was found damaged', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'kept.sqlite');
    const first = open(folder);
    first.keepVectors('m', new Map([['h', vector]]));
    first.close();
    writeFileSync(file, 'no database'.repeat(500));
    const kept = open(folder);
    expect(kept.readVectors('m', ['h']).size).toBe(0);
    kept.keepVectors('m', new Map([['i', vector]]));
    expect(kept.readVectors('m', ['i']).size).toBe(1);
  });
});

describe('the kept vectors of an index', () => {
  it('are found by their texts, of its own model only', async () => {
    const { open: openIndex } = setUpIndex(temporaryFolder());
    const index = openIndex();
    onTestFinished(() => index.close());
    await index.keepVectors(new Map([['会议', hashVector('会议')]]));
    expect(await index.keptVectors(['鲸', '会议'])).toEqual(
      new Map([['会议', hashVector('会议')]]),
    );
  });

  it('are not there where what is kept is no unit vector', async () => {
    const folder = temporaryFolder();
    const { open: openIndex } = setUpIndex(folder);
    const index = openIndex();
    onTestFinished(() => index.close());
    await index.keepVectors(new Map([['会议', new Float32Array(64)]]));
    expect((await index.keptVectors(['会议'])).size).toBe(0);
  });
});
