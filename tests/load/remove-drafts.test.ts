import { spawnSync } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftPrefix, removeDrafts } from '../../src/load/remove-drafts.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const id = '0189f3a2-5b6c-4d7e-8f90-a1b2c3d4e5f6';

describe('removeDrafts', () => {
  it('takes away the drafts of processes that are gone, and nothing that is a report or still written', async () => {
    const folder = temporaryFolder();
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const own = `${draftPrefix()}${id}`;
    const left = own.replace(`-${process.pid}-`, `-${gone}-`);
    const elsewhere = `.upload-other.host-${gone}-${id}`;
    const days = 2 * 24 * 60 * 60;
    const old = `.upload-${id}`;
    for (const name of [own, left, elsewhere, old, 'a.txt', '.upload-notes.txt']) {
      writeFileSync(join(folder, name), 'x');
    }
    utimesSync(join(folder, old), Date.now() / 1000 - days, Date.now() / 1000 - days);
    await removeDrafts(folder);
    expect(readdirSync(folder).sort()).toEqual(
      [own, elsewhere, 'a.txt', '.upload-notes.txt'].sort(),
    );
  });

  it('minds no folder that is not there', async () => {
    await expect(removeDrafts(join(temporaryFolder(), 'none'))).resolves.toBeUndefined();
  });
});
