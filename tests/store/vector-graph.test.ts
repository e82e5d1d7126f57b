import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFile, newestGraph, readSoundManifest } from '../../src/store/graph-files.js';
import { VectorGraph } from '../../src/store/vector-graph.js';
import { VectorMatrix } from '../../src/store/vector-matrix.js';
import { hashVector } from '../support/hash-embedder.js';
import { MEETING, setUpIndex, VETERANS } from '../support/index-setup.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DIMENSIONS = 16;

/** Points around a few centres, as the passages of reports are; the same for the same seed. */
function clustered(seed: number, count: number) {
  let state = seed | 1;
  const random = () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
  const centres = Array.from({ length: 8 }, () => Array.from({ length: DIMENSIONS }, random));
  return Array.from({ length: count }, (_, index) => {
    const centre = centres[index % 8] as number[];
    const vector = Float32Array.from(centre, (value) => value + random() * 0.3);
    const norm = Math.hypot(...vector);
    return { id: index + 1, vector: vector.map((value) => value / norm) };
  });
}

function exactly(points: readonly { id: number; vector: Float32Array }[]) {
  const matrix = new VectorMatrix(DIMENSIONS);
  for (const { id, vector } of points) matrix.set(id, vector);
  return matrix;
}

describe('an exact search', () => {
  it('ranks as a plain sort of all cosines does, whatever was added and taken out', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.nat(79)),
        fc.integer({ min: 0, max: 90 }),
        (seed, gone, limit) => {
          const points = clustered(seed, 80);
          const matrix = exactly(points);
          for (const index of gone) matrix.delete(index + 1);
          const query = points[0]?.vector ?? new Float32Array(DIMENSIONS);
          const naive = points
            .filter(({ id }) => !gone.includes(id - 1))
            .map(({ id, vector }) => ({
              id,
              score: vector.reduce((sum, x, i) => sum + x * (query[i] ?? 0), 0),
            }))
            .sort((left, right) => right.score - left.score)
            .slice(0, limit);
          const found = matrix.search(query, limit);
          expect(found).toHaveLength(naive.length);
          found.forEach((hit, rank) => {
            expect(hit.score).toBeCloseTo(naive[rank]?.score ?? 2, 5);
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a graph', () => {
  it('finds nearly all that an exact search finds, and never what was taken out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const points = clustered(seed, 600);
        const graph = await VectorGraph.create(DIMENSIONS, 10);
        await graph.add(points);
        for (let id = 1; id <= 60; id++) graph.delete(id);
        const matrix = exactly(points.slice(60));
        let shared = 0;
        for (const { vector } of points.slice(0, 20)) {
          const truth = new Set(matrix.search(vector, 10).map(({ passageId }) => passageId));
          const found = graph.search(vector, 10);
          expect(found.every(({ passageId }) => passageId > 60)).toBe(true);
          shared += found.filter(({ passageId }) => truth.has(passageId)).length;
        }
        expect(shared / 200).toBeGreaterThan(0.97);
      }),
      { numRuns: 5 },
    );
  });

  it('refuses what would end the process, and more neighbours than it has', async () => {
    const graph = await VectorGraph.create(DIMENSIONS, 1);
    await expect(graph.add([{ id: 1, vector: new Float32Array(3) }])).rejects.toThrow(/vector/u);
    expect(graph.search(new Float32Array(DIMENSIONS).fill(0.25), 5)).toEqual([]);
    await graph.add(clustered(7, 3));
    expect(graph.search(new Float32Array(DIMENSIONS).fill(0.25), 500)).toHaveLength(3);
  });
});

describe('the graph file of an index', () => {
  const fingerprint = 'hash-pairs-1';

  async function indexed(folder: string) {
    const index = setUpIndex(folder, 1);
    index.source.put('a.txt', MEETING).put('b.txt', VETERANS);
    await index.refresh();
    return index;
  }

  it('is written whole, named by generation, and replaced when passages change', async () => {
    const folder = temporaryFolder();
    const { source, refresh } = await indexed(folder);
    const first = newestGraph(folder, fingerprint);
    expect(readSoundManifest(folder, first ?? '', fingerprint)).toMatchObject({
      count: 3,
      generation: 1,
    });
    source.put('c.txt', '一。\n二。\n三。');
    await refresh();
    expect(readdirSync(folder).filter((name) => name.startsWith('graph-'))).toHaveLength(2);
    const second = newestGraph(folder, fingerprint) ?? '';
    expect(readSoundManifest(folder, second, fingerprint)).toMatchObject({
      count: 6,
      generation: 2,
    });
  });

  it.each([
    ['missing', (file: string) => rmSync(file)],
    ['cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 100))],
    [
      'altered',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xff, 200, 240);
        writeFileSync(file, bytes);
      },
    ],
  ])('does without it when it is %s, and mends it with the next refresh', async (_, spoil) => {
    const folder = temporaryFolder();
    const { open, refresh } = await indexed(folder);
    const name = newestGraph(folder, fingerprint) ?? '';
    spoil(graphFile(folder, name));
    const reader = open();
    const hits = await reader.searchVectors(hashVector('退役军人'), { limit: 3 });
    expect(hits).toHaveLength(3);
    await reader.close();
    const report = await refresh();
    expect(report).toMatchObject({ changed: false, embedded: 0 });
    expect(readSoundManifest(folder, name, fingerprint)).not.toBeNull();
  });
});
