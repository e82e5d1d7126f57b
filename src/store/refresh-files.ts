import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IndexProblem } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type {
  FileProblems,
  IndexedFile,
  IndexWriter,
  PreparedDocument,
} from '../domain/index-writer.js';
import type { SourceDocument } from '../domain/report-document.js';
import type {
  LoadedFile,
  ReportFile,
  ReportScan,
  ReportSource,
  SkippedFile,
} from '../domain/report-source.js';

export type PrepareDocument = (
  document: SourceDocument,
) => PreparedDocument | Promise<PreparedDocument>;

export interface RefreshFilesOptions {
  readonly writer: IndexWriter;
  readonly source: ReportSource;
  readonly scan: ReportScan;
  readonly prepare: PrepareDocument;
  readonly contentVersion: string;
  /** When set, every file is read and stored anew, and all vectors of this model are made again. */
  readonly rebuildFor: string | null;
  /** Throws when the work is to stop. */
  readonly checkpoint: () => void;
  readonly onFile: (done: number, total: number) => void;
}

export interface RefreshedFiles {
  readonly published: boolean;
  readonly filesRead: number;
  readonly filesRemoved: number;
  readonly problems: readonly IndexProblem[];
}

/** Preparing a document may take long: after so many milliseconds others get their turn. */
const SLICE_MS = 20;

/** The same bytes with another title, date or address are other documents. */
function hashContent({ sha256, documents }: LoadedFile): string {
  const known = documents.map(({ id, title, publisher, date, url }) => [
    ...[id, title, publisher, date, url],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([sha256, known]))
    .digest('hex');
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

/** Errors of one file leave the others be; all else ends the refresh. */
function isFileError(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('file_');
}

async function prepareAll(
  documents: readonly SourceDocument[],
  { prepare, checkpoint }: RefreshFilesOptions,
): Promise<PreparedDocument[]> {
  const prepared: PreparedDocument[] = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const document of documents) {
    prepared.push(await prepare(document));
    if (performance.now() < sliceEnd) continue;
    await nextTurn();
    checkpoint();
    sliceEnd = performance.now() + SLICE_MS;
  }
  return prepared;
}

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
    const { writer, contentVersion } = this.#options;
    if (!this.#begun) await writer.begin(contentVersion);
    this.#begun = true;
    return writer;
  }

  async run(): Promise<RefreshedFiles> {
    const { writer, scan, rebuildFor } = this.#options;
    const filesRemoved = await this.#removeGone();
    const stale = scan.files.filter((file) => this.#isStale(file));
    for (const [index, file] of stale.entries()) {
      this.#options.checkpoint();
      await this.#refresh(file);
      this.#options.onFile(index + 1, stale.length);
      await nextTurn();
    }
    const isEmpty = (await writer.files()).length === 0;
    if (isEmpty && !this.#begun) throw this.#nothingUsable();
    if (this.#storeAll) await this.#begin();
    if (rebuildFor !== null) await writer.renewVectors(rebuildFor);
    if (this.#begun) await writer.publish();
    const problems = [...this.#problems.values()];
    if (JSON.stringify(problems) !== JSON.stringify(await writer.fileProblems())) {
      await writer.putFileProblems(problems);
    }
    if (isEmpty) throw this.#nothingUsable();
    return {
      published: this.#begun,
      filesRead: this.#filesRead,
      filesRemoved,
      problems: [...problems.flatMap((entry) => entry.problems), ...scan.skipped.map(toNotice)],
    };
  }

  async #removeGone(): Promise<number> {
    const present = new Set(this.#options.scan.files.map(({ path }) => path));
    const gone = [...this.#known.keys()].filter((path) => !present.has(path));
    for (const path of gone) await (await this.#begin()).removeFile(path);
    return gone.length;
  }

  /** A file that failed is tried again each time: what was wrong with it may not show in its stamp. */
  #isStale({ path, stamp }: ReportFile): boolean {
    const failed = this.#problems.get(path)?.failed === true;
    return this.#storeAll || failed || this.#known.get(path)?.stamp !== stamp;
  }

  async #refresh(file: ReportFile): Promise<void> {
    const { path, stamp } = file;
    const failedBefore = this.#problems.get(path)?.failed === true;
    try {
      const loaded = await this.#options.source.read(file);
      this.#filesRead++;
      const contentHash = hashContent(loaded);
      const isSame = this.#known.get(path)?.contentHash === contentHash && !failedBefore;
      if (isSame && !this.#storeAll) await (await this.#begin()).touchFile(path, stamp);
      else await this.#put({ path, stamp, contentHash }, loaded);
      this.#note(file, loaded.skipped.map(toNotice), false);
    } catch (error) {
      if (!isFileError(error)) throw error;
      this.#note(file, [toError(path, error)], true);
    }
  }

  async #put(file: IndexedFile, loaded: LoadedFile): Promise<void> {
    const prepared = await prepareAll(loaded.documents, this.#options);
    await (await this.#begin()).putFile(file, prepared);
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
        'Put a .txt, .md or .jsonl file into the reports folder (REPORTS_DIR) and ask again.',
    });
  }
}

/**
 * Brings documents and words of the index to what the reports folder holds, in one flip, one file in memory at a time.
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
