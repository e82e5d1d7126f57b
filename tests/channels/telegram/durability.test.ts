import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobQueue } from '../../../src/domain/job-queue.js';
import { longAnswer } from '../../support/long-answer.js';
import type { TelegramServer } from '../../support/telegram-server.js';
import { echo } from '../../support/telegram-settings.js';
import {
  type TelegramSetupOptions,
  telegramSetup,
  wrapQueue,
} from '../../support/telegram-setup.js';

const CHILD = fileURLToPath(new URL('../../support/telegram-bot-in-child.ts', import.meta.url));

describe('accepted questions', () => {
  it('are answered in order inside a chat', async () => {
    const { server, start } = await telegramSetup();
    await start();
    const chat = server.privateChat();
    for (let number = 1; number <= 6; number += 1) server.userSays(chat, `问题${number}？`);
    await server.waitFor(() => server.botMessages(chat)[5]?.text.startsWith('答：'));
    expect(firstLines(server, chat)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `答：问题${n}？[1]`));
  });

  it('do not wait for a slow answer in another chat', async () => {
    const { server, start } = await telegramSetup({
      answer: (question) => (question.question === '慢？' ? new Promise(() => {}) : echo(question)),
      bot: { graceMs: 0 },
    });
    await start();
    const [slow, quick] = [server.privateChat(), server.privateChat()];
    server.userSays(slow, '慢？');
    server.userSays(slow, '后面的？');
    server.userSays(quick, '快？');
    await server.waitFor(() => server.botMessages(quick)[0]?.text.startsWith('答：快'));
    expect(server.botMessages(slow)[0]?.text).toBe('正在查找报告……');
  });

  it('keep to the global limit', async () => {
    const gates: (() => void)[] = [];
    const { server, app, start } = await telegramSetup({
      settings: { parallelAnswers: 2 },
      answer: (question) =>
        new Promise((resolve) => {
          gates.push(() => resolve(echo(question)));
        }),
    });
    await start();
    const chats = [1, 2, 3].map(() => server.privateChat());
    for (const chat of chats) server.userSays(chat, '问题？');
    await server.waitFor(() => gates.length === 2);
    await server.waitFor(() => server.pendingUpdates().length === 0);
    expect(app.asked).toHaveLength(2);
    for (const open of gates.splice(0)) open();
    await server.waitFor(() => gates.length === 1);
    gates[0]?.();
    for (const chat of chats) {
      await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    }
  });

  it('are refused politely when too many wait in a chat, and stay refused when they come again', async () => {
    let open: () => void = () => {};
    const { server, app, start } = await telegramSetup({
      settings: { waitingPerChat: 2 },
      answer: async (question) => {
        if (question.question === '问题1？') {
          await new Promise<void>((resolve) => {
            open = resolve;
          });
        }
        return echo(question);
      },
    });
    const first = await start();
    const chat = server.privateChat();
    for (const number of [1, 2, 3]) server.userSays(chat, `问题${number}？`);
    await server.waitFor(() =>
      server.botMessages(chat).some(({ text }) => text.includes('没有收下')),
    );
    await server.waitFor(() => app.asked.length === 1);
    open();
    await server.waitFor(() =>
      server.botMessages(chat).some(({ text }) => text.startsWith('答：问题2')),
    );
    await first.stop();
    await start();
    const refused = server.messages(chat).find(({ text }) => text === '问题3？');
    server.repeatUpdate({ update_id: 1002, message: refused?.message } as never, chat);
    server.userSays(chat, '问题4？');
    await server.waitFor(() =>
      server.botMessages(chat).some(({ text }) => text.startsWith('答：问题4')),
    );
    expect(app.asked.map(({ question }) => question.question)).not.toContain('问题3？');
  });

  it('are answered once when Telegram delivers them again, after a restart too', async () => {
    const { server, app, start } = await telegramSetup();
    const first = await start();
    const chat = server.privateChat();
    const message = server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    const again = { update_id: 1000, message } as never;
    server.repeatUpdate(again, chat);
    await first.stop();
    await start();
    server.repeatUpdate(again, chat);
    server.userSays(chat, '下一个？');
    await server.waitFor(() => server.botMessages(chat)[1]?.text.startsWith('答：下一个'));
    expect(app.asked).toHaveLength(2);
  });

  it('that are under way at a stop are finished first', async () => {
    const { server, start } = await telegramSetup({
      answer: async (question) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return echo(question);
      },
    });
    const { stop } = await start();
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat).length === 1);
    await stop();
    expect(server.botMessages(chat)[0]?.text.startsWith('答：')).toBe(true);
    expect(server.pendingUpdates()).toEqual([]);
  });

  it('that take too long at a stop are broken off and answered after the next start', async () => {
    let patience = false;
    const { server, start } = await telegramSetup({
      answer: (question, { signal }) =>
        patience
          ? echo(question)
          : new Promise((_, reject) => {
              signal?.addEventListener('abort', () => reject(new Error('aborted')));
            }),
      bot: { graceMs: 50 },
    });
    const { stop } = await start();
    const chat = server.privateChat();
    server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat).length === 1);
    await stop();
    patience = true;
    await start();
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)).toHaveLength(1);
  });
});

/** A process that dies at one point of a question's way: from then on nothing that it does has any effect. */
async function dieAt(
  point: (calls: { progress: number; finish: number }) => boolean,
  options: TelegramSetupOptions = {},
) {
  const setup = await telegramSetup({ ...options, bot: { graceMs: 0 } });
  const calls = { progress: 0, finish: 0 };
  let died: () => void = () => {};
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  let dead = false;
  const live = async <T>(work: () => Promise<T>): Promise<T> => {
    if (point(calls)) {
      dead = true;
      died();
    }
    return dead ? new Promise<T>(() => {}) : work();
  };
  const wrapJobs = (jobs: JobQueue): JobQueue =>
    wrapQueue(jobs, {
      saveProgress(id, progress) {
        calls.progress += 1;
        return live(() => jobs.saveProgress(id, progress));
      },
      finish(id) {
        calls.finish += 1;
        return live(() => jobs.finish(id));
      },
    });
  const first = await setup.start({ wrapJobs });
  const chat = setup.server.privateChat();
  setup.server.userSays(chat, '问题？');
  await death;
  await first.stop();
  await setup.start();
  await setup.server.waitFor(() => setup.server.botMessages(chat).at(-1)?.keyboard);
  return { ...setup, chat };
}

describe('a kill', () => {
  it.each([
    ['after the placeholder was sent and before its id is kept', 1, 2],
    ['when the answer is made and not yet shown', 2, 1],
  ])('%s leaves one answer', async (_, progress, messages) => {
    const { server, app, chat } = await dieAt((calls) => calls.progress === progress);
    const texts = server.botMessages(chat).map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('答：'))).toHaveLength(1);
    expect(texts).toHaveLength(messages);
    expect(app.asked.length).toBe(progress);
  });

  it('between the last edit and the end of the job asks nothing and says nothing again', async () => {
    const { server, app, chat } = await dieAt((calls) => calls.finish === 1);
    expect(app.asked).toHaveLength(1);
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  it('between the parts of a long answer repeats one of them at most', async () => {
    const options = { answer: () => longAnswer({ sentences: 250 }) };
    const whole = await dieAt((calls) => calls.finish === 1, options);
    const parts = whole.server.botMessages(whole.chat).length;
    const { server, app, chat } = await dieAt((calls) => calls.progress === 4, options);
    expect(app.asked).toHaveLength(1);
    const texts = server.botMessages(chat).map(({ text }) => text);
    expect(texts.length).toBeLessThanOrEqual(parts + 1);
    expect(new Set(texts).size).toBe(parts);
  });

  it('-9 of the process loses no question and answers none twice', async () => {
    const { server, app, folder, start } = await telegramSetup();
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', CHILD, folder, server.url, server.token, '3600000'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    const chats = [1, 2, 3].map(() => server.privateChat());
    for (const chat of chats) server.userSays(chat, `问题${chat.id}？`);
    for (const chat of chats) server.userSays(chat, `追问${chat.id}？`);
    const begun = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const _ of chats) await begun.next();
    await server.waitFor(() => server.pendingUpdates().length === 0, 10_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start();
    for (const chat of chats) {
      await server.waitFor(() => server.botMessages(chat)[1]?.text.startsWith('答：'), 10_000);
      expect(firstLines(server, chat)).toEqual([
        `答：问题${chat.id}？[1]`,
        `答：追问${chat.id}？[1]`,
      ]);
    }
    expect(app.asked).toHaveLength(6);
  });
});

function firstLines(server: TelegramServer, chat: Parameters<TelegramServer['botMessages']>[0]) {
  return server.botMessages(chat).map(({ text }) => text.split('\n')[0]);
}
