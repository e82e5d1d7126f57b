import type { ReportDocument } from '../../src/domain/report-document.js';

/** `en/zh`: an English claim on a Chinese passage. */
export type ClaimLanguages = 'zh' | 'zh-Hant/zh' | 'en' | 'en/zh' | 'zh/en';

/** A sentence of a source, or its human translation, with the sentences that it rests on. */
export interface ClaimSource {
  readonly languages: ClaimLanguages;
  readonly text: string;
  readonly document: ReportDocument;
  /** Indexes into the document's sentences. */
  readonly sentences: readonly number[];
  /** In the claim's language, from other places. */
  readonly strangers: readonly string[];
  readonly names: readonly { readonly text: string; readonly kind: string }[];
}

export interface ClaimCase {
  readonly kind: string;
  /** Which rule made it, for the list of misses. */
  readonly rule: string;
  readonly isTrue: boolean;
  readonly source: ClaimSource;
  readonly text: string;
  readonly flaw: 'text' | 'marker' | 'quote';
}
