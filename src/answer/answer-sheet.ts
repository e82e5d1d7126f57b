import type { Citation, Claim } from '../domain/answer.js';
import { buildCitation } from './build-citation.js';
import type { DraftCitation } from './draft.js';

export type OnSentence = (claim: Claim, citations: readonly Citation[]) => void;

/** An answer as it grows: markers are numbered in the order of first use and never change. */
export interface AnswerSheet {
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  /** Tells the sentence with the citations that it is the first to use. */
  add(text: string, citations: readonly DraftCitation[]): void;
  /** Whether a sentence of the answer cites it. */
  cites(citation: DraftCitation): boolean;
}

export function createAnswerSheet(onSentence: OnSentence): AnswerSheet {
  const claims: Claim[] = [];
  const citations: Citation[] = [];
  const find = ({ document, sentence }: DraftCitation): Citation | undefined => {
    const span = document.sentences[sentence]?.span;
    return citations.find(
      (one) => one.documentId === document.id && one.span.start === span?.start,
    );
  };
  return {
    claims,
    citations,
    add(text, cited) {
      const isNew = cited.filter((citation) => find(citation) === undefined);
      const added: Citation[] = [];
      for (const citation of isNew) {
        if (find(citation) !== undefined) continue;
        const built = buildCitation(citation, citations.length + 1);
        citations.push(built);
        added.push(built);
      }
      const markers = cited.flatMap((citation) => find(citation)?.marker ?? []);
      const claim = { text, markers: [...new Set(markers)] };
      claims.push(claim);
      onSentence(claim, added);
    },
    cites: (citation) => find(citation) !== undefined,
  };
}
