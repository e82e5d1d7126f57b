/** The whole program, with its threads and models, where a changed report is answered worse. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import type { App, IndexReport } from '../src/domain/app.js';
import { temporaryFolder } from './support/temporary-folder.js';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const MEETING = '5月6日，稳就业工作推进会在济南召开。林武出席会议并讲话。\n\n蓝佛安主持会议。';
const BROKEN = '本页暂时无法显示。\n\n请稍后再试。';

const QUESTIONS = [
  {
    ...{ id: 'host', question: '谁主持会议？', answerable: true },
    ...{ must: [['蓝佛安']], support: ['蓝佛安主持会议。'] },
  },
  {
    ...{ id: 'place', question: '稳就业工作推进会在哪里召开？', answerable: true },
    ...{ must: [['济南']], support: ['5月6日，稳就业工作推进会在济南召开。'] },
  },
  { id: 'weather', question: '明天天气怎么样？', answerable: false },
];

async function setUp(env: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const [reports, evaluation] = [join(folder, 'reports'), join(folder, 'eval')];
  for (const path of [reports, evaluation]) mkdirSync(path);
  const write = (text: string) => writeFileSync(join(reports, 'meeting.txt'), text);
  const lines = QUESTIONS.map((line) => JSON.stringify(line)).join('\n');
  writeFileSync(join(evaluation, 'meeting.jsonl'), lines);
  const config = readConfig({
    env: {
      ...{ REPORTS_DIR: reports, EVAL_DIR: evaluation, INDEX_DIR: join(folder, 'index') },
      ...{ STATE_DIR: join(folder, 'state'), MODELS_DIR: '', READER: 'off', DATABASE_URL: '' },
      ...{ ANSWERS: 'extractive', EMBEDDINGS: 'builtin', INDEX_GATE: '', REFUSAL_THRESHOLD: '' },
      ...env,
    },
    cwd: folder,
    projectFolder,
  });
  write(MEETING);
  const app = await openApp(config);
  onTestFinished(() => app.close());
  return { app, write };
}

const gate = { retry: true };
const question = { question: '谁主持会议？' };

async function untilReport(app: App, matches: (report: IndexReport) => boolean) {
  const reports: IndexReport[] = [];
  let stop: () => Promise<void> = async () => {};
  await new Promise<void>((resolve, reject) => {
    stop = app.keepFresh({
      onReport(report) {
        reports.push(report);
        if (matches(report)) resolve();
      },
      onError: reject,
    });
  });
  return { reports, stop };
}

it('keeps the old index, which answers; asking builds the new one without a gate', async () => {
  const { app, write } = await setUp();
  const phases = new Set<string>();
  const onProgress = ({ phase }: { readonly phase: string }) => phases.add(phase);
  expect(await app.refresh({ gate, onProgress })).toMatchObject({ generation: 1, gate: null });
  expect(phases).toContain('checking');
  write(BROKEN);
  const refused = await app.refresh({ gate });
  expect(refused).toMatchObject({ generation: 1, changed: false, gate: { kept: true } });
  expect(refused.gate?.fell[0]).toMatchObject({ file: 'meeting.jsonl' });
  const old = await app.ask(question, { refresh: 'behind' });
  expect(old.answer).toContain('蓝佛安');
  const fresh = await app.ask(question);
  expect(fresh).toMatchObject({ status: 'not_found', generation: 2 });
}, 60_000);

it('is refused once by a server, which then leaves it alone, and by each `index`', async () => {
  const { app, write } = await setUp();
  await app.refresh({ gate });
  write(BROKEN);
  const { reports, stop } = await untilReport(app, (report) => report.gate !== null);
  expect(reports.map(({ generation }) => generation)).toEqual([1]);
  await stop();
  // Nothing tells of an index that is left alone; a later change is built all the same.
  const next = untilReport(app, (report) => report.generation === 2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await app.refresh({ gate })).gate).not.toBeNull();
  write(`${MEETING}\n\n各市设分会场。`);
  const after = await next;
  await after.stop();
  expect(after.reports).toMatchObject([{ generation: 2, gate: null }]);
}, 60_000);

it('asks nothing with INDEX_GATE=off, or without questions about the reports', async () => {
  const { app, write } = await setUp({ INDEX_GATE: 'off' });
  await app.refresh({ gate });
  write(BROKEN);
  expect(await app.refresh({ gate })).toMatchObject({ generation: 2, gate: null });
  const other = await setUp({ EVAL_DIR: temporaryFolder() });
  await other.app.refresh({ gate });
  other.write(BROKEN);
  const phases = new Set<string>();
  const report = await other.app.refresh({ gate, onProgress: ({ phase }) => phases.add(phase) });
  expect(report).toMatchObject({ generation: 2, gate: null });
  expect(phases).not.toContain('checking');
}, 60_000);
