import { askPipeline } from './ask-pipeline.js';
import type { AblationRequest } from './eval-arguments.js';
import type { EvalContext } from './eval-context.js';
import type { EvalFolders } from './eval-pipeline.js';
import type { EvalQuestion } from './eval-question.js';
import { loadQuestions } from './load-questions.js';
import { type ScoreSource, scoreSources } from './score-sources.js';
import { buildScorecard } from './scorecard.js';
import { withFolders } from './with-folders.js';

interface AblationScores {
  readonly right: string;
  readonly refused: string;
}

/**
 * Asks the questions with each source of the sentence score taken out and with each alone. The decision to refuse
 * keeps its own weights; what moves it is which sentence comes first.
 */
export async function evaluateAblation(
  request: AblationRequest,
  context: EvalContext,
): Promise<void> {
  const questions = await loadQuestions(request, context.evalFolder);
  await withFolders(request, context.folders, async (folders) => {
    const features = await readFeatures(context, folders);
    const sources = scoreSources(features);
    const measure = async (what: string, withoutFeatures: readonly string[]) => {
      context.streams.note(what);
      return await askWithout(context, folders, questions, withoutFeatures);
    };
    const whole = await measure('all sources', []);
    const rows: { source: ScoreSource; without: AblationScores; alone: AblationScores }[] = [];
    for (const source of sources) {
      const others = features.filter((name) => !source.features.includes(name));
      rows.push({
        source,
        without: await measure(`without ${source.name}`, source.features),
        alone: await measure(`${source.name} alone`, others),
      });
    }
    const { out } = context.streams;
    out('| source | taken out: right | taken out: refused | alone: right | alone: refused |');
    out('|---|---|---|---|---|');
    out(`| (all) | ${whole.right} | ${whole.refused} | | |`);
    for (const { source, without, alone } of rows) {
      out(
        `| ${source.name} (${source.features.join(', ')}) | ${without.right} | ${without.refused} | ${alone.right} | ${alone.refused} |`,
      );
    }
  });
}

async function readFeatures(
  { openPipeline }: EvalContext,
  folders: EvalFolders,
): Promise<readonly string[]> {
  const { app, scoreFeatures } = openPipeline(folders);
  await app.close();
  return scoreFeatures;
}

async function askWithout(
  context: EvalContext,
  folders: EvalFolders,
  questions: readonly EvalQuestion[],
  withoutFeatures: readonly string[],
): Promise<AblationScores> {
  const { graded } = await askPipeline({
    context,
    folders,
    questions,
    changes: { withoutFeatures },
  });
  const { answerable, unanswerable } = buildScorecard(graded);
  return {
    right: `${answerable.right} of ${answerable.questions}`,
    refused: `${unanswerable.right} of ${unanswerable.questions}`,
  };
}
