/** `npx tsx scripts/take-screenshots.ts`, after `npm run build`: the README's pictures of the web page, with the shipped report and offline answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { createHttpServer } from '../src/channels/http/create-http-server.js';
import { openServices } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import { findChromium } from './find-chromium.js';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const [pageFolder = join(projectFolder, 'dist/channels/http/page'), target = 'docs'] =
  process.argv.slice(2);

async function takePicture(
  browser: Browser,
  url: string,
  { file, questions, ...options }: BrowserContextOptions & { file: string; questions: string[] },
): Promise<void> {
  const context = await browser.newContext({ locale: 'zh-CN', deviceScaleFactor: 2, ...options });
  const page = await context.newPage();
  await page.goto(url);
  for (const question of questions) {
    await page.getByRole('textbox').fill(question);
    await page.keyboard.press('Enter');
    await page.locator('.answer-bar').nth(questions.indexOf(question)).waitFor();
  }
  await page.locator('.answer .chip').last().click();
  await page.locator('mark').first().waitFor();
  // The scroll to the sentence is smooth.
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(target, file) });
  await context.close();
}

const executablePath = findChromium();
if (executablePath === null) throw new Error('There is no Chromium; install the package chromium.');
const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
const env = { INDEX_DIR: join(folder, 'index'), STATE_DIR: join(folder, 'state'), HTTP_PORT: '0' };
const config = readConfig({ env, cwd: folder, projectFolder });
const { app, jobs, state } = await openServices(config);
await app.refresh();
const settings = { ...config.http, logLevel: 'silent' } as const;
const server = createHttpServer({ app, jobs, state, settings, version: '0', pageFolder });
const { url } = await server.start();
const browser = await chromium.launch({ executablePath });
try {
  await takePicture(browser, url, {
    file: 'web-page.png',
    viewport: { width: 1280, height: 760 },
    questions: ['五方面工作要求是什么？', '林武强调了什么？'],
    deviceScaleFactor: 1.5,
  });
  await takePicture(browser, url, {
    file: 'web-page-phone-dark.png',
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    isMobile: true,
    hasTouch: true,
    questions: ['谁主持了会议？'],
  });
} finally {
  await browser.close();
  await server.stop();
  await app.close();
  rmSync(folder, { recursive: true });
}
