import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { assertModelFiles } from '../../src/models/assert-model-files.js';
import { createBuiltinModels } from '../../src/models/builtin-models.js';
import { readModelManifest } from '../../src/models/model-manifest.js';
import { verifyModelFiles } from '../../src/models/verify-model-files.js';

const shipped = 'data/models';
const folder = mkdtempSync(join(tmpdir(), 'models-'));
const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

afterAll(() => rmSync(folder, { recursive: true }));

function writeFolder(name: string, files: Record<string, string>, manifest: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  writeFileSync(join(path, 'manifest.json'), manifest);
  return path;
}

const entry = { sha256: sha256OfAbc, bytes: 3 };

describe('verifyModelFiles', () => {
  test('finds the files that are shipped well', async () => {
    const checks = await verifyModelFiles(shipped);
    expect(checks.map(({ path }) => path).sort()).toEqual([
      'e5-small-zh-en/model.onnx',
      'e5-small-zh-en/tokenizer.json',
      'reader-zh-en/model.onnx',
    ]);
    expect(new Set(checks.map(({ state }) => state))).toEqual(new Set(['well']));
  });

  test('tells a file that was altered at the same length, and one that is missing', async () => {
    const manifest = JSON.stringify({ a: entry, b: entry, c: entry });
    const models = writeFolder('altered', { a: 'abc', b: 'abd' }, manifest);
    expect(await verifyModelFiles(models)).toEqual([
      { path: 'a', state: 'well' },
      { path: 'b', state: 'altered' },
      { path: 'c', state: 'missing' },
    ]);
  });

  test.each(['', '{', '[1]', 'null', '{"a":{"sha256":"x","bytes":3}}'])(
    'does not take %j for a manifest',
    async (text) => {
      const models = writeFolder(`manifest-${text.length}`, {}, text);
      await expect(verifyModelFiles(models)).rejects.toMatchObject({ code: 'model_altered' });
    },
  );
});

describe('assertModelFiles', () => {
  test('tells a missing file and one of another length apart, with the mend', () => {
    const models = writeFolder(
      'short',
      { a: 'ab', b: 'abc' },
      JSON.stringify({ a: entry, b: entry }),
    );
    const manifest = readModelManifest(models);
    expect(() => assertModelFiles(models, manifest, ['b'])).not.toThrow();
    expect(() => assertModelFiles(models, manifest, ['a'])).toThrow(
      expect.objectContaining({
        code: 'model_altered',
        hint: expect.stringContaining('MODELS_DIR'),
      }),
    );
    expect(() => assertModelFiles(models, manifest, ['c'])).toThrow(
      expect.objectContaining({
        code: 'model_missing',
        hint: expect.stringContaining('git checkout'),
      }),
    );
  });
});

describe('createBuiltinModels', () => {
  const normalize = (text: string): string => text;

  test('tells at once when the folder has no models', () => {
    const modelsFolder = join(folder, 'nowhere');
    expect(() => createBuiltinModels({ modelsFolder, normalize })).toThrow(
      expect.objectContaining({ code: 'model_missing' }),
    );
  });

  test('tells the first call which file is missing', async () => {
    const modelsFolder = writeFolder('empty', {}, '{}');
    const models = createBuiltinModels({ modelsFolder, normalize });
    models.embedder.warm();
    await expect(models.embedder.embedQuery('谁')).rejects.toMatchObject({
      code: 'model_missing',
      message: expect.stringContaining('tokenizer.json'),
    });
    await models.close();
  });
});
