/**
 * `npm run bench:scale -- FILE_OR_FOLDER`: what a big corpus costs. Builds its index in a server, embeds beside onnxruntime
 * alone, gives every passage a vector, asks questions, and has MiniSearch answer the same. The input is a folder of
 * reports, a `.jsonl` file or the archive of the news. Needs `npm run build`; docs/PERFORMANCE.md tells more.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFigures } from './scale/check-figures.js';
import { describeFigures } from './scale/describe-figures.js';
import { requireBuild } from './scale/open-corpus.js';
import { runScale } from './scale/run-scale.js';
import type { VectorsMode } from './scale/scale-figures.js';
import { describeMachine, docsFolder, writeSection } from './scale/write-section.js';

const vectorModes: readonly VectorsMode[] = ['random', 'real', 'none'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** About so many; all of the input if not given. More than it gives are made up by a second copy of part of it. */
    passages: { type: 'string' },
    minisearch: { type: 'boolean', default: false },
    vectors: { type: 'string', default: 'random' },
    /** Seconds a round; 0 leaves the comparison and the serving out. */
    embed: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    /** Puts the figures into docs/PERFORMANCE.md too. */
    write: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'passages' | 'embed', value: string, least: number): number {
  const number = Number(value);
  if (Number.isFinite(number) && number >= least) return number;
  throw new Error(`--${name} must be a number of at least ${least}.`);
}

async function main(): Promise<void> {
  const [input] = positionals;
  if (input === undefined) {
    throw new Error('Name a folder of reports, a .jsonl file or the archive of the news.');
  }
  const vectors = vectorModes.find((mode) => mode === values.vectors);
  if (vectors === undefined) throw new Error(`--vectors is one of ${vectorModes.join(', ')}.`);
  requireBuild();
  const started = performance.now();
  const elapsed = () => `${((performance.now() - started) / 1_000).toFixed(0)} s`;
  const figures = await runScale({
    ...{ input, vectors, minisearch: values.minisearch },
    passages: values.passages === undefined ? null : numberOf('passages', values.passages, 1),
    embedSeconds: numberOf('embed', values.embed, 0),
    workFolder: mkdtempSync(join(tmpdir(), 'report-qa-scale-')),
    onStage: (text) => console.error(`${elapsed()}: ${text}`),
  });
  const checks = checkFigures(figures);
  if (values.json) console.log(JSON.stringify({ ...figures, checks }));
  else console.log(`\n${describeFigures(figures)}`);
  if (values.write) {
    const section = `${describeMachine()}\n\n\`\`\`text\n${describeFigures(figures)}\n\`\`\``;
    writeSection(join(docsFolder, 'PERFORMANCE.md'), 'scale', section);
  }
  console.error(`${elapsed()} in all`);
  if (checks.some(({ ok }) => ok === false)) process.exitCode = 1;
}

await main();
