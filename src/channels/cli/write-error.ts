import { inspect } from 'node:util';
import { createColors } from 'picocolors';
import type { Language } from '../../domain/answer.js';
import { AppError } from '../../domain/app-error.js';
import { cleanText } from './clean-text.js';
import type { CliIo } from './cli-io.js';
import { describeError } from './describe-error.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { wrapText } from './wrap-text.js';

/** Two lines on stderr: what is wrong and what mends it; the stack as well in debug mode. */
export function writeError(error: unknown, io: CliIo, language: Language = io.language): void {
  const messages = messagesIn(language);
  const { code, message, hint } = describeError(error, messages);
  const kind = messages.errorKinds[code];
  const label = kind === undefined ? messages.error : `${messages.error}（${kind}）`;
  const colours = createColors(io.colours.stderr);
  const options = { width: layoutWidth(io.stderr), indent: '  ' };
  const lines = [
    wrapText(`${colours.red(label)}${messages.colon}${cleanText(message)}`, options),
    wrapText(`${colours.cyan(messages.hint)}${messages.colon}${cleanText(hint)}`, options),
  ];
  if (io.debug && (!(error instanceof AppError) || error.cause !== undefined)) {
    lines.push(cleanText(inspect(error)));
  }
  io.stderr.write(`${lines.join('\n')}\n`);
}
