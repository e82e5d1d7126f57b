import type { SingleBar } from 'cli-progress';
import type { IndexPhase, IndexProgress } from '../../domain/app.js';
import { vectorsWhileWaiting } from '../../domain/vectors-while-waiting.js';
import type { CliIo } from './cli-io.js';
import { displayWidth } from './display-width.js';
import { layoutWidth } from './layout-width.js';
import { messagesIn } from './messages.js';
import { wrapText } from './wrap-text.js';

export interface ProgressView {
  update(progress: IndexProgress): void;
  /** Takes the bar off the screen; call it before anything else is written. */
  stop(): void;
}

export interface ProgressViewOptions {
  /** Work that is done sooner shows nothing. */
  readonly delayMs: number;
  /** Whether building is what was asked for: then lines tell of it off a terminal, and that words can be asked meanwhile. */
  readonly isTask: boolean;
  readonly now?: () => number;
}

const PLAIN_LINE_EVERY_MS = 3000;

/** Progress of an index build on stderr. */
export function createProgressView(
  io: CliIo,
  { delayMs, isTask, now = Date.now }: ProgressViewOptions,
): ProgressView {
  const show = io.stderr.isTTY === true ? barView(io, now) : isTask ? lineView(io, now) : null;
  const startedAt = now();
  return {
    update(progress) {
      if (progress.phase === 'searchable' && !isTask) return;
      if (now() - startedAt >= delayMs) show?.update(progress);
    },
    stop: () => show?.stop(),
  };
}

function lineView(io: CliIo, now: () => number): ProgressView {
  const { phases } = messagesIn(io.language).index;
  let phase: IndexPhase | null = null;
  let phaseStartedAt = 0;
  let writtenAt = 0;
  return {
    update(progress) {
      if (progress.phase === 'done') return;
      if (progress.phase === 'searchable') {
        io.stderr.write(searchableLine(progress, io));
        return;
      }
      if (progress.phase === phase && now() - writtenAt < PLAIN_LINE_EVERY_MS) return;
      if (progress.phase !== phase) phaseStartedAt = now();
      phase = progress.phase;
      writtenAt = now();
      const label = isCounted(progress) ? `${phases[phase]} ${amount(progress)}` : phases[phase];
      const parts = [label, ...estimate(progress, now() - phaseStartedAt, io)];
      io.stderr.write(`${parts.join('  ')}\n`);
    },
    stop() {},
  };
}

function barView(io: CliIo, now: () => number): ProgressView {
  let latest: IndexProgress | null = null;
  let phaseStartedAt = now();
  let bar: SingleBar | null = null;
  let state: 'idle' | 'loading' | 'shown' | 'stopped' = 'idle';
  const draw = (): void => {
    if (latest !== null) bar?.update(latest.done);
  };
  const start = async (): Promise<void> => {
    const { default: progress } = await import('cli-progress');
    if (state !== 'loading') return;
    state = 'shown';
    bar = new progress.SingleBar({
      stream: io.stderr,
      clearOnComplete: true,
      hideCursor: false,
      gracefulExit: false,
      linewrap: null,
      fps: 8,
      format: () => (latest === null ? '' : barLine(latest, now() - phaseStartedAt, io)),
    });
    bar.start(1, 0);
    draw();
  };
  return {
    update(progress) {
      if (state === 'stopped') return;
      if (progress.phase === 'searchable') {
        // The bar goes, so that the line stays on the screen; the next progress brings it back.
        bar?.stop();
        bar = null;
        state = 'idle';
        latest = null;
        io.stderr.write(searchableLine(progress, io));
        return;
      }
      if (progress.phase !== latest?.phase) phaseStartedAt = now();
      latest = progress;
      if (state === 'shown') draw();
      if (state === 'idle') {
        state = 'loading';
        // A progress bar that cannot be loaded is no reason to fail.
        start().catch(() => {
          state = 'stopped';
        });
      }
    },
    stop() {
      state = 'stopped';
      bar?.stop();
      bar = null;
    },
  };
}

function searchableLine({ done, total }: IndexProgress, io: CliIo): string {
  if (total === null || total <= vectorsWhileWaiting) return '';
  const line = messagesIn(io.language).index.searchable(done, total);
  return `${wrapText(line, { width: layoutWidth(io.stderr) })}\n`;
}

const BAR_COLUMNS = 24;
// Before that an estimate jumps about.
const ESTIMATE_AFTER_MS = 2000;

function barLine(progress: IndexProgress, elapsedMs: number, io: CliIo): string {
  const label = messagesIn(io.language).index.phases[progress.phase];
  if (!isCounted(progress) || progress.phase === 'done') return `${label} …`;
  const share = Math.min(1, progress.done / progress.total);
  const filled = Math.round(share * BAR_COLUMNS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled);
  const parts = [label, bar, amount(progress), ...estimate(progress, elapsedMs, io)];
  const columns = io.stderr.columns ?? 80;
  while (parts.length > 1 && displayWidth(parts.join('  ')) >= columns) {
    parts.splice(parts.length > 3 ? 3 : 1, 1);
  }
  return parts.join('  ');
}

/** The rate of vectors, and how long the rest takes; empty while nobody can say. */
function estimate(progress: IndexProgress, elapsedMs: number, io: CliIo): string[] {
  if (!isCounted(progress) || progress.done === 0 || elapsedMs <= ESTIMATE_AFTER_MS) return [];
  const { phase, done, total } = progress;
  const seconds = elapsedMs / 1000;
  const perSecond = done / seconds;
  const rate = `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`;
  const secondsLeft = Math.ceil(seconds * Math.max(0, total / done - 1));
  const left = messagesIn(io.language).index.remaining(secondsLeft);
  return phase === 'embedding' ? [rate, left] : [left];
}

function isCounted(progress: IndexProgress): progress is IndexProgress & { total: number } {
  return progress.total !== null && progress.total > 0;
}

function amount({ done, total }: IndexProgress): string {
  return `${done}/${total ?? '?'}`;
}
