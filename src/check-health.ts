/** What `doctor` tells: each thing that must be well, and what mends it when it is not. */
import { access, constants } from 'node:fs/promises';
import type { Config } from './config.js';
import type { HealthCheck } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { ReportSource } from './domain/report-source.js';
import type { BuiltinModels } from './models/builtin-models.js';
import { verifyModelFiles } from './models/verify-model-files.js';
import { checkFreshness } from './store/index-freshness.js';
import type { SqliteIndex } from './store/sqlite-index.js';
import { contentVersion } from './text/content-version.js';

export interface HealthParts {
  readonly config: Config;
  readonly models: BuiltinModels;
  readonly index: SqliteIndex;
  readonly source: ReportSource;
}

const oldestNode = 20;

/** Runs one check; an error becomes a failed check with the error's own hint. */
async function check(
  name: string,
  run: () => Promise<Omit<HealthCheck, 'name'>>,
): Promise<HealthCheck> {
  try {
    return { name, ...(await run()) };
  } catch (error) {
    return error instanceof AppError
      ? { name, ok: false, detail: error.message, hint: error.hint }
      : {
          name,
          ok: false,
          detail: error instanceof Error ? error.message : String(error),
          hint: 'Run `npm ci` again; set REPORT_QA_DEBUG=1 to see more.',
        };
  }
}

const well = (detail: string) => ({ ok: true, detail, hint: null });

function checkNode(): Promise<Omit<HealthCheck, 'name'>> {
  const major = Number(process.versions.node.split('.')[0]);
  return Promise.resolve(
    major >= oldestNode
      ? well(`Node ${process.versions.node}`)
      : {
          ok: false,
          detail: `Node ${process.versions.node} is too old`,
          hint: `Install Node ${oldestNode} or newer.`,
        },
  );
}

async function checkModelFiles({ config }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const files = await verifyModelFiles(config.modelsFolder);
  const wrong = files.filter(({ state }) => state !== 'well');
  if (wrong.length === 0) return well(`${files.length} files, as they were shipped`);
  return {
    ok: false,
    detail: wrong.map(({ path, state }) => `${path}: ${state}`).join('; '),
    hint: 'Restore them with `git checkout data/models`, or set MODELS_DIR to the folder that holds them.',
  };
}

async function checkEmbedding({ models }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const started = performance.now();
  const vector = await models.embedder.embedQuery('谁主持了会议？');
  const took = (performance.now() - started).toFixed(0);
  return well(`${vector.length} dimensions, first question after ${took} ms`);
}

async function checkReader({ config, models }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  if (!config.reader) return well('switched off (READER=off)');
  const [reading] = await models.reader.read('谁主持会议？', ['省长主持会议。']);
  return reading === undefined
    ? {
        ok: false,
        detail: 'gave no reading',
        hint: 'Restore data/models with `git checkout data/models`.',
      }
    : well('reads');
}

async function checkReports({ config, source }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const { files } = await source.scan();
  return files.length > 0
    ? well(`${files.length} file(s) in ${config.reportsFolder}`)
    : {
        ok: false,
        detail: `no report in ${config.reportsFolder}`,
        hint: 'Put a .txt, .md or .jsonl file there, or set REPORTS_DIR.',
      };
}

async function checkIndex({ index, source }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const state = await index.state();
  const freshness = checkFreshness({ scan: await source.scan(), state, contentVersion });
  if (state === null) {
    return {
      ok: false,
      detail: 'not built yet',
      hint: 'Run `npm run index` (the first `npm run ask` does it too).',
    };
  }
  const status = await index.status();
  const detail = `generation ${status.generation}: ${status.documents} document(s), ${status.passages} passages, ${status.vectors} of ${status.vectorsWanted} vectors`;
  const failed = state.problems.filter((problem) => problem.failed).map(({ path }) => path);
  if (failed.length > 0) {
    return {
      ok: false,
      detail: `${detail}; not in it: ${failed.join(', ')}`,
      hint: 'Run `npm run index` to see what is wrong with each file.',
    };
  }
  return freshness.fresh
    ? well(detail)
    : {
        ok: false,
        detail: `${detail}; stale (${freshness.reason.replaceAll('_', ' ')})`,
        hint: 'Run `npm run index`.',
      };
}

async function checkIndexFolder({ config }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  try {
    await access(config.indexFolder, constants.W_OK);
    return well(config.indexFolder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return well(`${config.indexFolder} (made by the first index)`);
    return {
      ok: false,
      detail: `${config.indexFolder} cannot be written`,
      hint: 'Give write permission, or set INDEX_DIR to another folder.',
    };
  }
}

/** In the order in which they are best mended. */
export async function checkHealth(parts: HealthParts): Promise<HealthCheck[]> {
  return [
    await check('Node', checkNode),
    await check('reports', () => checkReports(parts)),
    await check('model files', () => checkModelFiles(parts)),
    await check('embedding model', () => checkEmbedding(parts)),
    await check('reader model', () => checkReader(parts)),
    await check('index folder', () => checkIndexFolder(parts)),
    await check('index', () => checkIndex(parts)),
  ];
}
