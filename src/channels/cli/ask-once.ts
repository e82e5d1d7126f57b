import type { Answer } from '../../domain/answer.js';
import type { AnswerEvent } from '../../domain/answer-event.js';
import type { App } from '../../domain/app.js';
import type { Explanation } from '../../domain/explanation.js';
import type { Question } from '../../domain/question.js';
import type { CliIo } from './cli-io.js';
import { PROGRESS_DELAY_MS } from './freshen-index.js';
import { createProgressView } from './progress-view.js';

export interface AskOnceFlags {
  readonly explain?: boolean;
  readonly top?: number;
}

/** Asks, showing the build of the index if there is one and it takes long. */
export async function askOnce(
  app: App,
  question: Question,
  flags: AskOnceFlags,
  io: CliIo,
  onExplain: (explanation: Explanation) => void,
  onEvent?: (event: AnswerEvent) => void,
): Promise<Answer> {
  const progress = createProgressView(io, { delayMs: PROGRESS_DELAY_MS, isTask: false });
  try {
    return await app.ask(question, {
      signal: io.signal,
      onProgress: progress.update,
      ...(flags.top === undefined ? {} : { top: flags.top }),
      ...(flags.explain === true ? { onExplain } : {}),
      ...(onEvent === undefined ? {} : { onEvent }),
    });
  } finally {
    progress.stop();
  }
}
