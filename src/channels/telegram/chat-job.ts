import type { Language } from '../../domain/answer.js';
import type { Place } from './place.js';
import type { SentDocument } from './read-message.js';

/** What is kept of a message until it is answered. */
interface FromMessage {
  readonly place: Place;
  readonly messageId: number;
  readonly userId: number;
  /** Of the person's Telegram. */
  readonly language: Language;
}

export type ChatWork =
  | ({ readonly type: 'question'; readonly text: string } & FromMessage)
  /** In the lane of the questions, so that it forgets those that were asked before it. */
  | ({ readonly type: 'forget'; readonly trusted: boolean } & FromMessage)
  /** Only a mark that this update is known: it was refused when it came. */
  | { readonly type: 'refused' };

export type QuestionWork = Extract<ChatWork, { type: 'question' }>;
export type ForgetWork = Extract<ChatWork, { type: 'forget' }>;

export interface ReportWork extends FromMessage {
  readonly document: SentDocument;
  readonly replace: boolean;
  /** A message of ours that shows how far it is; null for a new one. */
  readonly progressMessageId: number | null;
}

/** What a job of an earlier version left, perhaps; null when it makes no sense. */
export function readChatWork(payload: unknown): ChatWork | null {
  if (typeof payload !== 'object' || payload === null || !('type' in payload)) return null;
  if (payload.type === 'refused') return { type: 'refused' };
  const known = payload.type === 'question' || payload.type === 'forget';
  return known && 'place' in payload ? (payload as ChatWork) : null;
}

export function readReportWork(payload: unknown): ReportWork | null {
  if (typeof payload !== 'object' || payload === null) return null;
  return 'place' in payload && 'document' in payload ? (payload as ReportWork) : null;
}

/** Kinds of jobs. */
export const CHAT_JOBS = 'telegram';
export const REPORT_JOBS = 'telegram-report';
