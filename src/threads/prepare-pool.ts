import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../domain/app-error.js';
import type { PreparedDocument } from '../domain/index-writer.js';
import type { SourceDocument } from '../domain/report-document.js';
import type { DocumentPreparer } from '../store/refresh-files.js';
import { type PrepareOptions, prepareDocument } from '../text/prepare-document.js';
import type { SearchText } from '../text/search-text.js';
import { Thread, type ThreadOptions } from './thread.js';

export interface PreparePoolOptions {
  readonly dictionaryFile: string;
  /** Made when a small amount of work is done without other threads. */
  readonly searchText: () => SearchText;
}

/** What of the documents is prepared. */
type Prepared = Pick<PrepareOptions, 'sentences' | 'glosses'>;

/** A thread is ready after a quarter of a second, in which so much is prepared without one. */
const BYTES_WITHOUT_THREADS = 500_000;
/** Each holds a dictionary of words (80 MB). The writer keeps one core busy for every two of these. */
const MAX_THREADS = 4;

/** Beside jieba's. A batch needs a third of it; without a limit, garbage would fill as much again. */
const MAX_HEAP_MEGABYTES = 128;
/** A document of so many characters needs more, and goes to a thread without a limit. */
const LONG_CHARACTERS = 400_000;

/** Prepares little work at once, and more of it in threads. */
export class PreparePool implements DocumentPreparer {
  readonly concurrency = Math.min(MAX_THREADS, availableParallelism());
  readonly #options: PreparePoolOptions;
  readonly #threads: Thread[] = [];
  readonly #idle: Thread[] = [];
  readonly #waiting: { resolve(thread: Thread): void; reject(error: unknown): void }[] = [];
  #forLong: Thread | null = null;
  #expectedBytes = 0;

  constructor(options: PreparePoolOptions) {
    this.#options = options;
  }

  expect(totalBytes: number): void {
    this.#expectedBytes = totalBytes;
  }

  async prepare(
    documents: readonly SourceDocument[],
    options: Prepared,
  ): Promise<readonly PreparedDocument[]> {
    if (this.#expectedBytes <= BYTES_WITHOUT_THREADS) return await this.#here(documents, options);
    if (documents.some(({ text }) => text.length > LONG_CHARACTERS)) {
      this.#forLong ??= this.#createThread({});
      return await this.#forLong.call<PreparedDocument[]>('prepare', documents, options);
    }
    return await this.#callIdle<PreparedDocument[]>('prepare', documents, options);
  }

  async gloss(embeddingTexts: readonly string[]): Promise<readonly string[]> {
    if (this.#expectedBytes > BYTES_WITHOUT_THREADS) {
      return await this.#callIdle<string[]>('gloss', embeddingTexts);
    }
    const searchText = this.#options.searchText();
    return embeddingTexts.map((text) => searchText.glossesOfPassage(text));
  }

  async #callIdle<Result>(name: string, ...parameters: readonly unknown[]): Promise<Result> {
    const thread = await this.#take();
    try {
      return await thread.call<Result>(name, ...parameters);
    } finally {
      this.#give(thread);
    }
  }

  async #here(
    documents: readonly SourceDocument[],
    options: Prepared,
  ): Promise<PreparedDocument[]> {
    const searchText = this.#options.searchText();
    const prepared: PreparedDocument[] = [];
    for (const document of documents) {
      prepared.push(prepareDocument(document, { searchText, ...options }));
      await nextTurn();
    }
    return prepared;
  }

  async #take(): Promise<Thread> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.concurrency) {
      const thread = this.#createThread({ maxHeapMegabytes: MAX_HEAP_MEGABYTES });
      this.#threads.push(thread);
      return thread;
    }
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  #createThread(limits: Pick<ThreadOptions, 'maxHeapMegabytes'>): Thread {
    const { dictionaryFile } = this.#options;
    return new Thread({
      name: 'thread that prepares documents',
      script: new URL('./prepare-worker', import.meta.url),
      workerData: { dictionaryFile },
      ...limits,
    });
  }

  #give(thread: Thread): void {
    // One that was ended meanwhile would start again, and nobody would end it.
    if (!this.#threads.includes(thread)) return;
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(thread);
    else next.resolve(thread);
  }

  /** Gives back the memory of the threads; what is under way fails with `cancelled`, the next work starts them anew. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    this.#idle.length = 0;
    const threads = this.#threads.splice(0);
    if (this.#forLong !== null) threads.push(this.#forLong);
    this.#forLong = null;
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function closed(): AppError {
  return new AppError('The preparing of documents was ended.', {
    code: 'cancelled',
    hint: 'Run the command again.',
  });
}
