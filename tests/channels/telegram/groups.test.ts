import { describe, expect, it } from 'vitest';
import { telegramSetup } from '../../support/telegram-setup.js';

describe('the bot in a group', () => {
  it('answers /ask@bot, replies to it and mentions, in reply to the question', async () => {
    const { server, app, start } = await telegramSetup();
    await start();
    const group = server.groupChat();
    const asked = server.userSays(group, '/ask@Report_QA_Bot 问题一？');
    await server.waitFor(() => server.botMessages(group)[0]?.text.startsWith('答：问题一'));
    const first = server.botMessages(group)[0];
    expect(first?.replyTo).toBe(asked.message_id);
    server.userSays(group, '问题二？', { replyTo: first?.id ?? 0 });
    server.userSays(group, '@REPORT_qa_bot 问题三？');
    server.userSays(group, '请问 @report_qa_bot');
    await server.waitFor(() => server.botMessages(group)[3]?.text.startsWith('答：'));
    expect(app.asked.map(({ question }) => question.question)).toEqual([
      '问题一？',
      '问题二？',
      '问题三？',
      '请问',
    ]);
    expect(server.violations).toEqual([]);
  });

  it('asks what somebody else wrote when it is called in reply to him', async () => {
    const { server, app, start } = await telegramSetup();
    await start();
    const group = server.groupChat();
    const { message_id: replyTo } = server.userSays(group, '谁主持了会议？');
    server.userSays(group, '/ask@report_qa_bot', { replyTo });
    await server.waitFor(() => server.botMessages(group)[0]?.text.startsWith('答：'));
    expect(app.asked[0]?.question.question).toBe('谁主持了会议？');
  });

  it('is silent about everything else, even where it hears everything', async () => {
    const { server, app, start } = await telegramSetup({ server: { privacy: false } });
    await start();
    const group = server.groupChat();
    server.userSays(group, '谁主持了会议？');
    server.userSays(group, '/ask@other_bot 问题？');
    server.userSays(group, '@other_bot 问题？');
    server.userSays(group, '/unknown@report_qa_bot');
    server.userSays(group, '', { extra: { sticker: { file_id: 's' } }, entities: [] });
    server.userSays(group, '/ask@report_qa_bot 最后一个？');
    await server.waitFor(() => server.botMessages(group)[0]?.text.startsWith('答：'));
    expect(app.asked).toHaveLength(1);
    expect(server.botMessages(group)).toHaveLength(1);
  });

  it('stays in its topic, with a conversation for each', async () => {
    const { server, app, start } = await telegramSetup();
    await start();
    const group = server.supergroupChat({ is_forum: true });
    const topic = server.addTopic(group);
    server.userSays(group, '/ask@report_qa_bot 问题？', { threadId: topic });
    await server.waitFor(() => server.botMessages(group)[0]?.text.startsWith('答：'));
    expect(server.botMessages(group)[0]?.threadId).toBe(topic);
    expect(app.asked[0]?.question.conversationId).toBe(`telegram:${group.id}:${topic}`);
    expect(server.violations).toEqual([]);
  });

  it('does not take the thread of a reply in an ordinary group for a topic', async () => {
    const { server, app, start } = await telegramSetup();
    await start();
    const group = server.supergroupChat();
    server.userSays(group, '/ask@report_qa_bot 问题？', { extra: { message_thread_id: 7 } });
    await server.waitFor(() => server.botMessages(group)[0]?.text.startsWith('答：'));
    expect(app.asked[0]?.question.conversationId).toBe(`telegram:${group.id}`);
  });

  it('forgets the conversation for administrators of the group only', async () => {
    const { server, start } = await telegramSetup();
    await start();
    const group = server.groupChat();
    server.userSays(group, '/new@report_qa_bot');
    await server.waitFor(() => server.botMessages(group)[0]?.text.includes('只有群管理员'));
    server.userSays(group, '/new@report_qa_bot', { extra: { sender_chat: group } });
    await server.waitFor(() => server.botMessages(group)[1]?.text.includes('没有需要忘掉的内容'));
  });

  it('ignores other bots, automatic forwards, edited messages and channel posts', async () => {
    const { server, app, start } = await telegramSetup();
    await start();
    const chat = server.privateChat();
    const message = server.userSays(chat, '问题？');
    await server.waitFor(() => server.botMessages(chat)[0]?.text.startsWith('答：'));
    server.sendUpdate('edited_message', { ...message, text: '改过的问题？' }, chat);
    server.sendUpdate('channel_post', { ...message, from: undefined }, chat);
    server.userSays(chat, '机器人说', { from: server.addUser({ is_bot: true }) });
    server.userSays(chat, '自动转发', { extra: { is_automatic_forward: true } });
    server.userSays(chat, '最后？');
    await server.waitFor(() => server.botMessages(chat)[1]?.text.startsWith('答：最后'));
    expect(app.asked).toHaveLength(2);
  });
});
