import { askPipeline } from './ask-pipeline.js';
import { drawRiskCoverage } from './draw-risk-coverage.js';
import type { QuestionRequest } from './eval-arguments.js';
import type { EvalContext } from './eval-context.js';
import type { EvalFolders } from './eval-pipeline.js';
import type { EvalQuestion } from './eval-question.js';
import { loadQuestions } from './load-questions.js';
import { openOutputFile } from './output-file.js';
import { renderPage } from './render-page.js';
import { formatResultLine } from './result-line.js';
import { buildRiskCoverage, describeOperatingPoint } from './risk-coverage.js';
import type { GradedQuestion } from './run-questions.js';
import { buildScorecard, renderScorecard } from './scorecard.js';
import { withFolders } from './with-folders.js';

/** Asks and grades the questions, prints the scorecard and writes the files that were asked for. */
export async function evaluateQuestions(
  request: QuestionRequest,
  context: EvalContext,
): Promise<void> {
  const { streams } = context;
  const questions = await loadQuestions(request, context.evalFolder);
  const open = (path: string | undefined) => (path === undefined ? null : openOutputFile(path));
  const [out, html, risk] = [
    await open(request.out),
    await open(request.html),
    await open(request.risk),
  ];
  await withFolders(request, context.folders, async (folders) => {
    const run = await askPipeline({
      ...{ context, folders, questions },
      onGraded: (entry, done) => {
        if (request.json) streams.out(formatResultLine(entry));
        else if (done % 25 === 0) streams.note(`${done} of ${questions.length} asked`);
      },
    });
    if (!request.json) printResults(run.graded, request.all, streams.out);
    await out?.write(run.graded.map((entry) => `${formatResultLine(entry)}\n`).join(''));
    await html?.write(renderPage(run));
    if (risk !== null) await risk.write(await traceRisk(context, folders, questions, run.graded));
  });
}

function printResults(
  graded: readonly GradedQuestion[],
  all: boolean,
  out: (line: string) => void,
): void {
  for (const entry of graded) if (all || !entry.grade.right) out(describe(entry));
  out(renderScorecard(buildScorecard(graded)));
}

function describe({ question, answer, grade }: GradedQuestion): string {
  const verdict = grade.right ? 'right' : `WRONG (${grade.fault})`;
  return `${question.id}  ${verdict}\n  ${question.question}\n  → ${answer.answer.replaceAll('\n', '\n    ')}\n`;
}

/** Asks again with no threshold, so that the answer of every question is known, and draws. */
async function traceRisk(
  context: EvalContext,
  folders: EvalFolders,
  questions: readonly EvalQuestion[],
  measured: readonly GradedQuestion[],
): Promise<string> {
  const { note } = context.streams;
  note('asking again without a threshold');
  const { graded } = await askPipeline({ context, folders, questions, changes: { threshold: 0 } });
  const threshold = measured.find((entry) => entry.threshold !== null)?.threshold ?? 0;
  const curve = buildRiskCoverage(graded, threshold);
  note(describeOperatingPoint(curve));
  return drawRiskCoverage(curve);
}
