/** What the main thread and the worker threads of the models say to each other. */

export interface TokenizerWorkerData {
  readonly kind: 'tokenizer';
  readonly tokenizerFile: string;
}

export interface SessionWorkerData {
  readonly kind: 'session';
  readonly modelFile: string;
  readonly threads: number;
  /** A `NativeGate`. */
  readonly gate: SharedArrayBuffer;
}

export type ModelWorkerData = TokenizerWorkerData | SessionWorkerData;

export interface TokenizeRequest {
  readonly texts: readonly string[];
}

/** The pieces of one text without `<s>` and `</s>`. */
export interface TokenizedText {
  readonly ids: Int32Array;
  /** Of each piece, in UTF-16 units, a `▁` that was put before the text included. */
  readonly lengths: Int32Array;
}

/** One text's token ids, `<s>` and `</s>` included. */
export interface SessionRequest {
  readonly inputIds: BigInt64Array<ArrayBuffer>;
}

/** The model's outputs for that text, by their names. */
export type SessionReply = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

export interface WorkerCall {
  readonly id: number;
  readonly request: unknown;
}

export type WorkerFailure = 'native_module' | 'model_failed';

export type WorkerReply =
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly failure: WorkerFailure; readonly message: string };
