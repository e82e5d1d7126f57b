import { createHash } from 'node:crypto';
import { AppError } from '../../src/domain/app-error.js';
import type {
  LoadedFile,
  ReportFile,
  ReportScan,
  ReportSource,
} from '../../src/domain/report-source.js';
import { sourceDocument } from './prepare-text.js';

interface MemoryFile {
  readonly text: string;
  readonly stamp: string;
  readonly title?: string;
  readonly failure?: AppError;
}

/** A reports folder in memory, which counts what is read. */
export class MemorySource implements ReportSource {
  readonly files = new Map<string, MemoryFile>();
  readonly reads: string[] = [];
  missing = false;
  #stamps = 0;

  put(path: string, text: string, title?: string): this {
    const stamp = `${++this.#stamps}:${text}`;
    this.files.set(path, { text, stamp, ...(title && { title }) });
    return this;
  }

  fail(path: string): this {
    const failure = new AppError(`${path} cannot be read.`, {
      code: 'file_undecodable',
      hint: `Save ${path} as UTF-8.`,
    });
    this.files.set(path, { text: '', stamp: `s${++this.#stamps}`, failure });
    return this;
  }

  async scan(): Promise<ReportScan> {
    if (this.missing) {
      throw new AppError('There is no reports folder.', {
        code: 'reports_missing',
        hint: 'Set REPORTS_DIR.',
      });
    }
    const files = [...this.files].sort(([left], [right]) => (left < right ? -1 : 1));
    return {
      files: files.map(([path, { text, stamp }]) => ({ path, stamp, sizeBytes: text.length })),
      skipped: [],
    };
  }

  async read({ path }: ReportFile): Promise<LoadedFile> {
    const file = this.files.get(path);
    this.reads.push(path);
    if (file?.failure) throw file.failure;
    const text = file?.text ?? '';
    const document = sourceDocument(path, text);
    return {
      sha256: createHash('sha256').update(text).digest('hex'),
      documents: [{ ...document, title: file?.title ?? document.title }],
      skipped: [],
    };
  }
}
