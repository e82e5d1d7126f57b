import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildPage } from '../../../support/build-page.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

/** Whether a script holds anything but types: then the page asks for it at once, not import by import. */
const imports = (folder: string, name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .replace(/\/\*.*?\*\/|\/\/[^\n]*|export \{\};/gsu, '')
    .trim() !== '';

describe('the files of the page', () => {
  it('are at most 60 KB, gzipped, and name no other host', () => {
    const folder = buildPage(temporaryFolder());
    const files = readdirSync(folder).filter((name) => !name.endsWith('.map'));
    const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
    const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(bytes).toBeLessThan(60 * 1024);
    const index = texts[files.indexOf('index.html')] ?? '';
    const scripts = files.filter((name) => name.endsWith('.js') && imports(folder, name));
    for (const name of scripts) expect(index).toContain(`/assets/${name}"`);
    const hosts = texts.flatMap((text) => text.match(/https?:\/\/[\w.]+/gu) ?? []);
    // The name of the SVG namespace; nothing is loaded from there.
    expect(new Set(hosts)).toEqual(new Set(['http://www.w3.org']));
  });
});
