/** The worker thread that prepares documents for the index. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PreparedDocument } from '../domain/index-writer.js';
import type { SourceDocument } from '../domain/report-document.js';
import { openDictionary } from '../text/dictionary-file.js';
import { createGlossary } from '../text/glossary.js';
import { prepareDocument } from '../text/prepare-document.js';
import { createSearchText } from '../text/search-text.js';
import { createTokenizer } from '../text/tokenizer.js';
import { type Port, ThreadCalls } from './thread-calls.js';

function serve(port: Port, { dictionaryFile }: { readonly dictionaryFile: string }): void {
  const tokenizer = createTokenizer();
  const dictionary = openDictionary(readFileSync(dictionaryFile));
  const searchText = createSearchText(tokenizer, createGlossary(dictionary, tokenizer));
  new ThreadCalls(port, {
    prepare(
      documents: readonly SourceDocument[],
      options: { readonly sentences: boolean; readonly glosses: boolean },
    ): PreparedDocument[] {
      return documents.map((document) => prepareDocument(document, { searchText, ...options }));
    },
    gloss: (texts: readonly string[]): string[] =>
      texts.map((text) => searchText.glossesOfPassage(text)),
  });
}

if (parentPort !== null) serve(parentPort, workerData as { readonly dictionaryFile: string });
