import type { PreparedDocument } from '../domain/index-writer.js';
import type { SourceDocument } from '../domain/report-document.js';
import { repairText } from './repair-text.js';
import type { SearchText } from './search-text.js';
import { structureDocument } from './structure-document.js';

export interface PrepareOptions {
  readonly searchText: SearchText;
  /** Whether sentences are prepared too. */
  readonly sentences: boolean;
  /** Whether passages are glossed. */
  readonly glosses: boolean;
}

/** Repairs, takes apart and tokenises a loaded document: all that the index stores of it but its vectors. */
export function prepareDocument(
  source: SourceDocument,
  { searchText, sentences, glosses }: PrepareOptions,
): PreparedDocument {
  const document = structureDocument(source, repairText);
  const { text } = document;
  const passages = document.passages.map(({ span, firstSentence, lastSentence }) => {
    const ofItself = document.sentences.slice(firstSentence, lastSentence + 1);
    const prepared = searchText.ofPassage(text.slice(span.start, span.end));
    return {
      ...prepared,
      glosses: glosses ? searchText.glossesOfPassage(prepared.embeddingText) : null,
      sentences: sentences
        ? ofItself.map((sentence) =>
            searchText.ofSentence(
              text.slice(sentence.span.start, sentence.span.end),
              sentence.speaker?.name ?? null,
            ),
          )
        : null,
    };
  });
  return { document, passages };
}
