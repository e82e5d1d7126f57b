/** The whole program over a big collection, with its threads and models. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import { temporaryFolder } from './support/temporary-folder.js';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const REPORTS: Readonly<Record<string, string>> = {
  'meeting.txt':
    '5月6日，稳就业工作推进会在济南召开。林武出席会议并讲话。\n\n省长蓝佛安主持会议。会议要求抓好政策落实。',
  'forest.txt': '云岭林业局今年造林三千亩。\n\n局长李山介绍了林长制的情况。',
};
const QUESTIONS = ['谁主持会议？', '云岭林业局今年造林多少亩？', '明天天气怎么样？'];

async function setUp(env: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  const indexFolder = join(folder, 'index');
  mkdirSync(reports);
  for (const [name, text] of Object.entries(REPORTS)) writeFileSync(join(reports, name), text);
  const config = readConfig({
    env: {
      ...{ REPORTS_DIR: reports, INDEX_DIR: indexFolder, STATE_DIR: join(folder, 'state') },
      ...{ MODELS_DIR: '', READER: 'off', DATABASE_URL: '', ANSWERS: 'extractive' },
      ...{ EMBEDDINGS: 'builtin', INDEX_GATE: 'off', REFUSAL_THRESHOLD: '' },
      ...env,
    },
    cwd: folder,
    projectFolder,
  });
  const app = await openApp(config);
  onTestFinished(() => app.close());
  const kept = (): number => {
    const database = new Database(join(indexFolder, 'kept.sqlite'), { readonly: true });
    try {
      return Number(database.prepare('SELECT count(*) FROM kept_vectors').pluck().get());
    } finally {
      database.close();
    }
  };
  return { app, kept };
}

it('is answered as a small one is, and keeps the vectors that a question needed', async () => {
  const [big, small] = [await setUp({ BIG_COLLECTION_MB: '0' }), await setUp()];
  const [inBig, inSmall] = await Promise.all([big.app.refresh(), small.app.refresh()]);
  expect(inBig.status.passages).toBe(inSmall.status.passages);
  expect(inBig.status.sentences).toBe(inSmall.status.sentences);
  // Passages alone, against passages and sentences.
  expect(inBig.status.vectorsWanted).toBe(inBig.status.passages);
  expect(inSmall.status.vectorsWanted).toBe(inSmall.status.passages + inSmall.status.sentences);
  for (const question of QUESTIONS) {
    const [answer, same] = await Promise.all(
      [big, small].map(({ app }) => app.ask({ question }, { refresh: 'behind' })),
    );
    if (answer === undefined || same === undefined) throw new Error('no answer');
    expect([answer.status, answer.answer]).toEqual([same.status, same.answer]);
    expect(answer.citations.map(({ quote }) => quote)).toEqual(
      same.citations.map(({ quote }) => quote),
    );
    expect(answer.notices).toEqual([]);
  }
  const kept = big.kept();
  expect(kept).toBeGreaterThan(0);
  await big.app.ask({ question: '谁主持会议？' }, { refresh: 'behind' });
  expect(big.kept()).toBe(kept);
});
