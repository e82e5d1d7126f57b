import type { ListedFeedback } from '../../domain/kept-answer.js';
import { cleanText } from './clean-text.js';
import type { CliIo } from './cli-io.js';
import { EXIT_OK } from './exit-code.js';
import { messagesIn } from './messages.js';
import { toJson } from './to-json.js';
import { writeOutput } from './write-output.js';

export interface FeedbackFlags {
  readonly limit?: number;
  readonly json?: boolean;
}

const DEFAULT_LIMIT = 50;

/** `feedback`: what people thought of answers, newest first. */
export async function feedbackCommand(flags: FeedbackFlags, io: CliIo): Promise<number> {
  const app = await io.openApp();
  const feedback = await app.feedback(flags.limit ?? DEFAULT_LIMIT);
  if (flags.json === true) {
    await writeOutput(feedback.map((one) => `${toJson(one)}\n`).join(''), io);
    return EXIT_OK;
  }
  if (feedback.length === 0) {
    io.stderr.write(`${messagesIn(io.language).feedback.none}\n`);
    return EXIT_OK;
  }
  await writeOutput(feedback.map((one) => `${line(one)}\n`).join(''), io);
  return EXIT_OK;
}

const SIGNS = { up: '👍', down: '👎' } as const;

function line({ at, verdict, question, status, mode, generation, answerId }: ListedFeedback) {
  const time = at.slice(0, 16).replace('T', ' ');
  const text = cleanText(question).replace(/\s+/gu, ' ');
  return `${time}  ${SIGNS[verdict]}  ${text}  (${status}, ${mode}, #${generation}, ${answerId})`;
}
