import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../../src/domain/answer.js';
import { AppError } from '../../../../src/domain/app-error.js';
import { createFakeApp } from '../../../support/fake-app.js';
import { askKey, bothKeys } from '../../../support/http-setup.js';
import {
  chromiumPath,
  openPageBrowser,
  type PageBrowser,
  pageTitle,
} from '../../../support/page-setup.js';
import { sampleAnswer, sampleCitation, sampleRefusal } from '../../../support/sample-answer.js';
import { sampleDocument } from '../../../support/sample-document.js';

/** It points into the text of `sampleDocument`. */
const citation = sampleCitation({
  quote: '林武强调，一是稳就业。',
  highlight: { start: 0, end: 2 },
  paragraph: 1,
  sentence: 2,
  span: { start: 13, end: 24 },
});
const second = sampleCitation({
  marker: 2,
  quote: '会议以电视电话会议形式召开。',
  highlight: null,
  paragraph: 2,
  sentence: 1,
  span: { start: 25, end: 39 },
});
const claims = [
  { text: '林武强调稳就业。', markers: [1] },
  { text: '会议以电视电话会议形式召开。', markers: [2] },
];

function answerTo(question: string, changes: Partial<Answer> = {}): Answer {
  const answer = '林武强调稳就业。[1]\n会议以电视电话会议形式召开。[2]';
  return sampleAnswer({
    question,
    claims,
    answer,
    citations: [citation, second],
    verification: { claims: 2, verified: 2, dropped: [] },
    ...changes,
  });
}

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

describe.skipIf(chromiumPath === null)(pageTitle('the web page'), () => {
  let browser: PageBrowser;

  beforeAll(async () => {
    browser = await openPageBrowser();
  });
  afterEach(() => browser.closePages());
  afterAll(() => browser?.close());

  const answering = () => createFakeApp({ answer: ({ question }) => answerTo(question) });

  it('shows each sentence when it is verified, and its words in the report on a tap', async () => {
    let finish = (): void => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const app = createFakeApp({
      async answer({ question }, { onEvent }) {
        const heard = { understoodAs: '林武强调了什么？', language: 'zh-Hans' } as const;
        onEvent?.({ type: 'retrieved', ...heard, mode: 'llm', passages: 3 });
        onEvent?.({
          type: 'sentence',
          claim: { text: '林武强调稳就业。', markers: [1] },
          citations: [citation],
        });
        await gate;
        return answerTo(question, { understoodAs: heard.understoodAs, notices: ['一条提示。'] });
      },
    });
    const { page, url, faults } = await browser.open({ app });
    await page.getByRole('textbox').fill('他强调了什么？');
    await page.getByRole('button', { name: '提问', exact: true }).click();
    await page.getByText('林武强调稳就业。').waitFor();
    await page.getByText('找到 3 处相关段落').waitFor();
    expect(await page.locator('.answer p').count()).toBe(1);
    expect(await page.locator('.turn').getAttribute('aria-busy')).toBe('true');
    finish();
    await page.getByText('2 句已与原文核对').waitFor();
    await page.getByText('理解为：林武强调了什么？').waitFor();
    await page.getByText('一条提示。').waitFor();
    expect(await page.locator('.answer p').count()).toBe(2);

    await page.locator('.chip').first().click();
    await page.locator('mark.words', { hasText: '林武' }).waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['林武', '强调，一是稳就业。']);
    expect(await page.locator('mark').first().isVisible()).toBe(true);
    expect(page.url()).toBe(`${url}/r/employment-meeting#p1s2`);
    expect(await page.locator('.chip[aria-current]').textContent()).toBe('1');
    expect(faults).toEqual([]);
  });

  it('goes back and forth between the places that were opened', async () => {
    const { page, url, faults } = await browser.open({ app: answering() });
    await page.getByRole('textbox').fill('问');
    await page.keyboard.press('Enter');
    await page.locator('.chip').first().click();
    await page.locator('#p1s2 mark').first().waitFor();
    await page.locator('.chip').nth(1).click();
    await page.locator('#p2s1 mark').waitFor();
    expect(page.url()).toBe(`${url}/r/employment-meeting#p2s1`);
    await page.goBack();
    await page.locator('#p1s2 mark.words').waitFor();
    expect(await page.locator('#p2s1 mark').count()).toBe(0);
    await page.goBack();
    expect(page.url()).toBe(`${url}/`);
    expect(await page.locator('.chip[aria-current]').count()).toBe(0);
    await page.goForward();
    await page.locator('#p1s2[aria-current]').waitFor();
    await page.reload();
    await page.locator('#p1s2 mark.words').waitFor();
    expect(await page.locator('.turn h2').textContent()).toBe('问');
    expect(faults).toEqual([]);
  });

  it('opens a deep link at its sentence, and says so when there is none or no report', async () => {
    const path = '/r/employment-meeting#p2s1';
    const { page, url, faults } = await browser.open({ app: answering(), path, expected: [404] });
    expect(await page.locator('mark').textContent()).toBe(second.quote);
    await page.goto(page.url().replace('#p2s1', '#p9s9'));
    await page.getByText('链接所指的句子不在这份报告里').waitFor();
    await page.goto(`${url}/r/none#p1s1`);
    await page.getByRole('alert').getByText('没有这份报告').waitFor();
    expect(faults).toEqual([]);
  });

  it('shows what comes nearest when the report does not say', async () => {
    const app = createFakeApp({ answer: () => sampleRefusal({ nearest: [citation] }) });
    const { page, faults } = await browser.open({ app });
    await page.getByRole('textbox').fill('会议花了多少钱？');
    await page.keyboard.press('Enter');
    await page.getByText('报告没有提到这个问题的答案。').waitFor();
    await page.getByRole('heading', { name: '报告中最接近的内容' }).waitFor();
    await page.getByRole('button', { name: citation.quote }).click();
    await page.locator('#p1s2 mark').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('is used with the keyboard alone', async () => {
    const app = answering();
    const { page } = await browser.open({ app });
    await page.locator('.examples').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('第一行');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('第二行');
    expect(app.asked).toEqual([]);
    await page.keyboard.press('Enter');
    await page.locator('.answer-bar').waitFor();
    expect(app.asked[0]?.question.question).toBe('第一行\n第二行');
    await page.locator('.chip').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#p1s2:focus mark').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.chip:focus').textContent()).toBe('1');
    await page.getByRole('button', { name: '新对话' }).press('Enter');
    await page.getByRole('button', { name: '会议是什么时候召开的？' }).press('Enter');
    await page.locator('.answer-bar').waitFor();
    expect(app.asked[1]?.question.question).toBe('会议是什么时候召开的？');
    expect(await page.locator('.chip').first().getAttribute('aria-label')).toBe(
      '出处 1：《全省稳就业工作推进会召开》第 1 段第 2 句',
    );
  });

  it('does not send while an input method composes', async () => {
    const app = answering();
    const { page } = await browser.open({ app });
    const client = await page.context().newCDPSession(page);
    await page.getByRole('textbox').focus();
    await client.send('Input.imeSetComposition', {
      text: 'shei',
      selectionStart: 4,
      selectionEnd: 4,
    });
    const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
    await client.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
    await client.send('Input.insertText', { text: '谁' });
    expect(app.asked).toEqual([]);
    expect(await page.getByRole('textbox').inputValue()).toBe('谁');
    await page.keyboard.press('Enter');
    await page.locator('.answer-bar').waitFor();
    expect(app.asked.map(({ question }) => question.question)).toEqual(['谁']);
  });

  it('stops an answer, and asks again after a failure', async () => {
    let tries = 0;
    const app = createFakeApp({
      async answer({ question }, { signal }) {
        tries += 1;
        if (tries === 1) {
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
          throw new AppError('Cancelled.', { code: 'cancelled', hint: '' });
        }
        if (tries === 2) throw new AppError('Down.', { code: 'chat_unreachable', hint: '' });
        return answerTo(question);
      },
    });
    const { page, faults } = await browser.open({ app });
    await page.getByRole('textbox').fill('一');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '停止' }).click();
    await page.getByText('已停止。').waitFor();
    await page.getByRole('textbox').fill('二');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('语言模型没有答上来').waitFor();
    await page.getByRole('button', { name: '再试一次' }).click();
    await page.locator('.answer-bar').waitFor();
    expect(await page.locator('.turn h2').allTextContents()).toEqual(['一', '二']);
    expect(faults).toEqual([]);
  });

  it('continues a conversation, and forgets it on the server too', async () => {
    const forgotten: string[] = [];
    const fake = answering();
    const app = {
      ...fake,
      async forgetConversation(id: string) {
        forgotten.push(id);
        return 2;
      },
    };
    const { page } = await browser.open({ app });
    for (const question of ['一', '二']) {
      await page.getByRole('textbox').fill(question);
      await page.keyboard.press('Enter');
      await page.locator('.turn', { hasText: question }).locator('.answer-bar').waitFor();
    }
    const [first, next] = fake.asked.map(({ question }) => question.conversationId);
    expect(first).toBe(next);
    await page.getByRole('button', { name: '新对话' }).click();
    await page.locator('.examples').waitFor();
    await expect.poll(() => forgotten).toEqual([first]);
    await page.reload();
    await page.locator('.examples').waitFor();
    expect(await page.locator('.turn').count()).toBe(0);
  });

  it('copies an answer with its citations and takes a verdict', async () => {
    const app = answering();
    const context = { permissions: ['clipboard-read', 'clipboard-write'] };
    const { page, url } = await browser.open({ app, context });
    await page.getByRole('textbox').fill('问');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '复制回答和出处' }).click();
    await page.getByRole('button', { name: '已复制' }).waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toContain(`[2]`);
    expect(copied).toContain(`${url}/r/employment-meeting#p1s2`);
    await page.getByRole('button', { name: '有用' }).click();
    await page.getByRole('button', { name: '有用', pressed: true }).waitFor();
    expect(app.given).toMatchObject([{ answerId: sampleAnswer().id, verdict: 'up' }]);
  });

  it('asks for a key, keeps it for the tab, and says when it is not known', async () => {
    const app = answering();
    const { page, faults } = await browser.open({
      app,
      settings: { apiKeys: bothKeys },
      expected: [401],
    });
    const dialog = page.getByRole('dialog', { name: '请输入访问密钥' });
    await dialog.getByLabel('密钥', { exact: true }).fill('wrong-key-0123456789');
    await page.keyboard.press('Enter');
    await dialog.getByText('服务器不认识这个密钥').waitFor();
    await dialog.getByLabel('密钥', { exact: true }).fill(askKey);
    await page.keyboard.press('Enter');
    await page.locator('.examples').waitFor();
    await page.reload();
    await page.locator('.examples').waitFor();
    expect(await dialog.count()).toBe(0);
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie')).toBe('{}');
    expect(faults).toEqual([]);
  });

  it('fits a small phone: the report comes as a panel and goes away again', async () => {
    const path = '/';
    const context = { ...phone, viewport: { width: 320, height: 640 } };
    const { page, faults } = await browser.open({ app: answering(), path, context });
    const pane = page.getByRole('complementary');
    expect(await pane.isVisible()).toBe(false);
    await page.getByRole('textbox').fill('问');
    await page.keyboard.press('Enter');
    // The keyboard of the screen goes away, so that the answer is seen.
    await page.locator('.turn h2:focus').waitFor();
    await page.locator('.chip').first().tap();
    await page.locator('mark').first().waitFor();
    expect(await page.locator('.chip').first().isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.getByRole('button', { name: '关闭报告' }).tap();
    expect(await pane.isVisible()).toBe(false);
    expect(await page.getByRole('textbox').isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });

  it('lets people choose among many reports', async () => {
    const app = createFakeApp({
      answer: ({ question }) => answerTo(question),
      documents: Array.from({ length: 300 }, (_, index) =>
        sampleDocument({ id: `report-${index}`, title: `第 ${index} 号报告` }),
      ),
    });
    const { page, faults } = await browser.open({ app });
    await page.getByText('还有 200 份，请输入文字筛选。').waitFor();
    await page.getByRole('searchbox').fill('第 217 号 山西');
    expect(await page.locator('.library li').count()).toBe(1);
    await page.getByRole('checkbox', { name: '只问《第 217 号报告》' }).check();
    await page.getByRole('button', { name: '提问范围 · 《第 217 号报告》' }).waitFor();
    await page.getByRole('button', { name: '第 217 号报告', exact: true }).click();
    await page.locator('#p1s1').waitFor();
    await page.getByRole('textbox').fill('问');
    await page.keyboard.press('Enter');
    await page.locator('.answer-bar').waitFor();
    await page.getByRole('button', { name: '改为全部报告' }).click();
    expect(await page.getByRole('checkbox', { name: '只问这份' }).isChecked()).toBe(false);
    await page.getByRole('textbox').fill('再问');
    await page.keyboard.press('Enter');
    await page.locator('.answer-bar').nth(1).waitFor();
    expect(app.asked.map(({ question }) => question.documents)).toEqual([
      ['report-217'],
      undefined,
    ]);
    expect(faults).toEqual([]);
  });
});
