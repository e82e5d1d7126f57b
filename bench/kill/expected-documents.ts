import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossKind } from './losses.js';
import type { MadeReport } from './made-report.js';

/** Null: not there. */
export type DocumentState = MadeReport | null;

export type DocumentFault = readonly [LossKind, string];

interface Allowed {
  /** In which the file may be. */
  disk: DocumentState[];
  /** In which the index may have it before it was brought up to date. */
  index: DocumentState[];
}

/** What the server owes: a document is in the state that was acknowledged last, or in one that was asked for since. */
export class ExpectedDocuments {
  readonly #allowed = new Map<string, Allowed>();
  #settled = new Map<string, MadeReport>();

  constructor(reports: readonly MadeReport[]) {
    for (const report of reports) this.settle(report.file, report);
  }

  /** The reports as they were when nothing was under way. */
  get reports(): readonly MadeReport[] {
    return [...this.#settled.values()];
  }

  settle(file: string, state: DocumentState): void {
    this.#allowed.set(file, { disk: [state], index: [state] });
    if (state === null) this.#settled.delete(file);
    else this.#settled.set(file, state);
  }

  /** The index is up to date: it owes nothing older. */
  settleIndex(): void {
    for (const file of this.#allowed.keys()) this.settle(file, this.#settled.get(file) ?? null);
  }

  /** A change is asked for. */
  begin(file: string, state: DocumentState): void {
    const { disk, index } = this.#allowed.get(file) ?? { disk: [null], index: [null] };
    this.#allowed.set(file, { disk: [...disk, state], index: [...index, state] });
  }

  /** The server said that the file is on disk; the index may be older. */
  stored(file: string, state: DocumentState): void {
    const { index } = this.#allowed.get(file) ?? { index: [null] };
    this.#allowed.set(file, { disk: [state], index });
  }

  /** The server said that the change is done. */
  done(file: string, state: DocumentState): void {
    this.#allowed.set(file, { disk: [state], index: [state] });
  }

  /** Looks at the files that a killed server left, and takes them for what the documents are. */
  settleBy(folder: string): DocumentFault[] {
    const present = new Set(readdirSync(folder));
    const faults: DocumentFault[] = [];
    for (const [file, { disk, index }] of this.#allowed) {
      const sha256 = present.has(file) ? hashOf(join(folder, file)) : null;
      const state = disk.find((one) => (one?.sha256 ?? null) === sha256);
      if (state === undefined) faults.push([faultOf(sha256, disk), `the file ${file}`]);
      // A loss is told once.
      const settled = state ?? null;
      if (settled === null) this.#settled.delete(file);
      else this.#settled.set(file, settled);
      this.#allowed.set(file, { disk: [settled], index: [...index, settled] });
    }
    return faults;
  }

  /** Whether the index has an old or a new state of each document; `listed` are hashes by file. */
  faultsOfOldIndex(listed: ReadonlyMap<string, string>): DocumentFault[] {
    return [...this.#allowed].flatMap(([file, { index }]): DocumentFault[] => {
      const sha256 = listed.get(file) ?? null;
      const isAllowed = index.some((one) => (one?.sha256 ?? null) === sha256);
      return isAllowed ? [] : [[faultOf(sha256, index), `${file} in the index`]];
    });
  }

  /** Whether the index has what the files are. */
  faultsOfNewIndex(listed: ReadonlyMap<string, string>): DocumentFault[] {
    const files = new Set([...listed.keys(), ...this.#settled.keys()]);
    return [...files].flatMap((file): DocumentFault[] => {
      const sha256 = listed.get(file) ?? null;
      const state = this.#settled.get(file) ?? null;
      if ((state?.sha256 ?? null) === sha256) return [];
      return [[faultOf(sha256, [state]), `${file} in the index after a refresh`]];
    });
  }
}

function faultOf(sha256: string | null, allowed: readonly DocumentState[]): LossKind {
  if (sha256 === null) return 'lost documents';
  return allowed.every((state) => state === null)
    ? 'deleted documents that came back'
    : 'half-written files';
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
