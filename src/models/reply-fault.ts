export interface ReplyFaultOptions {
  readonly kind: 'unusable' | 'filtered' | 'cut';
  /** What mends it where that is special to this fault. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * A reply that is of no use although the server sent it. The message is a predicate in our own words ("is not JSON") and
 * quotes nothing of the reply.
 */
export class ReplyFault extends Error {
  readonly kind: ReplyFaultOptions['kind'];
  readonly hint: string | null;

  constructor(message: string, { kind, hint, cause }: ReplyFaultOptions) {
    super(message, { cause });
    this.name = 'ReplyFault';
    this.kind = kind;
    this.hint = hint ?? null;
  }
}
