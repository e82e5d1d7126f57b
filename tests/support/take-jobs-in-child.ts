/**
 * Run as its own process: takes jobs of kind `update` one by one, tells the key of each on a line of its standard output, and
 * finishes it. Arguments: folder, key at which it stops for ever with its progress saved (empty for none), milliseconds a
 * job takes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteState } from '../../src/store/sqlite-state.js';

const [folder = '', stuckAt = '', jobMs = '0'] = process.argv.slice(2);
const state = openSqliteState({ folder });
const tell = (line: string) => process.stdout.write(`${line}\n`);
const key = { scope: 'child', key: 'request' };
if (stuckAt !== '') await state.beginRequest(key, 'hash');
for (;;) {
  const [job] = await state.jobs.take('update', 1);
  if (job === undefined) break;
  tell(job.key);
  if (job.key === stuckAt) {
    await state.jobs.saveProgress(job.id, { messageId: 42 });
    tell('stuck');
    await sleep(3_600_000);
  }
  await sleep(Number(jobMs));
  await state.jobs.finish(job.id);
}
await state.close();
