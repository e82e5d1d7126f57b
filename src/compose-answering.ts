/** The part of the composition that answers in the reports' own words from any index; the publication gate answers with it too. */
import { readFileSync } from 'node:fs';
import {
  createExtractiveAnswerer,
  type ExtractiveAnswerer,
  type FittedWeights,
} from './answer/extractive-answerer.js';
import { questionGlosses } from './answer/question-glosses.js';
import { AppError } from './domain/app-error.js';
import type { Embedder } from './domain/embedder.js';
import type { Reader } from './domain/reader.js';
import type { ReportDocument } from './domain/report-document.js';
import type { ReportIndex } from './domain/report-index.js';
import type { Retriever } from './domain/retriever.js';
import { createHybridRetriever } from './retrieve/hybrid-retriever.js';
import { type DictionaryFile, openDictionary } from './text/dictionary-file.js';
import { readNames } from './text/read-names.js';
import { createSearchText, type SearchText } from './text/search-text.js';
import type { Tokenizer } from './text/tokenizer.js';

export interface AnsweringParts {
  readonly index: ReportIndex;
  /** Null searches by words alone. */
  readonly embedder: Embedder | null;
  readonly isBuiltin: boolean;
  readonly onEmbeddingFailure?: (error: AppError) => void;
  /** Null ranks without reading. */
  readonly reader: Reader | null;
  readonly tokenizer: Tokenizer;
  readonly dictionary: DictionaryFile;
  readonly weights: FittedWeights;
}

export function openAnswering(parts: AnsweringParts): {
  readonly retriever: Retriever;
  readonly extractive: ExtractiveAnswerer;
  /** Loads the words of the other language, which hold up the calling thread for some 300 ms. */
  warm(): Promise<void>;
} {
  const { index, embedder, isBuiltin, onEmbeddingFailure, tokenizer, dictionary } = parts;
  const searchText = createSearchTextOnce(tokenizer, dictionary);
  const retriever = createHybridRetriever({
    ...{ index, embedder, isBuiltin, tokenizer },
    ...(onEmbeddingFailure === undefined ? {} : { onEmbeddingFailure }),
    sentenceTokens: async ({ text, speaker }) =>
      (await searchText()).ofSentence(text, speaker).tokens.split(' '),
    questionGlosses: (text) => questionGlosses(text, tokenizer, dictionary),
  });
  const extractive = createExtractiveAnswerer({
    ...{ retriever, tokenizer, reader: parts.reader, weights: parts.weights },
    loadDocument: (id) => loadDocument(index, id),
    personsIn: (text) => personsIn(text, tokenizer),
    glossOf: (word) => dictionary.lookUp(word),
  });
  const warm = async (): Promise<void> => {
    const { glossesOfPassage } = await searchText();
    for (const example of ['English words', '中文']) glossesOfPassage(example);
  };
  return { retriever, extractive, warm };
}

/** What makes glosses takes 90 ms to load, and small collections keep theirs. */
function createSearchTextOnce(
  tokenizer: Tokenizer,
  dictionary: DictionaryFile,
): () => Promise<SearchText> {
  let made: Promise<SearchText> | undefined;
  return () => {
    made ??= import('./text/glossary.js').then(({ createGlossary }) =>
      createSearchText(tokenizer, createGlossary(dictionary, tokenizer)),
    );
    return made;
  };
}

/** Throws `document_unknown`. */
export async function loadDocument(index: ReportIndex, id: string): Promise<ReportDocument> {
  const document = await index.document(id);
  if (document !== null) return document;
  throw new AppError(`There is no document “${id}” in the index.`, {
    code: 'document_unknown',
    hint: 'Run `npm run show` for the list of documents.',
  });
}

export function personsIn(text: string, tokenizer: Tokenizer): string[] {
  return readNames(text, tokenizer).flatMap(({ kind, text: name }) =>
    kind === 'person' ? [name] : [],
  );
}

/** Throws `model_missing`. */
export function readDictionary(file: string): DictionaryFile {
  try {
    return openDictionary(readFileSync(file));
  } catch (error) {
    throw new AppError(`The dictionary ${file} cannot be read.`, {
      code: 'model_missing',
      hint: 'Restore it with `git checkout -- data/glossary`.',
      cause: error,
    });
  }
}

const reading = /[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]+[)）]/iu;

/** Questions copied from a damaged page carry its readings; the repair is loaded only for those. */
export async function repairQuestion(text: string): Promise<string> {
  if (!reading.test(text)) return text;
  const { repairFragment } = await import('./text/repair-fragment.js');
  return repairFragment(text);
}

export async function toTraditional(text: string): Promise<string> {
  const convert = await import('./text/to-traditional.js');
  return convert.toTraditional(text);
}
