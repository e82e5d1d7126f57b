import type { PreparedDocument } from '../domain/index-writer.js';
import type { ReportDocument, SourceDocument } from '../domain/report-document.js';
import type { Glossary } from './glossary.js';
import { normalizeText } from './normalize-text.js';
import { repairText } from './repair-text.js';
import { structureDocument } from './structure-document.js';
import type { Tokenizer } from './tokenizer.js';

function sentenceTexts(document: ReportDocument, first: number, last: number): string[] {
  return document.sentences
    .slice(first, last + 1)
    .map(({ span }) => document.text.slice(span.start, span.end));
}

/** Repairs, takes apart and tokenises a loaded document: all that the index stores of it but its vectors. */
export function prepareDocument(
  source: SourceDocument,
  tokenizer: Tokenizer,
  glossary: Glossary,
): PreparedDocument {
  const tokensOf = (text: string) => [...tokenizer.tokens(text), ...glossary.glosses(text)];
  const document = structureDocument(source, repairText);
  const passages = document.passages.map(({ span, firstSentence, lastSentence }) => {
    const text = normalizeText(document.text.slice(span.start, span.end));
    const sentences = sentenceTexts(document, firstSentence, lastSentence).map(normalizeText);
    return {
      tokens: tokensOf(text),
      sentenceTokens: sentences.map(tokensOf),
      embeddingText: text,
      sentenceEmbeddingTexts: sentences,
    };
  });
  return { document, passages };
}
