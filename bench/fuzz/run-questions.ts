import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedOfCase } from './dice.js';
import { openFuzzApp } from './fuzz-app.js';
import type { CaseResult, FuzzTask } from './fuzz-case.js';
import { makeQuestion, readQuestions } from './make-question.js';
import { type Findings, judgeCase, limitFor, runStep } from './run-step.js';

const FORESEEN = new Set(['question_invalid', 'document_unknown']);

/** The shipped report and those of the tests in one folder. */
function gatherReports(folder: string): void {
  for (const name of ['data/reports', 'tests/fixtures/reports']) {
    cpSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), folder, { recursive: true });
  }
}

/** Asks mutated questions, every so many-th with the models that are shipped. */
export async function* runQuestions(task: FuzzTask): AsyncGenerator<CaseResult> {
  const reports = join(task.folder, 'reports');
  gatherReports(reports);
  const plain = openFuzzApp({ reports, work: task.folder, models: false });
  const real =
    task.modelsEvery === 0 ? plain : openFuzzApp({ reports, work: task.folder, models: true });
  for (const app of new Set([plain, real])) {
    await app.refresh(false);
    await app.ask({ question: '谁主持了会议？' });
    await app.ask({ question: '穩(wěn)就業(yè)誰(shuí)負責(zé)？' });
  }
  const questions = readQuestions();
  const documentIds = await plain.documentIds();

  const runCase = async (number: number, findings: Findings) => {
    const seed = seedOfCase(task.seed, 'question', number);
    const question = makeQuestion(seed, questions, documentIds);
    if (task.show) process.stdout.write(`${JSON.stringify(question, null, 2)}\n`);
    const isReal = task.modelsEvery > 0 && number % task.modelsEvery === 0;
    const app = isReal ? real : plain;
    const step = { name: isReal ? 'ask with models' : 'ask', limitMs: limitFor(0) } as const;
    const answer = await runStep(step, findings.steps, () => app.ask(question));
    findings.asked += 1;
    findings.quotes += answer.citations.length + answer.nearest.length;
    findings.faults.push(...(await app.check(answer)));
  };
  for (let number = task.first; number < task.end; number += 1) {
    yield await judgeCase(number, FORESEEN, (findings) => runCase(number, findings));
  }
  for (const app of new Set([plain, real])) await app.close();
}
