import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/app-error.js';
import { longAnswer } from '../../support/long-answer.js';
import { sampleDocument } from '../../support/sample-document.js';
import { echo } from '../../support/telegram-settings.js';
import { telegramSetup, wrapQueue } from '../../support/telegram-setup.js';

describe('a question in a private chat', () => {
  it('shows typing and a placeholder, and turns the placeholder into the answer', async () => {
    const { server, app, start } = await telegramSetup();
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '谁主持了会议？');
    const [message] = await server.waitFor(
      () =>
        server.botMessages(chat).filter(({ keyboard }) => keyboard !== null).length > 0 &&
        server.botMessages(chat),
    );
    expect(message?.versions[0]?.text).toBe('正在查找报告……');
    expect(message?.text).toContain('答：谁主持了会议？');
    expect(message?.keyboard?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
      '[1]',
      '👍',
      '👎',
    ]);
    expect(server.botMessages(chat)).toHaveLength(1);
    expect(server.chatActions(chat)[0]?.action).toBe('typing');
    expect(app.asked[0]?.question).toMatchObject({ conversationId: `telegram:${chat.id}` });
    expect(app.asked[0]?.options).toMatchObject({
      user: `telegram:${chat.id}`,
      keep: true,
      refresh: 'behind',
    });
    expect(server.violations).toEqual([]);
  });

  it('grows by edits while the answer comes', async () => {
    let go: () => void = () => {};
    const { server, start } = await telegramSetup({
      async answer(question, { onEvent }) {
        onEvent?.({
          type: 'retrieved',
          understoodAs: null,
          language: 'zh-Hans',
          mode: 'extractive',
          passages: 3,
        });
        onEvent?.({ type: 'sentence', claim: { text: '先说一句。', markers: [1] }, citations: [] });
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return echo(question);
      },
    });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '谁主持了会议？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('先说一句。'));
    go();
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)).toHaveLength(1);
  });

  it('grows in a draft where the server has drafts, and sends one message in the end', async () => {
    let go: () => void = () => {};
    const { server, start } = await telegramSetup({
      server: { drafts: true },
      async answer(question, { onEvent }) {
        onEvent?.({ type: 'sentence', claim: { text: '先说一句。', markers: [1] }, citations: [] });
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return echo(question);
      },
    });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '谁主持了会议？');
    await server.waitFor(() => server.drafts(chat).some(({ text }) => text.startsWith('先说')));
    expect(server.botMessages(chat)).toEqual([]);
    go();
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    expect(server.botMessages(chat)).toHaveLength(1);
    expect(new Set(server.drafts(chat).map(({ draftId }) => draftId)).size).toBe(1);
  });

  it('tries drafts once where the server has none', async () => {
    const { server, start } = await telegramSetup();
    await start();
    const chat = server.privateChat();
    for (const text of ['问题一？', '问题二？']) server.userSays(chat, text);
    await server.waitFor(() => server.botMessages(chat)[1]?.text.startsWith('答：问题二'));
    expect(server.callsOf('sendMessageDraft')).toHaveLength(1);
  });

  it('splits a long answer and puts the buttons under its last part', async () => {
    const { server, start } = await telegramSetup({ answer: () => longAnswer({ sentences: 250 }) });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '会议讲了什么？');
    await server.waitFor(() => server.botMessages(chat).at(-1)?.keyboard);
    const messages = server.botMessages(chat);
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.filter(({ keyboard }) => keyboard !== null)).toHaveLength(1);
    expect(Math.max(...messages.map(({ text }) => text.length))).toBeLessThanOrEqual(4096);
    expect(server.violations).toEqual([]);
  });

  it('speaks the language that was chosen, else that of the answer', async () => {
    const { server, app, start } = await telegramSetup({
      answer: (question) => echo(question, { language: 'en' }),
    });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, 'Who chaired the meeting?');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.includes('Sources'));
    expect(server.botMessages(chat)[0]?.versions[0]?.text).toContain('Searching');
    await app.setPreference(`telegram:${chat.id}`, 'language', 'zh-Hant');
    server.userSays(chat, 'Who chaired the meeting?');
    await server.waitFor(() => server.botMessages(chat)[1]?.text.includes('出處'));
  });

  it('names the report of an answer when there are several', async () => {
    const documents = [sampleDocument(), sampleDocument({ id: 'other', title: '另一份报告' })];
    const { server, start } = await telegramSetup({ documents });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '谁主持了会议？');
    await server.waitFor(() =>
      server.botMessages(chat)[0]?.text.includes('《全省稳就业工作推进会召开》'),
    );
  });

  it('says what to do when the question cannot be answered, and nothing of the inside', async () => {
    const secret = 'SECRET-DETAIL';
    const { server, log, start } = await telegramSetup({
      answer: () => {
        throw new AppError(secret, { code: 'question_invalid', hint: secret });
      },
    });
    await start();
    const chat = server.privateChat();
    server.userSays(chat, '。。。。');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.includes('请用一句话提问'));
    expect(JSON.stringify([server.botMessages(chat), log])).not.toContain(secret);
  });

  it('apologises after a few tries of what fails in an unforeseen way', async () => {
    const { server, app, start } = await telegramSetup({
      answer: () => {
        throw new TypeError('unforeseen');
      },
    });
    const quick = { postponed: 0 };
    await start({
      wrapJobs: (jobs) =>
        wrapQueue(jobs, {
          async postpone(id) {
            quick.postponed += 1;
            await jobs.postpone(id, 0);
          },
        }),
    });
    const chat = server.privateChat();
    server.userSays(chat, '谁主持了会议？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('抱歉'));
    expect(app.asked).toHaveLength(3);
    expect(quick.postponed).toBe(2);
    expect(server.botMessages(chat)).toHaveLength(1);
  });
});
