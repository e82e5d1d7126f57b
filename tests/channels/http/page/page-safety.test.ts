import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakeApp } from '../../../support/fake-app.js';
import {
  chromiumPath,
  openPageBrowser,
  type PageBrowser,
  pageTitle,
} from '../../../support/page-setup.js';
import { sampleAnswer, sampleCitation } from '../../../support/sample-answer.js';
import { sampleDocument } from '../../../support/sample-document.js';

const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

describe.skipIf(chromiumPath === null)(pageTitle('the web page, whatever it is given'), () => {
  let browser: PageBrowser;

  beforeAll(async () => {
    browser = await openPageBrowser();
  });
  afterEach(() => browser.closePages());
  afterAll(() => browser?.close());

  it('shows hostile texts as texts and runs nothing of them', async () => {
    const id = '"><script>alert(3)</script>';
    const text = `${hostile}结束。`;
    const span = { start: 0, end: text.length };
    const document = sampleDocument({
      ...{ id, title: hostile, publisher: hostile, url: 'javascript:alert(4)', text },
      paragraphs: [{ number: 1, span }],
      sentences: [{ paragraph: 1, number: 1, span, outline: [hostile], speaker: null }],
      passages: [],
    });
    const citation = sampleCitation({
      ...{ documentId: id, title: hostile, quote: text, span, highlight: { start: 0, end: 10 } },
      ...{ paragraph: 1, sentence: 1, outline: [hostile] },
    });
    const app = createFakeApp({
      documents: [document, sampleDocument()],
      answer: ({ question }) =>
        sampleAnswer({
          ...{ question, understoodAs: hostile, notices: [hostile], citations: [citation] },
          claims: [{ text: hostile, markers: [1] }],
        }),
    });
    const { page, faults } = await browser.open({ app });
    await page.getByRole('textbox').fill(hostile);
    await page.keyboard.press('Enter');
    await page.locator('.chip').click();
    await page.locator('mark').first().waitFor();
    expect(await page.locator('.turn h2').textContent()).toBe(hostile);
    expect(await page.locator('#p1s1').textContent()).toBe(text);
    expect(await page.locator('.sheet h2').textContent()).toBe(hostile);
    expect(await page.locator('img, .sheet a, body script').count()).toBe(0);
    await page.reload();
    await page.locator('mark').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('does not hang on a report of a megabyte, and finds a sentence near its end', async () => {
    const sentence = '这是一句很长的报告里的话，说的是就业工作的安排。';
    const count = 14_000;
    const perParagraph = 4;
    const place = (index: number) => ({
      start: index * sentence.length + Math.floor(index / perParagraph),
      end: (index + 1) * sentence.length + Math.floor(index / perParagraph),
    });
    const paragraph = sentence.repeat(perParagraph);
    const text = Array.from({ length: count / perParagraph }, () => paragraph).join('\n');
    const document = sampleDocument({
      text,
      paragraphs: Array.from({ length: count / perParagraph }, (_, index) => ({
        number: index + 1,
        span: {
          start: place(index * perParagraph).start,
          end: place(index * perParagraph + perParagraph - 1).end,
        },
      })),
      sentences: Array.from({ length: count }, (_, index) => ({
        paragraph: Math.floor(index / perParagraph) + 1,
        number: (index % perParagraph) + 1,
        span: place(index),
        outline: [],
        speaker: null,
      })),
      passages: [],
    });
    expect(Buffer.byteLength(text)).toBeGreaterThan(1_000_000);
    const app = createFakeApp({ documents: [document] });
    const path = '/r/employment-meeting#p3490s2';
    const { page, faults } = await browser.open({ app, path });
    const mark = page.locator('#p3490s2 mark');
    await mark.waitFor();
    await expect
      .poll(async () => {
        const box = await mark.boundingBox();
        return box !== null && box.y > 0 && box.y < 720;
      })
      .toBe(true);
    expect(faults).toEqual([]);
  });

  it('speaks the language of the browser or the one that was chosen, and names who answers', async () => {
    const answering = { mode: 'llm', model: 'qwen3', host: 'llm.example:443' } as const;
    const app = { ...createFakeApp(), answering: { ...answering, embeddingHost: 'e.example' } };
    const { page } = await browser.open({ app, context: { locale: 'zh-TW' } });
    await page.getByRole('heading', { name: '向報告提問' }).waitFor();
    await page.getByText('由 qwen3 作答（llm.example:443）').waitFor();
    await page.getByText('e.example').waitFor();
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByRole('heading', { name: 'Ask the report', level: 2 }).waitFor();
    await page.getByRole('button', { name: 'When was the meeting held?' }).waitFor();
    await page.reload();
    await page.getByText('Answered by qwen3 (llm.example:443)').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('is dark where the system is, and legible in both', async () => {
    const { page } = await browser.open({ app: createFakeApp() });
    await page.locator('.examples').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const [ink, ground] = (await page.evaluate(
        `[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]`,
      )) as [string, string];
      const bright = (colour: string) => Number(/\d+/u.exec(colour)?.[0]);
      expect(bright(ground) > bright(ink)).toBe(colorScheme === 'light');
      expect(Math.abs(bright(ground) - bright(ink))).toBeGreaterThan(180);
    }
  });

  it('tells what is wrong when the server does not answer, and goes on when it does', async () => {
    const fake = createFakeApp();
    let broken = true;
    const app = {
      ...fake,
      async documents() {
        if (broken) throw new Error('unforeseen');
        return fake.documents();
      },
    };
    const { page, faults } = await browser.open({ app, expected: [500] });
    await page.getByRole('alert').getByText('出了点问题').waitFor();
    broken = false;
    await page.getByRole('button', { name: '再试一次' }).click();
    await page.locator('.examples').waitFor();
    expect(faults).toEqual([]);
  });

  it('says when the words of a citation are not in the report any more', async () => {
    const citation = sampleCitation({ sha256: 'cd'.repeat(32), paragraph: 1, sentence: 1 });
    const app = createFakeApp({ answer: () => sampleAnswer({ citations: [citation] }) });
    const { page, faults } = await browser.open({ app });
    await page.getByRole('textbox').fill('问');
    await page.keyboard.press('Enter');
    await page.locator('.chip').click();
    await page.getByText('报告在回答之后改过').waitFor();
    expect(await page.locator('mark').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('keeps what was verified when the connection breaks off', async () => {
    const { page, faults } = await browser.open({ app: createFakeApp() });
    const claim = { text: '林武强调稳就业。', markers: [1] };
    const event = { type: 'sentence', claim, citations: [sampleCitation()] };
    await page.route('**/v1/ask', (route) =>
      route.fulfill({
        contentType: 'text/event-stream',
        body: `event: sentence\ndata: ${JSON.stringify(event)}\n\nevent: done\ndata: {`,
      }),
    );
    await page.getByRole('textbox').fill('问');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('回答到一半断开了').waitFor();
    expect(await page.locator('.answer p').textContent()).toBe('林武强调稳就业。1');
    await page.unroute('**/v1/ask');
    await page.getByRole('button', { name: '再试一次' }).click();
    await page.locator('.answer-bar').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
    expect(faults).toEqual([]);
  });
});
