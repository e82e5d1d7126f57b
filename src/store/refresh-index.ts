import type { IndexReport, RefreshOptions } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import type { IndexWriter } from '../domain/index-writer.js';
import type { ReportScan, ReportSource } from '../domain/report-source.js';
import {
  type EmbedMissingOptions,
  embedMissing,
  type PassageEmbedder,
  type StoppableWork,
} from './embed-missing.js';
import { glossMissing } from './gloss-missing.js';
import { refusedMark } from './index-freshness.js';
import { type GateSettings, PublicationGate } from './publication-gate.js';
import {
  type DocumentPreparer,
  leaveFiles,
  type RefreshedFiles,
  refreshFiles,
} from './refresh-files.js';
import type { LockOptions, WriterLock } from './writer-lock.js';

export interface RefreshIndexOptions extends RefreshOptions {
  readonly vectors?: StoppableWork;
  readonly source: ReportSource;
  /** Called when the lock is held. `replaceDamaged` is set for a rebuild. */
  readonly openWriter: (options: {
    readonly replaceDamaged: boolean;
  }) => IndexWriter | Promise<IndexWriter>;
  readonly embedder: PassageEmbedder;
  readonly preparer: DocumentPreparer;
  /** Of the repair, split and token rules. */
  readonly contentVersion: string;
  readonly lock: WriterLock;
  /** Judges where `gate` asks for it; absent or null: nobody does. */
  readonly publication?: GateSettings | null;
  /** From so many bytes of reports on, sentences are not prepared: a question makes what it needs of them. */
  readonly bigFromBytes?: number;
  /** Texts a call of the model. */
  readonly batchSize?: number;
  /** Calls of the model side by side. */
  readonly concurrency?: number;
  /** Milliseconds, ascending. */
  readonly clock?: () => number;
}

/** Texts of the built-in model run one by one: what is cut off in the middle is soon made again. */
const BATCH_SIZE = 16;
/** Some 5,000 passages of 30,000 sentences, which take a quarter of an hour to embed on two cores. */
const BIG_FROM_BYTES = 5 * 1024 * 1024;

function cancelled(cause: unknown): AppError {
  return new AppError('Stopped before the index was done.', {
    code: 'cancelled',
    hint: 'Run `npm run index`; it goes on where it was.',
    cause,
  });
}

function checkpointOf(signal: AbortSignal | undefined): () => void {
  return () => {
    if (signal?.aborted) throw cancelled(signal.reason);
  };
}

function lockOptions({ signal, onProgress }: RefreshIndexOptions): LockOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    onWaiting: () => onProgress?.({ phase: 'waiting', done: 0, total: null }),
  };
}

async function tellSearchable(
  writer: IndexWriter,
  { embedder, onProgress, vectors }: RefreshIndexOptions,
): Promise<void> {
  if (onProgress === undefined) return;
  const { documents } = await writer.status(embedder.fingerprint);
  const total = await writer.countMissingVectors(embedder.fingerprint);
  // Nobody is to wait for what this refresh does not make.
  const follow = total > (vectors?.upTo ?? Number.POSITIVE_INFINITY) ? 0 : total;
  onProgress({ phase: 'searchable', done: documents, total: follow });
}

function embeddingOf(
  writer: IndexWriter,
  options: RefreshIndexOptions,
): EmbedMissingOptions & { readonly writer: IndexWriter } {
  const { embedder, onProgress, signal } = options;
  return {
    ...{ writer, embedder, signal, checkpoint: checkpointOf(signal) },
    ...{ clock: options.clock ?? (() => performance.now()), work: options.vectors ?? {} },
    batchSize: options.batchSize ?? BATCH_SIZE,
    concurrency: options.concurrency ?? 1,
    onBatch: (done, total) => onProgress?.({ phase: 'embedding', done, total }),
  };
}

function openGate(
  embedding: ReturnType<typeof embeddingOf>,
  scan: ReportScan,
  { gate, publication, contentVersion, onProgress }: RefreshIndexOptions,
): PublicationGate | null {
  if (gate === undefined || publication === undefined || publication === null) return null;
  return new PublicationGate({
    ...publication,
    embedding,
    mark: refusedMark({ scan, contentVersion, points: publication.points }),
    onQuestion: (done, total) => onProgress?.({ phase: 'checking', done, total }),
  });
}

async function bringUpFiles(
  writer: IndexWriter,
  scan: ReportScan,
  gate: PublicationGate | null,
  options: RefreshIndexOptions,
): Promise<RefreshedFiles> {
  const { source, embedder, preparer, contentVersion, onProgress, signal } = options;
  const isDone = options.gate?.retry === false && (await gate?.hasRefused()) === true;
  if (isDone) return await leaveFiles({ writer, scan });
  return await refreshFiles({
    ...{ writer, source, scan, preparer, contentVersion, gate },
    checkpoint: checkpointOf(signal),
    rebuildFor: options.rebuild === true ? embedder.fingerprint : null,
    bigFromBytes: options.bigFromBytes ?? BIG_FROM_BYTES,
    onFile: (done, total) => onProgress?.({ phase: 'reading', done, total }),
  });
}

async function glossLater(
  { glossesLater }: IndexWriter,
  { preparer, onProgress, signal, vectors, clock }: RefreshIndexOptions,
): Promise<number> {
  if (glossesLater === null) return 0;
  return await glossMissing({
    ...{ writer: glossesLater, preparer, checkpoint: checkpointOf(signal) },
    ...{ clock: clock ?? (() => performance.now()), work: vectors ?? {} },
    onBatch: (done, total) => onProgress?.({ phase: 'glossing', done, total }),
  });
}

async function refreshWith(
  writer: IndexWriter,
  scan: ReportScan,
  options: RefreshIndexOptions,
): Promise<Omit<IndexReport, 'tookMs'>> {
  const { embedder, onProgress, signal } = options;
  const embedding = embeddingOf(writer, options);
  const gate = openGate(embedding, scan, options);
  const files = await bringUpFiles(writer, scan, gate, options);
  if (files.published) await tellSearchable(writer, options);
  const glossed = await glossLater(writer, options);
  const made = await embedMissing(embedding);
  await writer.finish(embedder.fingerprint, signal === undefined ? {} : { signal });
  const changed = files.published || glossed > 0 || made > 0;
  const embedded = made + (gate?.embedded ?? 0);
  const status = await writer.status(embedder.fingerprint);
  const fall = files.refusal ?? ((changed && (await gate?.conclude(status))) || null);
  onProgress?.({ phase: 'done', done: status.documents, total: status.documents });
  const problems = (await (gate === null ? null : options.publication?.grader.problems())) ?? [];
  return {
    ...{ generation: status.generation, changed, embedded, status, gate: fall },
    filesRead: files.filesRead,
    filesRemoved: files.filesRemoved,
    problems: [...files.problems, ...problems],
  };
}

/**
 * Brings the index to what the reports folder holds: words first, in one flip, then the vectors that are missing, as
 * far as `vectors` says. One refresh at a time: a second one waits for the first, and finds its work done. Where `gate` is given, the
 * new index is asked questions first, and the old one stays when fewer are answered right. Whatever ends it, readers have the
 * old index or the new one, and the next refresh goes on.
 * Throws `reports_missing`, `cancelled`, `index_unwritable`, `index_damaged` (not with `rebuild`), `index_too_new`,
 * `disk_full`, `native_module` and what the embedder throws. Errors of single files are in the report instead.
 */
export async function refreshIndex(options: RefreshIndexOptions): Promise<IndexReport> {
  const { source, openWriter, lock, rebuild, signal, clock = () => performance.now() } = options;
  const started = clock();
  const release = await lock.acquire(lockOptions(options));
  try {
    const scan = await source.scan();
    const writer = await openWriter({ replaceDamaged: rebuild === true });
    try {
      const report = await refreshWith(writer, scan, options);
      return { ...report, tookMs: clock() - started };
    } finally {
      await writer.close();
    }
  } catch (error) {
    throw signal?.aborted && !(error instanceof AppError) ? cancelled(error) : error;
  } finally {
    await release();
  }
}
