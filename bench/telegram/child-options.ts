export interface ChildOptions {
  readonly apiRoot: string;
  readonly token: string;
  /** Of `state.sqlite`. */
  readonly folder: string;
  /** What an answer takes when its question says "slow". */
  readonly slowMs: number;
}
