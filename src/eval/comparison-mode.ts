import { basename } from 'node:path';
import { compareRuns, renderComparison } from './compare-runs.js';
import type { ComparisonRequest } from './eval-arguments.js';
import type { EvalContext } from './eval-context.js';
import { readEvalFile } from './read-eval-file.js';
import { parseResultLines } from './result-line.js';

/** Prints which questions changed between two runs. */
export async function compareFiles(
  request: ComparisonRequest,
  { streams }: Pick<EvalContext, 'streams'>,
): Promise<void> {
  const load = async (file: string) => parseResultLines(await readEvalFile(file), basename(file));
  const [before, after] = [await load(request.before), await load(request.after)];
  for (const [file, lines] of [
    [request.before, before],
    [request.after, after],
  ] as const) {
    const right = lines.filter((line) => line.right).length;
    streams.out(`${file}: ${right} of ${lines.length} right`);
  }
  streams.out(`\n${renderComparison(compareRuns(before, after))}`);
}
