/**
 * Run as its own process: refreshes the index of a folder and tells each step on a line of its standard output.
 * Arguments: folder, number of files, word that goes into each, milliseconds a batch takes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { setUpIndex } from './index-setup.js';
import { preparerOf, prepareText } from './prepare-text.js';

const [folder = '', files = '0', word = '', delayMs = '0'] = process.argv.slice(2);
const { source, embedder, refresh } = setUpIndex(folder);
for (let number = 1; number <= Number(files); number++) {
  source.put(`file-${number}.txt`, `第${number}号文件：${word}。\n蓝佛安主持第${number}次会议。`);
}
embedder.beforeBatch = () => sleep(Number(delayMs));
const tell = (line: string) => process.stdout.write(`${line}\n`);
const report = await refresh({
  batchSize: 4,
  onProgress: ({ phase, done }) => tell(`${phase} ${done}`),
  // The parent must be able to stop this process between two documents.
  preparer: preparerOf(async (document) => {
    await sleep(Number(delayMs) / 5);
    return prepareText(document);
  }),
});
tell(`embedded ${report.embedded}`);
