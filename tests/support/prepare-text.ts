import type { PreparedDocument } from '../../src/domain/index-writer.js';
import type {
  Paragraph,
  Passage,
  ReportDocument,
  Sentence,
  SourceDocument,
} from '../../src/domain/report-document.js';
import type { DocumentPreparer } from '../../src/store/refresh-files.js';

/** Single characters and their pairs: enough for a store, which takes tokens as they come. */
export function pairTokens(text: string): string[] {
  const characters = [...text].filter((character) => !/\s/u.test(character));
  return characters.flatMap((character, index) => {
    const next = characters[index + 1];
    return next === undefined ? [character] : [character, character + next];
  });
}

export function sourceDocument(file: string, text: string, id?: string): SourceDocument {
  return {
    id: id ?? file.replace(/\.[a-z]+$/u, ''),
    file,
    sha256: 'a'.repeat(64),
    title: `Title of ${file}`,
    publisher: null,
    date: '2024-05-01',
    url: null,
    text,
    offsets: [],
  };
}

interface Parts {
  readonly paragraphs: Paragraph[];
  readonly sentences: Sentence[];
  readonly passages: Passage[];
}

function takeApart(text: string): Parts {
  const parts: Parts = { paragraphs: [], sentences: [], passages: [] };
  let start = 0;
  for (const line of text.split('\n')) {
    const number = parts.paragraphs.length + 1;
    const span = { start, end: start + line.length };
    const outline = number > 1 ? [`part ${number}`] : [];
    const firstSentence = parts.sentences.length;
    parts.paragraphs.push({ number, span });
    for (const [index, match] of [...line.matchAll(/[^。]+。?/gu)].entries()) {
      const from = start + match.index;
      parts.sentences.push({
        paragraph: number,
        number: index + 1,
        span: { start: from, end: from + match[0].length },
        outline,
        speaker: index === 1 ? { name: '林武', namedIn: firstSentence } : null,
      });
    }
    const lastSentence = parts.sentences.length - 1;
    if (lastSentence >= firstSentence) {
      parts.passages.push({ span, firstSentence, lastSentence, outline });
    }
    start += line.length + 1;
  }
  return parts;
}

function prepared(text: string) {
  return { tokens: pairTokens(text).join(' '), embeddingText: text };
}

/** A document as the text rules would give it, with one passage a line. */
export function prepareText(source: SourceDocument): PreparedDocument {
  const document: ReportDocument = {
    ...source,
    damaged: false,
    repairs: [],
    ...takeApart(source.text),
  };
  const textOf = ({ start, end }: { start: number; end: number }) => source.text.slice(start, end);
  const passages = document.passages.map((passage) => {
    const sentences = document.sentences.slice(passage.firstSentence, passage.lastSentence + 1);
    return {
      ...prepared(textOf(passage.span)),
      glosses: '',
      sentences: sentences.map(({ span }) => prepared(textOf(span))),
    };
  });
  return { document, passages };
}

function withoutGlosses({ document, passages }: PreparedDocument): PreparedDocument {
  return { document, passages: passages.map((passage) => ({ ...passage, glosses: null })) };
}

/** Prepares in the calling thread. */
export function preparerOf(
  prepare: (source: SourceDocument) => PreparedDocument | Promise<PreparedDocument>,
): DocumentPreparer {
  return {
    concurrency: 2,
    expect() {},
    async prepare(documents, { glosses }) {
      const prepared = await Promise.all(documents.map(prepare));
      return glosses ? prepared : prepared.map(withoutGlosses);
    },
    gloss: async (texts) => texts.map(() => ''),
  };
}
