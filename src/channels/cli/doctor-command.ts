import { inspect } from 'node:util';
import { createColors } from 'picocolors';
import type { HealthCheck } from '../../domain/app.js';
import { cleanText } from './clean-text.js';
import type { CliIo } from './cli-io.js';
import { describeError } from './describe-error.js';
import { EXIT_FAILURE, EXIT_OK } from './exit-code.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { wrapText } from './wrap-text.js';
import { writeOutput } from './write-output.js';

/** `doctor`: every check with its mend. An App that does not even open is a failed check, too. */
export async function doctorCommand(io: CliIo): Promise<number> {
  const { doctor } = messagesIn(io.language);
  const checks = await runChecks(io);
  const failed = checks.filter(({ ok }) => !ok).length;
  const paint = createColors(io.colours.stdout);
  const verdict = failed === 0 ? paint.green(doctor.well) : paint.red(doctor.unwell(failed));
  await writeOutput(
    `${checks.map((check) => checkText(check, io)).join('\n')}\n\n${verdict}\n`,
    io,
  );
  return failed === 0 ? EXIT_OK : EXIT_FAILURE;
}

async function runChecks(io: CliIo): Promise<HealthCheck[]> {
  const messages = messagesIn(io.language);
  try {
    const app = await io.openApp();
    return await app.health();
  } catch (error) {
    io.signal.throwIfAborted();
    if (io.debug) io.stderr.write(`${cleanText(inspect(error))}\n`);
    const { message, hint } = describeError(error, messages);
    return [{ name: messages.doctor.start, ok: false, detail: message, hint }];
  }
}

function checkText({ name, ok, detail, hint }: HealthCheck, io: CliIo): string {
  const { colon } = messagesIn(io.language);
  const paint = createColors(io.colours.stdout);
  const width = layoutWidth(io.stdout);
  const mark = ok ? paint.green('✓') : paint.red('✗');
  const line = wrapText(`${mark} ${paint.bold(cleanText(name))}${colon}${cleanText(detail)}`, {
    width,
    indent: '  ',
  });
  if (ok || hint === null) return line;
  return `${line}\n${wrapText(`  ${paint.cyan('→')} ${cleanText(hint)}`, { width, indent: '    ' })}`;
}
