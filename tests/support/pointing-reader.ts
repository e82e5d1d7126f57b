import type { Reader, ReaderSpan, ReadOptions, WindowReading } from '../../src/domain/reader.js';

/** What a window's words score; null for a window that holds none of them. */
export type PointInto = (window: string) => readonly ReaderSpan[];

/** Words to look for, with their scores. */
export function pointAt(words: Readonly<Record<string, number>>): PointInto {
  return (window) =>
    Object.entries(words).flatMap(([word, score]) => {
      const start = window.indexOf(word);
      return start < 0 ? [] : [{ start, end: start + word.length, score }];
    });
}

/** A reader without a model, which remembers what it was asked to read. */
export class PointingReader implements Reader {
  readonly fingerprint = 'pointing-1';
  readonly calls: {
    readonly question: string;
    readonly windows: readonly string[];
    readonly options: ReadOptions | undefined;
  }[] = [];
  readonly #point: PointInto;
  readonly #nullScore: number;

  constructor(point: PointInto, nullScore = 0) {
    this.#point = point;
    this.#nullScore = nullScore;
  }

  warm(): void {}

  async read(
    question: string,
    windows: readonly string[],
    options?: ReadOptions,
  ): Promise<WindowReading[]> {
    options?.signal?.throwIfAborted();
    this.calls.push({ question, windows, options });
    return windows.map((window) => ({
      nullScore: this.#nullScore,
      spans: [...this.#point(window)].sort((a, b) => b.score - a.score),
    }));
  }

  async close(): Promise<void> {}
}
