import type { ReportDocument } from '../domain/report-document.js';
import { normalizeText } from '../text/normalize-text.js';
import type { DraftCitation } from './draft.js';

/** Something that a question takes for granted and the reports contradict. */
export interface FalsePremise {
  /** For `--explain`. */
  readonly reason: string;
  /** What the report says instead. */
  readonly nearest: readonly DraftCitation[];
}

/** `offset` in the normalised text; nothing where normalising has moved what stands in the document. */
export function citationAt(document: ReportDocument, offset: number): DraftCitation[] {
  if (normalizeText(document.text).length !== document.text.length) return [];
  const sentence = document.sentences.findIndex(
    ({ span }) => span.start <= offset && offset < span.end,
  );
  return sentence < 0 ? [] : [{ document, sentence, highlight: null }];
}
