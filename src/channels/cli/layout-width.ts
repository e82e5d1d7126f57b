import type { CliOutput } from './cli-io.js';

// Longer lines are hard to read, however wide the window.
const MAX_WIDTH = 100;

/** Columns to lay text out in; `Infinity` where the output is no terminal and must not be wrapped. */
export function layoutWidth(output: CliOutput): number {
  return output.isTTY === true
    ? Math.min(output.columns ?? 80, MAX_WIDTH)
    : Number.POSITIVE_INFINITY;
}
