import type { IndexProblem } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type {
  FileProblems,
  IndexedFile,
  IndexWriter,
  PreparedDocument,
} from '../domain/index-writer.js';
import type { SourceDocument } from '../domain/report-document.js';
import type { ReportFile, ReportScan, ReportSource, SkippedFile } from '../domain/report-source.js';
import type { GateReport } from '../domain/scorecard.js';
import { mapOrdered } from './map-ordered.js';
import type { PublicationGate } from './publication-gate.js';
import {
  type ChangedStep,
  isFileError,
  type ReadStep,
  readStaleFiles,
} from './read-stale-files.js';

/** Prepares some documents at a time; calls may run side by side. */
export interface DocumentPreparer {
  /** How many calls are worth while. */
  readonly concurrency: number;
  /** Of all files that are to be prepared. */
  expect(totalBytes: number): void;
  prepare(
    documents: readonly SourceDocument[],
    options: { readonly sentences: boolean; readonly glosses: boolean },
  ): Promise<readonly PreparedDocument[]>;
  /** For the texts to embed of passages that were prepared without glosses. */
  gloss(embeddingTexts: readonly string[]): Promise<readonly string[]>;
}

export interface RefreshFilesOptions {
  readonly writer: IndexWriter;
  readonly source: ReportSource;
  readonly scan: ReportScan;
  readonly preparer: DocumentPreparer;
  readonly contentVersion: string;
  /** When set, every file is read and stored anew, and all vectors of this model are made again. */
  readonly rebuildFor: string | null;
  /** Bytes of reports above which sentences are not prepared. */
  readonly bigFromBytes: number;
  /** Throws when the work is to stop. */
  readonly checkpoint: () => void;
  readonly onFile: (done: number, total: number) => void;
  /** What may keep the new documents from being published; null: nothing. */
  readonly gate: Pick<PublicationGate, 'open' | 'judge' | 'refuse'> | null;
}

export interface RefreshedFiles {
  readonly published: boolean;
  readonly filesRead: number;
  readonly filesRemoved: number;
  readonly problems: readonly IndexProblem[];
  /** Why the new documents were not published. */
  readonly refusal: GateReport | null;
}

const SKIPPED_HINT = 'Nothing else is kept back by it; mend or remove it, and run `npm run index`.';

function toNotice({ path, reason, hint = SKIPPED_HINT }: SkippedFile): IndexProblem {
  return {
    file: path,
    message: reason,
    hint,
    severity: 'notice',
  };
}

function toError(file: string, { message, hint }: AppError): IndexProblem {
  return { file, message, hint, severity: 'error' };
}

function toProblems(files: readonly FileProblems[], { skipped }: ReportScan): IndexProblem[] {
  return [...files.flatMap(({ problems }) => problems), ...skipped.map(toNotice)];
}

type PreparedStep =
  | Exclude<ReadStep, ChangedStep>
  | (ChangedStep & { readonly prepared: readonly PreparedDocument[] });

interface StoredFiles {
  readonly files: readonly IndexedFile[];
  readonly problems: readonly FileProblems[];
  readonly contentVersion: string | null;
}

async function readStored(writer: IndexWriter): Promise<StoredFiles> {
  return {
    files: await writer.files(),
    problems: await writer.fileProblems(),
    contentVersion: await writer.contentVersion(),
  };
}

/** One pass over the files; the transaction begins with the first thing to write. */
class FileRefresh {
  readonly #options: RefreshFilesOptions;
  readonly #known: ReadonlyMap<string, IndexedFile>;
  readonly #problems: Map<string, FileProblems>;
  readonly #storeAll: boolean;
  #begun = false;
  /** Whether anything but stamps is written. */
  #isChanged = false;
  #filesRead = 0;

  constructor(options: RefreshFilesOptions, stored: StoredFiles) {
    const { scan, contentVersion, rebuildFor } = options;
    this.#options = options;
    this.#known = new Map(stored.files.map((file) => [file.path, file]));
    const present = new Set(scan.files.map(({ path }) => path));
    this.#problems = new Map(
      stored.problems.flatMap((entry) => (present.has(entry.path) ? [[entry.path, entry]] : [])),
    );
    this.#storeAll = rebuildFor !== null || stored.contentVersion !== contentVersion;
  }

  async #begin(): Promise<IndexWriter> {
    const { writer, contentVersion, gate } = this.#options;
    if (this.#begun) return writer;
    await gate?.open();
    await writer.begin(contentVersion);
    this.#begun = true;
    return writer;
  }

  async #beginChange(): Promise<IndexWriter> {
    this.#isChanged = true;
    return await this.#begin();
  }

  async run(): Promise<RefreshedFiles> {
    const { writer, scan, rebuildFor, gate } = this.#options;
    const filesRemoved = await this.#removeGone();
    await this.#refreshStale(scan.files.filter((file) => this.#isStale(file)));
    const isEmpty = (await writer.files()).length === 0;
    if (isEmpty && !this.#begun) throw this.#nothingUsable();
    if (this.#storeAll) await this.#beginChange();
    if (rebuildFor !== null) await writer.renewVectors(rebuildFor);
    const refusal = (this.#begun && (await gate?.judge(!this.#isChanged))) || null;
    if (refusal !== null) {
      await writer.rollback();
      await gate?.refuse();
      return { ...this.#done(false, 0), refusal };
    }
    if (this.#begun) await writer.publish();
    const problems = [...this.#problems.values()];
    if (JSON.stringify(problems) !== JSON.stringify(await writer.fileProblems())) {
      await writer.putFileProblems(problems);
    }
    if (isEmpty) throw this.#nothingUsable();
    return { ...this.#done(this.#begun, filesRemoved), refusal: null };
  }

  #done(published: boolean, filesRemoved: number): Omit<RefreshedFiles, 'refusal'> {
    const problems = toProblems([...this.#problems.values()], this.#options.scan);
    return { ...{ published, filesRemoved, problems }, filesRead: this.#filesRead };
  }

  async #removeGone(): Promise<number> {
    const present = new Set(this.#options.scan.files.map(({ path }) => path));
    const gone = [...this.#known.keys()].filter((path) => !present.has(path));
    for (const path of gone) await (await this.#beginChange()).removeFile(path);
    return gone.length;
  }

  /** A file that failed is tried again each time: what was wrong with it may not show in its stamp. */
  #isStale({ path, stamp }: ReportFile): boolean {
    const failed = this.#problems.get(path)?.failed === true;
    return this.#storeAll || failed || this.#known.get(path)?.stamp !== stamp;
  }

  async #refreshStale(stale: readonly ReportFile[]): Promise<void> {
    const { writer, source, scan, preparer, checkpoint, onFile, bigFromBytes } = this.#options;
    const totalBytes = scan.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const staleBytes = stale.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const options = {
      sentences: totalBytes < bigFromBytes,
      // A report that is put into an archive has them at once, and so is judged with them.
      glosses: staleBytes < bigFromBytes || writer.glossesLater === null,
    };
    preparer.expect(staleBytes);
    const read = readStaleFiles(stale, source, (file, hash) => this.#isStored(file, hash));
    // Twice as many as are prepared at once: the next ones wait ready while one is written.
    const steps = mapOrdered(
      read,
      preparer.concurrency * 2,
      async (step): Promise<PreparedStep> => {
        checkpoint();
        if (step.kind !== 'changed') return step;
        return { ...step, prepared: await preparer.prepare(step.documents, options) };
      },
    );
    let done = 0;
    for (let next = await steps.next(); next.done !== true; next = await steps.next()) {
      checkpoint();
      await this.#take(next.value, steps);
      done += 1;
      onFile(done, stale.length);
    }
  }

  #isStored({ path }: ReportFile, contentHash: string): boolean {
    const failedBefore = this.#problems.get(path)?.failed === true;
    return !this.#storeAll && !failedBefore && this.#known.get(path)?.contentHash === contentHash;
  }

  async #take(step: PreparedStep, steps: AsyncGenerator<PreparedStep>): Promise<void> {
    const { file } = step;
    if (step.kind === 'failed') {
      this.#note(file, [toError(file.path, step.error)], true);
      return;
    }
    this.#filesRead++;
    if (step.kind === 'same') await (await this.#begin()).touchFile(file.path, file.stamp);
    else if (!(await this.#put(step, steps))) return;
    this.#note(file, step.skipped.map(toNotice), false);
  }

  /** Stores the file, whose later documents come with the next steps; whether that worked. */
  async #put(
    first: ChangedStep & { readonly prepared: readonly PreparedDocument[] },
    steps: AsyncGenerator<PreparedStep>,
  ): Promise<boolean> {
    const { file, contentHash } = first;
    const { checkpoint } = this.#options;
    let step: PreparedStep = first;
    const isUnfinished = () => step.kind === 'changed' && !step.isLast;
    const advance = async (): Promise<void> => {
      const next = await steps.next();
      if (next.done !== true) step = next.value;
    };
    async function* documents(): AsyncGenerator<PreparedDocument> {
      for (;;) {
        if (step.kind === 'changed') yield* (step as typeof first).prepared;
        if (!isUnfinished()) return;
        checkpoint();
        await advance();
      }
    }
    try {
      const writer = await this.#beginChange();
      await writer.putFile({ path: file.path, stamp: file.stamp, contentHash }, documents());
      return true;
    } catch (error) {
      if (!isFileError(error)) throw error;
      while (isUnfinished()) await advance();
      this.#note(file, [toError(file.path, error)], true);
      return false;
    }
  }

  #note({ path, stamp }: ReportFile, problems: readonly IndexProblem[], failed: boolean): void {
    if (problems.length === 0) this.#problems.delete(path);
    else this.#problems.set(path, { path, stamp, failed, problems });
  }

  #nothingUsable(): AppError {
    const [first, ...others] = [...this.#problems.values()].flatMap((entry) => entry.problems);
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    const detail = first === undefined ? '' : ` ${first.message}${more}`;
    return new AppError(`There is no report with usable text in the reports folder.${detail}`, {
      code: 'reports_missing',
      hint:
        first?.hint ??
        'Put a .txt, .md or .jsonl file into the reports folder (REPORTS_DIR) and try again.',
    });
  }
}

/**
 * Brings documents and words of the index to what the reports folder holds, in one flip, a few documents in memory at a time.
 * A file that fails keeps the documents of its last good state. Throws `reports_missing` when there is no usable
 * text: nothing in the folder, and by then nothing in the index.
 */
export async function refreshFiles(options: RefreshFilesOptions): Promise<RefreshedFiles> {
  try {
    return await new FileRefresh(options, await readStored(options.writer)).run();
  } catch (error) {
    await options.writer.rollback();
    throw error;
  }
}

/** Where what the folder holds is not to be built: the index as it is. */
export async function leaveFiles({
  writer,
  scan,
}: Pick<RefreshFilesOptions, 'writer' | 'scan'>): Promise<RefreshedFiles> {
  const problems = toProblems(await writer.fileProblems(), scan);
  return { ...{ published: false, refusal: null, problems }, filesRead: 0, filesRemoved: 0 };
}
