import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/domain/app.js';
import { AppError } from '../../../src/domain/app-error.js';
import { sampleDocument, summaryOf } from '../../support/sample-document.js';
import type { TelegramServer } from '../../support/telegram-server.js';
import {
  type TelegramSetupOptions,
  telegramSetup,
  wrapQueue,
} from '../../support/telegram-setup.js';

type Chat = Parameters<TelegramServer['botMessages']>[0];

const ADMIN = 7;
const bytes = Buffer.from('全省稳就业工作推进会召开。');
const last = (server: TelegramServer, chat: Chat) => server.botMessages(chat).at(-1);

async function adminSetup(options: TelegramSetupOptions = {}) {
  const setup = await telegramSetup({ settings: { admins: [ADMIN] }, ...options });
  const chat = setup.server.privateChat(setup.server.addUser({ id: ADMIN }));
  return { ...setup, chat };
}

function tap(server: TelegramServer, chat: Chat, text: string) {
  const message = last(server, chat);
  const button = message?.keyboard?.inline_keyboard.flat().find((one) => one.text.includes(text));
  return server.userTaps(chat, message?.id ?? 0, button?.callback_data ?? '');
}

describe('a report that an administrator sends', () => {
  it('is added, with progress in one message', async () => {
    const { server, app, chat, start } = await adminSetup();
    let go: () => void = () => {};
    app.addReport = async (upload, { onStored, onProgress } = {}) => {
      app.uploaded.push(upload);
      onStored?.(upload.name);
      onProgress?.({ phase: 'embedding', done: 3, total: 12 });
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return [summaryOf(sampleDocument())];
    };
    await start();
    server.userSendsDocument(chat, { name: '会议.txt', bytes });
    await server.waitFor(() => last(server, chat)?.text.includes('3 / 12'));
    go();
    await server.waitFor(() => last(server, chat)?.text.includes('现在可以查这份报告'));
    expect(server.botMessages(chat)).toHaveLength(1);
    expect(app.uploaded).toMatchObject([{ name: '会议.txt', replace: false }]);
    expect(Buffer.from(app.uploaded[0]?.bytes ?? []).equals(bytes)).toBe(true);
    expect(server.violations).toEqual([]);
  });

  it.each([
    ['of another kind', { name: 'report.pdf', bytes }, '.txt、.md 或 .jsonl'],
    ['that is too large', { name: 'a.txt', bytes, sizeBytes: 3_000_000 }, '最多 1 MB'],
  ])('is refused %s, before it is fetched', async (_, file, text) => {
    const { server, app, chat, start } = await adminSetup();
    await start();
    server.userSendsDocument(chat, file);
    await server.waitFor(() => last(server, chat)?.text.includes(text));
    expect(server.callsOf('getFile')).toEqual([]);
    expect(app.uploaded).toEqual([]);
  });

  it('is refused when it is larger than Telegram said', async () => {
    const { server, app, chat, start } = await adminSetup({
      settings: { admins: [ADMIN], maxReportBytes: 10 },
    });
    await start();
    server.userSendsDocument(chat, { name: 'a.txt', bytes, sizeBytes: 5 });
    await server.waitFor(() => last(server, chat)?.text.includes('MAX_REPORT_MB'));
    expect(app.uploaded).toEqual([]);
  });

  it('of an existing name is put in its place after a tap, even after a restart', async () => {
    const { server, app, chat, start } = await adminSetup();
    const add: App['addReport'] = app.addReport.bind(app);
    app.addReport = async (upload, options) => {
      if (upload.replace === true) return add(upload, options);
      throw new AppError('There is one.', { code: 'report_exists', hint: 'Replace it.' });
    };
    const first = await start();
    server.userSendsDocument(chat, { name: 'a.txt', bytes });
    await server.waitFor(() => last(server, chat)?.text.includes('要替换吗'));
    await first.stop();
    await start();
    tap(server, chat, '替换');
    await server.waitFor(() => last(server, chat)?.text.includes('现在可以查这份报告'));
    expect(app.uploaded).toMatchObject([{ name: 'a.txt', replace: true }]);
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  it('takes the place of another at once with /replace as its caption', async () => {
    const { server, app, chat, start } = await adminSetup();
    await start();
    server.userSendsDocument(chat, { name: 'a.txt', bytes, caption: '/replace' });
    await server.waitFor(() => last(server, chat)?.text.includes('现在可以查这份报告'));
    expect(app.uploaded[0]?.replace).toBe(true);
  });

  it('tells the mend when the file cannot become a report', async () => {
    const { server, app, chat, start } = await adminSetup();
    app.addReport = async () => {
      throw new AppError('a.txt is not text.', {
        code: 'file_undecodable',
        hint: 'Save it as UTF-8.',
      });
    };
    await start();
    server.userSendsDocument(chat, { name: 'a.txt', bytes });
    await server.waitFor(() => last(server, chat)?.text.includes('Save it as UTF-8.'));
  });

  it('is added after a kill, and is not in its own way then', async () => {
    const { server, app, chat, start } = await adminSetup({ bot: { graceMs: 0 } });
    let died: () => void = () => {};
    const death = new Promise<void>((resolve) => {
      died = resolve;
    });
    const first = await start({
      wrapJobs: (jobs) =>
        wrapQueue(jobs, {
          finish: () => {
            died();
            return new Promise(() => {});
          },
        }),
    });
    server.userSendsDocument(chat, { name: 'a.txt', bytes });
    await death;
    await first.stop();
    await start();
    await server.waitFor(() => app.uploaded.length === 2);
    expect(app.uploaded[1]?.replace).toBe(true);
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  it('is not taken from others', async () => {
    const { server, app, start } = await adminSetup();
    await start();
    const chat = server.privateChat();
    server.userSendsDocument(chat, { name: 'a.txt', bytes });
    await server.waitFor(() => last(server, chat)?.text.includes('管理员'));
    expect(app.uploaded).toEqual([]);
  });
});

describe('an administrator', () => {
  it('sees figures', async () => {
    const { server, chat, start } = await adminSetup();
    await start();
    server.userSays(chat, '/stats');
    await server.waitFor(() => last(server, chat)?.text.includes('等待回答的问题: 0'));
    expect(last(server, chat)?.text).toContain('48 / 48');
  });

  it('has changed reports read again, and is told what could not be read', async () => {
    const { server, app, chat, start } = await adminSetup();
    const refresh = app.refresh.bind(app);
    app.refresh = async (options) => ({
      ...(await refresh(options)),
      changed: true,
      problems: [
        { file: 'b.txt', message: 'does not decode', hint: 'Save it.', severity: 'error' as const },
      ],
    });
    await start();
    server.userSays(chat, '/reindex');
    await server.waitFor(() => last(server, chat)?.text.startsWith('索引已更新'));
    expect(last(server, chat)?.text).toContain('b.txt: does not decode');
    expect(app.refreshed).toHaveLength(1);
  });

  it('is told when the changed reports answer worse, and which questions fell', async () => {
    const { server, app, chat, start } = await adminSetup();
    const refresh = app.refresh.bind(app);
    app.refresh = async (options) => {
      options?.onProgress?.({ phase: 'checking', done: 3, total: 200 });
      return {
        ...(await refresh(options)),
        gate: {
          ...{ stage: 'words', before: 98, now: 90.5, questions: 200, fallen: 7, kept: true },
          fell: [{ id: 'q-1', file: 'report.jsonl', question: '谁主持会议？' }],
        },
      };
    };
    await start();
    server.userSays(chat, '/reindex');
    await server.waitFor(() => last(server, chat)?.text.startsWith('索引保持原样'));
    expect(last(server, chat)?.text).toContain('新索引答对 90.5%，旧索引答对 98.0%');
    expect(last(server, chat)?.text).toMatch(/• 谁主持会议？\n…$/u);
    expect(app.refreshed[0]?.gate).toEqual({ retry: true });
  });

  it('removes a report after a second question', async () => {
    const { server, app, chat, start } = await adminSetup();
    const removed: string[] = [];
    app.removeReport = async (id) => void removed.push(id);
    await start();
    server.userSays(chat, '/remove');
    await server.waitFor(() => last(server, chat)?.keyboard);
    tap(server, chat, '全省');
    await server.waitFor(() => last(server, chat)?.text.startsWith('删除《'));
    expect(removed).toEqual([]);
    tap(server, chat, '删除');
    await server.waitFor(() => last(server, chat)?.text.startsWith('已删除'));
    expect(removed).toEqual(['employment-meeting']);
  });

  it('may think better of it', async () => {
    const { server, app, chat, start } = await adminSetup();
    app.removeReport = async () => {
      throw new Error('removed');
    };
    await start();
    server.userSays(chat, '/remove 全省稳就业');
    await server.waitFor(() => last(server, chat)?.text.startsWith('删除《'));
    tap(server, chat, '取消');
    await server.waitFor(() => last(server, chat)?.text === '没有改动。');
  });

  it('does it in private chats only, and others cannot tap his buttons', async () => {
    const { server, app, chat, start } = await adminSetup();
    app.removeReport = async () => {
      throw new Error('removed');
    };
    await start();
    const group = server.groupChat();
    const from = server.addUser({ id: ADMIN });
    server.userSays(group, '/stats@report_qa_bot', { from });
    await server.waitFor(() => last(server, group)?.text.includes('私聊'));
    server.userSays(chat, '/remove 全省稳就业');
    await server.waitFor(() => last(server, chat)?.keyboard);
    const message = last(server, chat);
    const data = message?.keyboard?.inline_keyboard[0]?.[0]?.callback_data ?? '';
    const query = server.userTaps(chat, message?.id ?? 0, data, server.addUser());
    await server.waitFor(() => query.answer?.text.includes('管理员'));
  });
});
