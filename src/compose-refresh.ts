/** The part of the composition that only building an index needs; loaded when there is something to build. */
import type { Parts } from './compose-parts.js';
import type { IndexReport, RefreshOptions } from './domain/app.js';
import { refreshIndex } from './store/refresh-index.js';
import { openSqliteIndexWriter } from './store/sqlite-index-writer.js';
import { createWriterLock } from './store/writer-lock.js';
import { contentVersion } from './text/content-version.js';
import { createGlossary } from './text/glossary.js';
import { prepareDocument } from './text/prepare-document.js';

export function openRefresh(parts: Parts): (options: RefreshOptions) => Promise<IndexReport> {
  const { config, embedder, tokenizer, source, dictionary, store } = parts;
  const folder = config.indexFolder;
  const lock = store?.lock ?? createWriterLock({ folder });
  const glossary = createGlossary(dictionary, tokenizer);
  return (options) =>
    refreshIndex({
      ...options,
      source,
      lock,
      embedder,
      contentVersion,
      prepare: (document) => prepareDocument(document, tokenizer, glossary),
      openWriter: ({ replaceDamaged }) =>
        store?.openWriter() ?? openSqliteIndexWriter({ folder, replaceDamaged }),
    });
}
