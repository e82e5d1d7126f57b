/** Lets work in the background wait while somebody waits for an answer. */
export class QuestionsFirst {
  readonly #longestWaitMs: number;
  readonly #waiting = new Set<() => void>();
  #questions = 0;

  /** After `longestWaitMs` the background goes on all the same: a busy server must get its vectors too. */
  constructor(longestWaitMs: number) {
    this.#longestWaitMs = longestWaitMs;
  }

  async during<Result>(question: () => Promise<Result>): Promise<Result> {
    this.#questions += 1;
    try {
      return await question();
    } finally {
      this.#questions -= 1;
      if (this.#questions === 0) for (const goOn of this.#waiting) goOn();
    }
  }

  /** Resolves when nobody is waiting for an answer. */
  async pause(): Promise<void> {
    if (this.#questions === 0) return;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, this.#longestWaitMs);
      this.#waiting.add(goOn);
    });
  }
}
