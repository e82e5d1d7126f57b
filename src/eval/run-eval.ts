/** The `eval` command: measures the answers, one mode a file. */
import { evaluateAblation } from './ablation-mode.js';
import { compareFiles } from './comparison-mode.js';
import { evalUsage, readEvalArguments } from './eval-arguments.js';
import type { EvalContext } from './eval-context.js';
import { evaluateQuestions } from './question-mode.js';
import { evaluateSquad } from './squad-mode.js';

export interface RunEvalOptions extends EvalContext {
  /** What follows the command's name. */
  readonly args: readonly string[];
}

/** Returns the exit status. Throws an `AppError` for what the caller can mend. */
export async function runEval(options: RunEvalOptions): Promise<number> {
  const request = readEvalArguments(options.args);
  switch (request.mode) {
    case 'help':
      options.streams.out(evalUsage);
      break;
    case 'questions':
      await evaluateQuestions(request, options);
      break;
    case 'ablate':
      await evaluateAblation(request, options);
      break;
    case 'squad':
      await evaluateSquad(request, options);
      break;
    case 'compare':
      await compareFiles(request, options);
      break;
  }
  return 0;
}
