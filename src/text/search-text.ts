import type { PreparedText } from '../domain/index-writer.js';
import type { Glossary } from './glossary.js';
import { normalizeText } from './normalize-text.js';
import type { Tokenizer } from './tokenizer.js';

/** What passages and sentences are searched by; the same for a text whenever it is made. */
export interface SearchText {
  ofPassage(text: string): PreparedText;
  /** A sentence is also found by the name of who speaks it, so that a question about what he said finds it. */
  ofSentence(text: string, speaker: string | null): PreparedText;
}

export function createSearchText(tokenizer: Tokenizer, glossary: Glossary): SearchText {
  function tokensOf(text: string): string {
    const tokens = tokenizer.tokens(text).join(' ');
    const glosses = glossary.glosses(text);
    return tokens === '' || glosses === '' ? tokens + glosses : `${tokens} ${glosses}`;
  }

  return {
    ofPassage(text) {
      const embeddingText = normalizeText(text);
      return { tokens: tokensOf(embeddingText), embeddingText };
    },
    ofSentence(text, speaker) {
      const embeddingText = normalizeText(text);
      const isNamed = speaker === null || text.includes(speaker);
      const searched = isNamed ? embeddingText : normalizeText(`${text} ${speaker}`);
      return { tokens: tokensOf(searched), embeddingText };
    },
  };
}
