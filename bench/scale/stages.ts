/** What the benchmark and the processes of its stages say to each other. */
export type StageName = 'server' | 'bare' | 'vectors' | 'search' | 'minisearch' | 'steps';

export interface StageCall {
  readonly method: string;
  readonly argument: unknown;
}

export interface StageReply {
  readonly result: unknown;
  readonly failure: string | null;
}

/** What a stage can be called for, by name. */
export interface Stage {
  readonly handlers: Readonly<Record<string, (argument: never) => Promise<unknown>>>;
  close(): Promise<void>;
}
