/** What the server said it has; each with the moment in which it said so. */
export interface AcknowledgedAnswer {
  readonly moment: string;
  readonly id: string;
  readonly answer: string;
  readonly conversationId: string;
}

export interface AcknowledgedFeedback {
  readonly moment: string;
  readonly answerId: string;
  readonly verdict: 'up' | 'down';
}

export interface AcknowledgedJob {
  readonly moment: string;
  /** Of the callback. */
  readonly id: string;
  readonly questionId: string;
}

export interface Acknowledged {
  readonly answers: AcknowledgedAnswer[];
  readonly feedback: AcknowledgedFeedback[];
  readonly jobs: AcknowledgedJob[];
}
