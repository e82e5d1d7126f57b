const OPEN = 0;
const INSIDE = 1;
const SHUT = 2;

/**
 * Keeps a worker out of native code while the process ends. onnxruntime-node 1.30 aborts the whole process (exit 134,
 * `Napi::Error`) when its worker is stopped while it loads or runs a model, so the main thread waits at the gate first.
 */
export class NativeGate {
  readonly #state: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.#state = new Int32Array(shared);
  }

  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  }

  /** Runs the native work, or never settles when the gate is shut: the process is ending. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (Atomics.compareExchange(this.#state, 0, OPEN, INSIDE) !== OPEN) {
      return new Promise<T>(() => undefined);
    }
    try {
      return await work();
    } finally {
      Atomics.store(this.#state, 0, OPEN);
      Atomics.notify(this.#state, 0);
    }
  }

  /** Lets nobody in any more; false when somebody is still inside. */
  tryShut(): boolean {
    return Atomics.compareExchange(this.#state, 0, OPEN, SHUT) !== INSIDE;
  }

  /** The same, but blocks the calling thread until nobody is inside, or until the time is over. */
  shut(timeoutMs: number): void {
    const deadline = Date.now() + timeoutMs;
    while (!this.tryShut() && Date.now() < deadline) {
      Atomics.wait(this.#state, 0, INSIDE, deadline - Date.now());
    }
  }
}
