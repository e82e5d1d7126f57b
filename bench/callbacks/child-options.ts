export interface ChildOptions {
  /** Of `state.sqlite` and the index. */
  readonly folder: string;
  readonly webhookSecret: string;
  readonly callbackSecret: string;
  /** After it an attempt is ended. */
  readonly timeoutMs: number;
  /** Answers of the real App, instead of ones that are made up. */
  readonly real: boolean;
}
