import type { SourceDocument } from './report-document.js';

/** A file below the reports folder, with what tells cheaply whether it changed. */
export interface ReportFile {
  /** Path below the reports folder, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Changes whenever the file or its `.meta.json` does, as far as the file system tells (size, mtime, inode of both). */
  readonly stamp: string;
}

/** A file that is not read, and why, in words for the operator. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
  /** What mends it, where that is not to mend the file or to take it away. */
  readonly hint?: string;
}

export interface ReportScan {
  readonly files: readonly ReportFile[];
  readonly skipped: readonly SkippedFile[];
}

export interface LoadedFile {
  readonly sha256: string;
  readonly documents: readonly SourceDocument[];
  /** Lines of a JSONL file that hold no usable document. */
  readonly skipped: readonly SkippedFile[];
}

/** The reports folder. */
export interface ReportSource {
  /** Throws `reports_missing` when the folder is not there. Files in a fixed order (by path). */
  scan(): Promise<ReportScan>;
  /** Throws `file_unreadable`, `file_undecodable`, `file_invalid` or `file_too_large`; each names the file and the mend. */
  read(file: ReportFile): Promise<LoadedFile>;
}
