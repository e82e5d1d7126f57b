import { createColors } from 'picocolors';
import type { FallenQuestion, GateReport } from '../../domain/scorecard.js';
import { cleanText } from './clean-text.js';
import type { CliIo } from './cli-io.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { wrapText } from './wrap-text.js';

/** One digit after the point, as little as a question of a thousand. */
export function formatPoints(points: number): string {
  return points.toFixed(1);
}

/** What the new index answers worse than the old one, and the ways on, on stderr. */
export function writeGateReport(report: GateReport, io: CliIo): void {
  const messages = messagesIn(io.language);
  const { gate } = messages.index;
  const paint = createColors(io.colours.stderr);
  const label = report.kept ? paint.red(messages.error) : paint.yellow(messages.note);
  const say = report.kept ? gate.refused : gate.noticed;
  const { questions, before, now, fallen } = report;
  const told = say(gate.stages[report.stage], questions, formatPoints(before), formatPoints(now));
  const options = { width: layoutWidth(io.stderr), indent: '  ' };
  const lines = [
    wrapText(`${label}${messages.colon}${told}`, options),
    wrapText(`  ${gate.fell(fallen)}`, options),
    ...report.fell.map((one) => wrapText(`  • ${nameOf(one, gate.heldOut)}`, options)),
    ...(fallen > report.fell.length ? ['  …'] : []),
    ...(report.kept
      ? [wrapText(`${paint.cyan(messages.hint)}${messages.colon}${gate.hint}`, options)]
      : []),
  ];
  io.stderr.write(`${lines.join('\n')}\n`);
}

function nameOf({ id, file, question }: FallenQuestion, heldOut: string): string {
  return cleanText(`${file}  ${id}  ${question ?? `(${heldOut})`}`);
}
