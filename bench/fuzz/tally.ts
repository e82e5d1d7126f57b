import type { CaseKind, CaseResult, Step } from './fuzz-case.js';
import { isHang } from './run-step.js';

/** The slowest in parts of their limits, by the clock and by the processor. */
interface Slowest {
  count: number;
  clock: { step: Step; number: number };
  processor: { step: Step; number: number };
}

/** What came of the cases of one kind. */
export class Tally {
  readonly kind: CaseKind;
  readonly refused = new Map<string, number>();
  readonly violations: string[] = [];
  readonly slowest = new Map<Step['name'], Slowest>();
  cases = 0;
  accepted = 0;
  crashes = 0;
  hangs = 0;
  asked = 0;
  quotes = 0;
  inexact = 0;

  constructor(kind: CaseKind) {
    this.kind = kind;
  }

  add(result: CaseResult): void {
    const { number, outcome, code, steps, faults } = result;
    this.cases += 1;
    this.asked += result.asked;
    this.quotes += result.quotes;
    if (outcome === 'accepted') this.accepted += 1;
    if (outcome === 'refused')
      this.refused.set(code ?? '', (this.refused.get(code ?? '') ?? 0) + 1);
    if (outcome === 'crashed') this.crash(number, `${code}\n${result.stack}`);
    for (const step of steps) {
      this.time(step, number);
      if (isHang(step)) this.hang(number, `${step.name} took ${describe(step)}`);
    }
    for (const fault of new Set(faults)) {
      this.inexact += 1;
      this.report(number, fault);
    }
  }

  private time(step: Step, number: number): void {
    const one = { step, number };
    const slowest = this.slowest.get(step.name) ?? { count: 0, clock: one, processor: one };
    slowest.count += 1;
    const { clock, processor } = slowest;
    const part = (ms: number, { limitMs }: Step) => ms / limitMs;
    if (part(step.tookMs, step) > part(clock.step.tookMs, clock.step)) slowest.clock = one;
    if (part(step.processorMs, step) > part(processor.step.processorMs, processor.step)) {
      slowest.processor = one;
    }
    this.slowest.set(step.name, slowest);
  }

  crash(number: number, detail: string): void {
    this.crashes += 1;
    this.report(number, `crash: ${detail}`);
  }

  hang(number: number, detail: string): void {
    this.hangs += 1;
    this.report(number, `hang: ${detail}`);
  }

  report(number: number, what: string): void {
    const line = `${this.kind}:${number}: ${what}`;
    this.violations.push(line);
    console.error(line);
  }

  row(): string {
    const refused = [...this.refused].map(([code, count]) => `${count} ${code}`).join(', ');
    const slowest = [...this.slowest].map(
      ([name, { count, clock, processor }]) =>
        `${name} (${count}): ${describe(clock.step)} (${this.kind}:${clock.number}), ${describe(processor.step)} (${this.kind}:${processor.number})`,
    );
    const cells = [
      ...[this.kind, this.cases, this.accepted, refused || '–', this.crashes, this.hangs],
      ...[slowest.join('; '), this.asked, this.quotes, this.inexact],
    ];
    return `| ${cells.join(' | ')} |`;
  }
}

function describe({ tookMs, processorMs, limitMs }: Step): string {
  return `${tookMs.toFixed(0)} ms, ${processorMs.toFixed(0)} of the processor, of ${limitMs.toFixed(0)}`;
}

export const TALLY_HEAD = [
  '| kind | cases | accepted | refused | crashes | hangs | steps; slowest by the clock and by the processor | questions asked | quotes and sentences checked | inexact |',
  '|---|---|---|---|---|---|---|---|---|---|',
].join('\n');
