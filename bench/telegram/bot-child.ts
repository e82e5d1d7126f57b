/**
 * A bot in a process of its own, so that it can be killed: the real bot on the real state store, with answers made up
 * here that take 5 to 50 ms, or `slowMs` when the question says "slow". Its one argument is a `ChildOptions` as JSON.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { createTelegramBot } from '../../src/channels/telegram/create-telegram-bot.js';
import { openConversations } from '../../src/compose-conversations.js';
import type { Answer } from '../../src/domain/answer.js';
import type { App, AskOptions } from '../../src/domain/app.js';
import type { Question } from '../../src/domain/question.js';
import type { ReportIndex } from '../../src/domain/report-index.js';
import { openSqliteState } from '../../src/store/sqlite-state.js';
import { createFakeApp } from '../../tests/support/fake-app.js';
import { sampleAnswer } from '../../tests/support/sample-answer.js';
import { sampleDocument } from '../../tests/support/sample-document.js';
import type { ChildOptions } from './child-options.js';

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const state = openSqliteState({ folder: options.folder });
const document = sampleDocument();
const index = { document: async () => document } as unknown as ReportIndex;

async function ask({ question }: Question, { signal, onEvent }: AskOptions = {}): Promise<Answer> {
  const slow = question.includes('slow');
  const claims = [{ text: `Answer to ${question}.`, markers: [1] }];
  const answer = sampleAnswer({
    id: ulid(),
    question,
    claims,
    answer: `Answer to ${question}.[1]`,
    language: 'en',
  });
  onEvent?.({ type: 'retrieved', understoodAs: null, language: 'en', mode: 'llm', passages: 3 });
  const steps = slow ? 20 : 1;
  const stepMs = slow ? options.slowMs / steps : 5 + Math.random() * 45;
  for (let step = 0; step < steps; step += 1) {
    await sleep(stepMs, undefined, signal === undefined ? {} : { signal });
    onEvent?.({
      type: 'sentence',
      claim: { text: `Step ${step}.`, markers: [1] },
      citations: answer.citations,
    });
  }
  return answer;
}

const app: App = {
  ...createFakeApp({ documents: [document] }),
  ...openConversations({ index, state, ask, now: () => new Date() }),
};
const bot = createTelegramBot({
  app,
  jobs: state.jobs,
  settings: {
    token: options.token,
    apiRoot: options.apiRoot,
    webhook: null,
    admins: [],
    allowed: null,
    questionsPerMinute: 10_000,
    parallelAnswers: 8,
    waitingPerChat: 10,
    publicUrl: null,
    maxReportBytes: 1_000_000,
    retentionDays: 90,
  },
  log: { info: () => {}, warn: () => {}, error: (event, fields) => console.error(event, fields) },
});
process.once('SIGTERM', async () => {
  await bot.stop();
  await state.close();
  process.exit(0);
});
await bot.start();
console.log('ready');
