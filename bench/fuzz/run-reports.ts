import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceDocument } from '../../src/domain/report-document.js';
import { createReportFolder } from '../../src/load/report-folder.js';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { createGlossary } from '../../src/text/glossary.js';
import { prepareDocument } from '../../src/text/prepare-document.js';
import { createSearchText } from '../../src/text/search-text.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { checkDocument } from './check-document.js';
import { decodeCase } from './decode-case.js';
import { createDice, type Dice, seedOfCase } from './dice.js';
import type { FuzzApp } from './fuzz-app.js';
import { openFuzzApp } from './fuzz-app.js';
import type { CaseResult, FuzzTask } from './fuzz-case.js';
import { makeReportFile, type ReportFileCase } from './make-report-file.js';
import { readSourceOf } from './rebuild-source.js';
import { readReportTexts } from './report-seeds.js';
import { type Findings, judgeCase, limitFor, runStep } from './run-step.js';

const FORESEEN = new Set(['file_undecodable', 'file_invalid']);
const MAX_FILE_BYTES = 20 * 1024 * 1024;
const DICTIONARY = fileURLToPath(new URL('../../data/glossary/cc-cedict.tsv', import.meta.url));
const QUESTIONS = [
  ...([
    '谁主持了会议？',
    '会议提出了哪些要求？',
    '這份報告講了什麼？',
    '第三点是什么？',
    '林武说了什么？',
  ] as const),
  ...['What was decided?', 'Who chaired the meeting and when?', '增长了多少？'],
] as const;

/** Puts the file of a case into an empty folder. */
function place(folder: string, { name, bytes, metadata }: ReportFileCase): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
  if (metadata !== null) writeFileSync(join(folder, `${name}.meta.json`), metadata);
}

/** Questions of a kind that any report may be asked, and one in the report's own words. */
function questionsFor(documents: readonly SourceDocument[], dice: Dice): string[] {
  const text = documents[dice.below(documents.length)]?.text ?? '';
  const start = dice.below(text.length);
  const own = text.slice(start, start + dice.size(2, 60));
  return [
    dice.pick(QUESTIONS),
    dice.pick(QUESTIONS),
    /[\p{L}\p{N}]/u.test(own) ? `${own}？` : '谁？',
  ];
}

async function indexAndAsk(
  app: FuzzApp,
  questions: readonly string[],
  limitMs: number,
  findings: Findings,
): Promise<void> {
  await runStep({ name: 'index', limitMs }, findings.steps, (again) => app.refresh(again));
  for (const question of questions) {
    const answer = await runStep({ name: 'ask', limitMs: limitFor(0) }, findings.steps, () =>
      app.ask({ question }),
    );
    findings.asked += 1;
    findings.quotes += answer.citations.length + answer.nearest.length;
    findings.faults.push(...(await app.check(answer)));
  }
}

/** Takes reports through loading and preparing, and every so many-th through the index and questions. */
export async function* runReports(task: FuzzTask): AsyncGenerator<CaseResult> {
  const tokenizer = createTokenizer();
  const glossary = createGlossary(openDictionary(readFileSync(DICTIONARY)), tokenizer);
  const searchText = createSearchText(tokenizer, glossary);
  const reports = join(task.folder, 'case');
  const app = openFuzzApp({ reports, work: task.folder, models: false });
  const texts = readReportTexts();

  const load = async () => {
    // A source of its own, since one remembers what it found.
    const source = createReportFolder({ folder: reports, maxFileBytes: MAX_FILE_BYTES });
    const [file] = (await source.scan()).files;
    if (file === undefined) throw new Error('the file was not found');
    const { documents } = await source.read(file);
    return documents.map((one) => ({
      source: one,
      prepared: prepareDocument(one, { searchText, sentences: true, glosses: true }),
    }));
  };
  const runCase = async (number: number, findings: Findings) => {
    const seed = seedOfCase(task.seed, 'report', number);
    const file = makeReportFile(seed, number, texts);
    if (task.show) process.stdout.write(`${file.bytes.toString('utf8')}\n`);
    place(reports, file);
    const limitMs = limitFor(file.bytes.length);
    const loaded = await runStep({ name: 'prepare', limitMs }, findings.steps, load);
    const decoded = decodeCase(file.name, file.bytes);
    const checked = { read: readSourceOf(file.name, decoded), fileLength: decoded.length };
    for (const { source, prepared } of loaded) {
      findings.quotes += prepared.document.sentences.length;
      findings.faults.push(...checkDocument(prepared, source, checked));
    }
    if (number % task.indexEvery !== 0) return;
    const questions = questionsFor(
      loaded.map(({ source }) => source),
      createDice(seed + 1),
    );
    await indexAndAsk(app, questions, limitMs, findings);
  };

  // Tables and dictionaries are loaded before the first case is timed.
  for (const [number, text] of texts.entries()) {
    place(reports, { name: 'case.txt', bytes: Buffer.from(text), metadata: null });
    await load();
    await app.refresh(false);
    await app.ask({ question: QUESTIONS[number % QUESTIONS.length] ?? '' });
  }
  for (let number = task.first; number < task.end; number += 1) {
    yield await judgeCase(number, FORESEEN, (findings) => runCase(number, findings));
  }
  await app.close();
}
