import type { PreparedText } from '../domain/index-writer.js';
import type { Glossary } from './glossary.js';
import { normalizeText } from './normalize-text.js';
import type { Tokenizer } from './tokenizer.js';

/** What passages and sentences are searched by; the same for a text whenever it is made. */
export interface SearchText {
  ofPassage(text: string): PreparedText;
  /** For what `ofPassage` gave as its text to embed. */
  glossesOfPassage(embeddingText: string): string;
  /** A sentence is also found by the name of who speaks it, so that a question about what he said finds it. */
  ofSentence(text: string, speaker: string | null): PreparedText;
}

export function createSearchText(tokenizer: Tokenizer, glossary: Glossary): SearchText {
  const tokensOf = (text: string): string => tokenizer.tokens(text).join(' ');
  return {
    ofPassage(text) {
      const embeddingText = normalizeText(text);
      return { tokens: tokensOf(embeddingText), embeddingText };
    },
    // Of each word once: how often it comes says little here, and makes an index a third larger.
    glossesOfPassage: (embeddingText) => glossary.distinctGlosses(embeddingText),
    ofSentence(text, speaker) {
      const embeddingText = normalizeText(text);
      const isNamed = speaker === null || text.includes(speaker);
      const searched = isNamed ? embeddingText : normalizeText(`${text} ${speaker}`);
      return { tokens: join(tokensOf(searched), glossary.glosses(searched)), embeddingText };
    },
  };
}

function join(tokens: string, glosses: string): string {
  return tokens === '' || glosses === '' ? tokens + glosses : `${tokens} ${glosses}`;
}
