/**
 * Run as its own process. Arguments: what to do (`lock`: holds the indexer's lock for ever; `job`: takes one job of kind
 * `update`, saves its progress and stays for ever; `jobs`: takes and finishes jobs until there is none), URL, schema. Tells what it
 * holds on lines of its standard output.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgresState } from '../../src/store/postgres/postgres-state.js';
import { createPostgresWriterLock } from '../../src/store/postgres/postgres-writer-lock.js';

const [what = '', url = '', schema = ''] = process.argv.slice(2);
const tell = (line: string) => process.stdout.write(`${line}\n`);
if (what === 'lock') {
  await createPostgresWriterLock({ url, schema }).acquire();
  tell('held');
  await sleep(3_600_000);
}
const state = openPostgresState({ url, schema });
if (what === 'job') {
  const [job] = await state.jobs.take('update', 1);
  await state.jobs.saveProgress(job?.id ?? 0, { messageId: 42 });
  await state.beginRequest({ scope: 'child', key: 'request' }, 'hash');
  tell('held');
  await sleep(3_600_000);
}
for (;;) {
  const [job] = await state.jobs.take('update', 1);
  if (job !== undefined) {
    tell(job.key);
    await sleep(3);
    await state.jobs.finish(job.id);
  } else if ((await state.jobs.counts('update')).running === 0) break;
}
await state.close();
