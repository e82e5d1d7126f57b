import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.js';
import type { HttpServer } from '../../src/channels/http/create-http-server.js';
import type { HttpSettings } from '../../src/channels/http/http-settings.js';
import type { App } from '../../src/domain/app.js';
import { buildPage } from './build-page.js';
import { openHttpServer } from './http-setup.js';

export interface OpenedPage {
  readonly page: Page;
  readonly url: string;
  /** Everything that no page of ours may cause: scripts' errors, policy violations, requests to others. */
  readonly faults: string[];
}

export interface PageBrowser {
  open(options: {
    readonly app: App;
    readonly path?: string;
    readonly settings?: Partial<HttpSettings>;
    readonly context?: BrowserContextOptions;
    /** Status codes that the browser reports and that are meant to come. */
    readonly expected?: readonly number[];
  }): Promise<OpenedPage>;
  /** Ends the pages and servers of a test. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export const chromiumPath = findChromium();

export const pageTitle = (name: string): string =>
  chromiumPath === null ? `${name} (skipped: no Chromium is installed)` : name;

/** Shows the page as it is in `src`, from real servers, to a headless browser. */
export async function openPageBrowser(): Promise<PageBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
  const pageFolder = buildPage(folder);
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath ?? '' });
  const servers: HttpServer[] = [];
  return {
    async open({ app, path = '/', settings = {}, context = {}, expected = [] }) {
      const server = openHttpServer(settings, { app, pageFolder });
      servers.push(server);
      const { url } = await server.start();
      const opened = await browser.newContext({ locale: 'zh-CN', ...context });
      opened.setDefaultTimeout(5000);
      const page = await opened.newPage();
      const faults = watch(page, url, expected);
      await page.goto(url + path);
      return { page, url, faults };
    },
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await Promise.all(servers.splice(0).map((server) => server.stop()));
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function watch(page: Page, url: string, expected: readonly number[]): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error') return;
    if (!expected.some((status) => text.includes(`status of ${status} `))) faults.push(text);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) faults.push(`request to ${request.url()}`);
  });
  return faults;
}
