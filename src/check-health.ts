/** What `doctor` tells: each thing that must be well, and what mends it when it is not. */
import { existsSync, statSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Parts } from './compose-parts.js';
import type { HealthCheck } from './domain/app.js';
import { AppError } from './domain/app-error.js';
import type { IndexStatus } from './domain/report-index.js';
import { secondsLeft } from './domain/seconds-left.js';
import { MODEL_FILES_HINT } from './models/model-manifest.js';
import { verifyModelFiles } from './models/verify-model-files.js';
import { checkFreshness, isRefused } from './store/index-freshness.js';
import { contentVersion } from './text/content-version.js';

type HealthParts = Pick<Parts, 'config' | 'models' | 'embedder' | 'chat' | 'index' | 'source'>;

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
      ? { name, ok: false, detail: error.message, hint: hintOf(error) }
      : {
          name,
          ok: false,
          detail: error instanceof Error ? error.message : String(error),
          hint: 'Run `npm ci` again; set REPORT_QA_DEBUG=1 to see more.',
        };
  }
}

/** A model's own hint is to run this very command. */
function hintOf({ code, hint }: AppError): string {
  return code === 'model_failed' ? `${MODEL_FILES_HINT} If they are well, run \`npm ci\`.` : hint;
}

const count = (amount: number, one: string): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : `${one}s`}`;

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
  if (wrong.length === 0) return well(`${count(files.length, 'file')}, as they were shipped`);
  return {
    ok: false,
    detail: wrong.map(({ path, state }) => `${path}: ${state}`).join('; '),
    hint: MODEL_FILES_HINT,
  };
}

async function checkEmbedding({
  config,
  embedder,
}: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const { probeEmbedder } = await import('./models/probe-embedder.js');
  const { dimensions, ms } = await probeEmbedder(embedder);
  const { embedding } = config.modelSettings;
  const place =
    embedding === null ? '' : `${embedding.model} at ${new URL(embedding.baseUrl).host}: `;
  return well(`${place}${dimensions} dimensions, the first text after ${ms.toFixed(0)} ms`);
}

/** Asks the model once, with nothing of the reports. */
async function checkChat({ config, chat }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  if (chat === null) return well("none; answers are the reports' own words");
  const { loadPrompts } = await import('./answer/load-prompts.js');
  loadPrompts(config.modelSettings.promptsFolder);
  const { probeChat } = await import('./models/probe-chat.js');
  const timeout = AbortSignal.timeout(config.modelSettings.answerTimeoutMs);
  const { firstTextMs, totalMs, streaming, usage } = await probeChat(chat, timeout);
  const times = `first text after ${firstTextMs.toFixed(0)} ms, ${totalMs.toFixed(0)} ms in all`;
  const told = usage === null ? 'tokens not told' : 'tokens told';
  const how = streaming ? 'streams' : 'does not stream';
  return well(`${chat.name} at ${chat.host} ${how}, ${times}, ${told}`);
}

async function checkReader({ config, models }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  if (!config.reader) return well('switched off (READER=off)');
  const [reading] = await models.reader.read('谁主持会议？', ['省长主持会议。']);
  return reading === undefined
    ? {
        ok: false,
        detail: 'gave no reading',
        hint: MODEL_FILES_HINT,
      }
    : well('reads a sentence');
}

async function checkReports({ config, source }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const { files } = await source.scan();
  return files.length > 0
    ? well(`${count(files.length, 'file')} in ${config.reportsFolder}`)
    : {
        ok: false,
        detail: `no report in ${config.reportsFolder}`,
        hint: 'Put a .txt, .md or .jsonl file there, or set REPORTS_DIR.',
      };
}

async function checkIndex({
  config,
  index,
  source,
}: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  const state = await index.state();
  if (state === null || state.files.length === 0) {
    return {
      ok: false,
      detail: 'not built yet',
      hint: 'Run `npm run index` (the first `npm run ask` does it too).',
    };
  }
  await index.verify();
  const status = await index.status();
  const { generation, documents, passages, vectors, vectorsWanted } = status;
  const holds = `${count(documents, 'document')}, ${count(passages, 'passage')}`;
  const missing = vectors < vectorsWanted ? `${vectors} of ` : '';
  const detail = `generation ${generation}: ${holds}, ${missing}${count(vectorsWanted, 'vector')}${timeLeft(status)}${unglossed(status)}`;
  const scan = await source.scan();
  const freshness = checkFreshness({ scan, state, contentVersion });
  if (!freshness.fresh) {
    const reason = freshness.reason.replaceAll('_', ' ');
    const file = freshness.file === null ? '' : ` ${freshness.file}`;
    return {
      ok: false,
      detail: `${detail}; stale (${reason}${file})`,
      hint: freshness.searchable
        ? 'Questions are answered meanwhile. `npm run index` makes the rest, and so does a server that runs.'
        : isRefused({ scan, state, contentVersion, points: config.indexGate })
          ? 'The changed reports answer fewer questions right, so the index was left as it was. `npm run index` names them.'
          : 'Run `npm run index`.',
    };
  }
  const failed = state.problems.filter((entry) => entry.failed).flatMap(({ problems }) => problems);
  const [first] = failed;
  if (first === undefined) return well(detail);
  return {
    ok: false,
    detail: `${detail}; ${failed.map(({ message }) => message).join(' ')}`,
    hint: failed.length === 1 ? first.hint : 'Run `npm run index` for the mend of each file.',
  };
}

function unglossed({ passagesToGloss }: IndexStatus): string {
  if (passagesToGloss === 0) return '';
  return `, ${count(passagesToGloss, 'passage')} not found by words of the other language yet`;
}

function timeLeft(status: IndexStatus): string {
  const seconds = secondsLeft(status);
  if (seconds === null || status.vectorsPerSecond === null) return '';
  const rate = status.vectorsPerSecond.toFixed(status.vectorsPerSecond < 10 ? 1 : 0);
  return ` (${rate} a second when they were last made: ${Math.ceil(seconds / 60)} min for the rest)`;
}

async function checkIndexFolder({ config }: HealthParts): Promise<Omit<HealthCheck, 'name'>> {
  if (config.database !== null) {
    return well(`in Postgres (DATABASE_URL), schema ${config.database.schema}`);
  }
  const folder = config.indexFolder;
  const existing = nearestExisting(folder);
  try {
    await access(existing, constants.W_OK);
    if (!statSync(existing).isDirectory()) throw new Error(`${existing} is no folder`);
    return well(existing === folder ? folder : `${folder} (made by the first index)`);
  } catch {
    return {
      ok: false,
      detail: `${folder} cannot be ${existing === folder ? 'written' : 'made'}`,
      hint: `Give write permission on ${existing}, or set INDEX_DIR to another folder.`,
    };
  }
}

function nearestExisting(folder: string): string {
  let path = folder;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}

/** In the order in which they are best mended. */
export async function checkHealth(parts: HealthParts): Promise<HealthCheck[]> {
  return [
    await check('Node', checkNode),
    await check('reports', () => checkReports(parts)),
    await check('model files', () => checkModelFiles(parts)),
    await check('embedding model', () => checkEmbedding(parts)),
    await check('reader model', () => checkReader(parts)),
    await check('language model', () => checkChat(parts)),
    await check('index folder', () => checkIndexFolder(parts)),
    await check('index', () => checkIndex(parts)),
  ];
}
