/** The part of the composition that only building an index needs; loaded when there is something to build. */
import type { Config } from './config.js';
import type { IndexReport, RefreshOptions } from './domain/app.js';
import type { ReportSource } from './domain/report-source.js';
import type { BuiltinModels } from './models/builtin-models.js';
import { refreshIndex } from './store/refresh-index.js';
import { openSqliteIndexWriter } from './store/sqlite-index-writer.js';
import { createWriterLock } from './store/writer-lock.js';
import { contentVersion } from './text/content-version.js';
import type { DictionaryFile } from './text/dictionary-file.js';
import { createGlossary } from './text/glossary.js';
import { prepareDocument } from './text/prepare-document.js';
import type { Tokenizer } from './text/tokenizer.js';

export interface RefreshParts {
  readonly config: Config;
  readonly models: BuiltinModels;
  readonly tokenizer: Tokenizer;
  readonly source: ReportSource;
  readonly dictionary: DictionaryFile;
}

export function openRefresh(
  parts: RefreshParts,
): (options: RefreshOptions) => Promise<IndexReport> {
  const { config, models, tokenizer, source, dictionary } = parts;
  const folder = config.indexFolder;
  const lock = createWriterLock({ folder });
  const glossary = createGlossary(dictionary, tokenizer);
  return (options) =>
    refreshIndex({
      ...options,
      source,
      lock,
      embedder: models.embedder,
      contentVersion,
      prepare: (document) => prepareDocument(document, tokenizer, glossary),
      openWriter: ({ replaceDamaged }) => openSqliteIndexWriter({ folder, replaceDamaged }),
    });
}
