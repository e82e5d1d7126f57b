/** The page, the server and the program behind it, with the shipped report and models. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServices } from '../../../../src/compose.js';
import { readConfig } from '../../../../src/config.js';
import {
  chromiumPath,
  openPageBrowser,
  type PageBrowser,
  pageTitle,
} from '../../../support/page-setup.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

describe.skipIf(chromiumPath === null)(pageTitle('the web page over the real program'), () => {
  let browser: PageBrowser;

  beforeAll(async () => {
    browser = await openPageBrowser();
  });
  afterAll(() => browser?.close());

  it('answers from the shipped report and shows the words there', async () => {
    const folder = temporaryFolder();
    const config = readConfig({
      env: { INDEX_DIR: `${folder}/index`, STATE_DIR: `${folder}/state` },
      cwd: folder,
      projectFolder: fileURLToPath(new URL('../../../..', import.meta.url)),
    });
    const { app } = await openServices(config);
    const { page, faults } = await browser.open({ app, expected: [503] });
    // Nothing is indexed yet; the first question does it, and then the page finds the report.
    await page.getByText('报告正在准备').waitFor();
    await page.getByRole('textbox').fill('谁主持了会议？');
    await page.keyboard.press('Enter');
    await page.locator('.answer-bar').waitFor({ timeout: 30_000 });
    await page.locator('#p1s1').waitFor();
    await page.locator('.chip').first().click();
    expect(await page.locator('mark.words').textContent()).toBe('蓝佛安');
    await page.getByRole('textbox').fill('会议花了多少钱？');
    await page.keyboard.press('Enter');
    await page.locator('.refusal').waitFor();
    expect(await page.locator('.turn').last().locator('.sources li').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: '没用' }).last().click();
    await page.getByRole('button', { name: '没用', pressed: true }).waitFor();
    expect((await app.feedback(1))[0]).toMatchObject({
      verdict: 'down',
      question: '会议花了多少钱？',
    });
    expect(faults).toEqual([]);
    await browser.closePages();
    await app.close();
  });
});
