/** What the API answers, as far as the page reads it. */
import type { Language } from '../../../domain/answer.js';
import type { Answering } from '../../../domain/app.js';
import type { ReportMetadata } from '../../../domain/report-document.js';
import type { Span } from '../../../domain/span.js';

export interface Session {
  readonly authRequired: boolean;
  readonly scope: 'ask' | 'admin' | null;
  readonly version: string;
  readonly language: Language;
  readonly answering: Answering;
  readonly documents: number | null;
}

export interface ExampleQuestion {
  readonly question: string;
  readonly documentId: string;
}

export interface ReportSentence {
  /** `p3s2` */
  readonly id: string;
  readonly span: Span;
}

export interface ReportParagraph {
  readonly id: string;
  readonly number: number;
  readonly span: Span;
  readonly sentences: readonly ReportSentence[];
}

export interface Report extends ReportMetadata {
  readonly id: string;
  readonly sha256: string;
  readonly damaged: boolean;
  readonly text: string;
  readonly outline: readonly { readonly path: readonly string[]; readonly sentence: string }[];
  readonly paragraphs: readonly ReportParagraph[];
}
