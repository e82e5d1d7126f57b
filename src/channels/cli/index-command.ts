import { createColors } from 'picocolors';
import type { App, GateWork, IndexReport } from '../../domain/app.js';
import { cleanText } from './clean-text.js';
import type { CliIo } from './cli-io.js';
import { EXIT_FAILURE, EXIT_OK } from './exit-code.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { createProgressView } from './progress-view.js';
import { type WatchFolderOptions, watchFolder } from './watch-folder.js';
import { wrapText } from './wrap-text.js';
import { writeError } from './write-error.js';
import { writeGateReport } from './write-gate-report.js';
import { isClosedPipe, writeOutput } from './write-output.js';

export interface IndexFlags {
  readonly rebuild?: boolean;
  /** Puts the new index in place without asking questions of it. */
  readonly force?: boolean;
  readonly watch?: boolean;
}

/** `index`: builds or refreshes, once or whenever a report changes. */
export async function indexCommand(
  flags: IndexFlags,
  io: CliIo,
  watchOptions?: Omit<WatchFolderOptions, 'signal'>,
): Promise<number> {
  const app = await io.openApp();
  if (flags.watch === true) return watchReports(app, flags, io, watchOptions);
  const report = await refresh(app, { ...flags, retry: true }, io, () => true);
  return hasErrors(report) ? EXIT_FAILURE : EXIT_OK;
}

async function watchReports(
  app: App,
  flags: IndexFlags,
  io: CliIo,
  watchOptions: Omit<WatchFolderOptions, 'signal'> = {},
): Promise<number> {
  const folder = io.reportsFolder();
  const ended = new AbortController();
  const signal = AbortSignal.any([io.signal, ended.signal]);
  try {
    // Watching begins before the first build, so that no change falls between the two.
    const changes = watchFolder(folder, { ...watchOptions, signal });
    const first = changes.next();
    const built = await refresh(app, { ...flags, retry: true }, io, () => true);
    let told = JSON.stringify(built.problems);
    io.stderr.write(`${messagesIn(io.language).index.watching(cleanText(folder))}\n`);
    const isNews = (report: IndexReport): boolean => {
      const before = told;
      told = JSON.stringify(report.problems);
      return report.changed || report.gate !== null || told !== before;
    };
    for (let change = await first; change.done !== true; change = await changes.next()) {
      await refreshAfterChange(app, flags, io, isNews);
    }
    return EXIT_OK;
  } finally {
    ended.abort();
  }
}

/** What fails now may work after the next change. */
async function refreshAfterChange(
  app: App,
  { force = false }: IndexFlags,
  io: CliIo,
  isNews: (report: IndexReport) => boolean,
): Promise<void> {
  try {
    await refresh(app, { force, retry: false }, io, isNews);
  } catch (error) {
    if (isClosedPipe(error)) throw error;
    if (!io.signal.aborted) writeError(error, io);
  }
}

async function refresh(
  app: App,
  { rebuild = false, force = false, retry }: IndexFlags & GateWork,
  io: CliIo,
  isNews: (report: IndexReport) => boolean,
): Promise<IndexReport> {
  const progress = createProgressView(io, { delayMs: 0, isTask: true });
  let report: IndexReport;
  try {
    report = await app.refresh({
      ...{ rebuild, signal: io.signal, onProgress: progress.update },
      ...(force ? {} : { gate: { retry } }),
    });
  } finally {
    progress.stop();
  }
  if (isNews(report)) {
    writeProblems(report, io);
    if (report.gate !== null) writeGateReport(report.gate, io);
    await writeOutput(summary(report, io), io);
  }
  return report;
}

function hasErrors(report: IndexReport): boolean {
  return report.gate?.kept === true || report.problems.some(({ severity }) => severity === 'error');
}

function summary({ status, ...report }: IndexReport, io: CliIo): string {
  const { index, comma } = messagesIn(io.language);
  const paint = createColors(io.colours.stdout);
  const isKept = report.gate?.kept === true;
  const heading = isKept ? index.kept : report.changed ? index.built : index.fresh;
  const holds = [
    index.holds(status.documents, status.passages, status.sentences),
    index.vectors(status.vectors, status.vectorsWanted),
  ].join(comma);
  const seconds = (report.tookMs / 1000).toFixed(1);
  const colour = isKept ? paint.yellow : paint.green;
  const lines = [colour(heading(report.generation)), holds];
  if (report.changed || report.embedded > 0) {
    lines.push(index.work(report.filesRead, report.filesRemoved, report.embedded, seconds));
  }
  return `${lines.map((line) => wrapText(line, { width: layoutWidth(io.stdout) })).join('\n')}\n`;
}

function writeProblems({ problems }: IndexReport, io: CliIo): void {
  const messages = messagesIn(io.language);
  const paint = createColors(io.colours.stderr);
  const options = { width: layoutWidth(io.stderr), indent: '  ' };
  for (const { file, message, hint, severity } of problems) {
    const label = severity === 'error' ? paint.red(messages.error) : paint.yellow(messages.note);
    const lines = [
      wrapText(
        `${label}${messages.colon}${cleanText(message.startsWith(file) ? message : `${file} — ${message}`)}`,
        options,
      ),
      wrapText(`  ${paint.cyan(messages.hint)}${messages.colon}${cleanText(hint)}`, {
        ...options,
        indent: '    ',
      }),
    ];
    io.stderr.write(`${lines.join('\n')}\n`);
  }
}
