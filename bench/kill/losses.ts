/** What must stay at zero, in the order of the table. */
export const lossKinds = [
  'broken indexes',
  'lost documents',
  'deleted documents that came back',
  'half-written files',
  'lost jobs',
  'lost conversations',
  'lost feedback',
  'files left behind',
] as const;

export type LossKind = (typeof lossKinds)[number];

/** Counts losses and tells each with the moment that makes it again. */
export class Losses {
  readonly #counts = new Map<LossKind, number>();
  readonly #tell: (line: string) => void;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** `moment` as `--only` takes it. */
  add(kind: LossKind, moment: string, what: string): void {
    this.#counts.set(kind, this.of(kind) + 1);
    this.#tell(`LOSS (${kind}) at ${moment}: ${what}`);
  }

  of(kind: LossKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  get total(): number {
    return lossKinds.reduce((sum, kind) => sum + this.of(kind), 0);
  }
}
