import type { Question } from '../../domain/question.js';

/** Job kinds; the same work has the same key in both, which is the id that the caller was told. */
export const questionKind = 'webhook-question';
export const deliveryKind = 'webhook-callback';

export interface QuestionPayload {
  readonly question: Question;
  readonly callbackUrl: string;
}

export interface DeliveryPayload {
  readonly url: string;
  /** What is sent, the same bytes with every attempt. */
  readonly body: string;
}

/** Kept with either job. */
export interface JobProgress {
  readonly failures: number;
}
