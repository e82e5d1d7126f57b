import type { PreparedDocument } from '../domain/index-writer.js';
import type { ReportDocument, SourceDocument } from '../domain/report-document.js';
import type { Glossary } from './glossary.js';
import { normalizeText } from './normalize-text.js';
import { repairText } from './repair-text.js';
import { structureDocument } from './structure-document.js';
import type { Tokenizer } from './tokenizer.js';

/** A sentence's words, and the name of who speaks it, so that a question about what he said finds it. */
function searchedText(document: ReportDocument, index: number): string {
  const sentence = document.sentences[index];
  if (sentence === undefined) return '';
  const text = document.text.slice(sentence.span.start, sentence.span.end);
  const name = sentence.speaker?.name ?? '';
  return normalizeText(name === '' || text.includes(name) ? text : `${text} ${name}`);
}

function embeddedText(document: ReportDocument, index: number): string {
  const span = document.sentences[index]?.span;
  return span === undefined ? '' : normalizeText(document.text.slice(span.start, span.end));
}

/** Repairs, takes apart and tokenises a loaded document: all that the index stores of it but its vectors. */
export function prepareDocument(
  source: SourceDocument,
  tokenizer: Tokenizer,
  glossary: Glossary,
): PreparedDocument {
  const share = createSharing();
  const tokensOf = (text: string) =>
    [...tokenizer.tokens(text), ...glossary.glosses(text)].map(share);
  const document = structureDocument(source, repairText);
  const passages = document.passages.map(({ span, firstSentence, lastSentence }) => {
    const text = normalizeText(document.text.slice(span.start, span.end));
    const indexes = Array.from(
      { length: lastSentence - firstSentence + 1 },
      (_, offset) => firstSentence + offset,
    );
    return {
      tokens: tokensOf(text),
      sentenceTokens: indexes.map((index) => tokensOf(searchedText(document, index))),
      embeddingText: text,
      sentenceEmbeddingTexts: indexes.map((index) => embeddedText(document, index)),
    };
  });
  return { document, passages };
}

/** One string for all tokens that are alike: a report of 50 MB has some 60 million of them. */
function createSharing(): (token: string) => string {
  const known = new Map<string, string>();
  return (token) => {
    const shared = known.get(token);
    if (shared !== undefined) return shared;
    known.set(token, token);
    return token;
  };
}
