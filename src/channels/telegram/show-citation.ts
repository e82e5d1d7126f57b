import type { Citation } from '../../domain/answer.js';
import type { FoundAnswer } from '../../domain/app.js';
import { AppError } from '../../domain/app-error.js';
import type { ReportDocument } from '../../domain/report-document.js';
import { answerContents } from './answer-content.js';
import type { ButtonAction } from './callback-data.js';
import type { ChatContext } from './chat-context.js';
import { readPreferences } from './chat-preferences.js';
import { citationKeyboard } from './citation-keyboard.js';
import { listDocuments } from './list-documents.js';
import { messagesIn } from './messages.js';
import { findCitation, renderCitation, renderNeighbour } from './render-citation.js';
import type { RichText } from './rich-text.js';
import type { Tap, TapOutcome } from './tap.js';

type CitationAction = Extract<ButtonAction, { kind: 'citation' | 'paragraph' | 'back' }>;

/** The paragraph of a citation, one beside it, or the answer again, in the place of what the message shows. */
export async function showCitation(
  context: ChatContext,
  tap: Tap,
  action: CitationAction,
): Promise<TapOutcome> {
  const { app, settings } = context;
  const found = await app.answer(action.answerId);
  if (found === null) return { toast: tap.messages.answerUnknown };
  const preferences = await readPreferences(app, tap.place);
  const language = preferences.language ?? found.answer.language;
  const { publicUrl } = settings;
  if (action.kind === 'back') {
    const nameReports = (await listDocuments(app)).length > 1;
    const last = answerContents(found.answer, { language, nameReports, publicUrl }).at(-1);
    return last === undefined ? {} : { content: last };
  }
  const citation = findCitation(found, action.marker);
  if (citation === null) return { toast: tap.messages.buttonUnknown };
  const messages = messagesIn(language);
  const document = await unchangedDocument(context, found, citation);
  const wanted = action.kind === 'paragraph' ? action.paragraph : citation.paragraph;
  const options = { messages, publicUrl };
  const neighbour =
    wanted === citation.paragraph || document === null
      ? null
      : renderNeighbour({ document, number: wanted, citation }, options);
  const content: RichText | null = neighbour ?? renderCitation(found, action.marker, options);
  if (content === null) return { toast: tap.messages.buttonUnknown };
  const keyboard = citationKeyboard(
    {
      answerId: action.answerId,
      marker: action.marker,
      paragraph: neighbour === null ? citation.paragraph : wanted,
      citedParagraph: citation.paragraph,
      lastParagraph: document?.paragraphs.length ?? null,
    },
    messages,
  );
  return { content: { ...content, keyboard } };
}

/** Null when the report is not any more what was cited: its paragraphs may be others. */
async function unchangedDocument(
  { app }: ChatContext,
  found: FoundAnswer,
  citation: Citation,
): Promise<ReportDocument | null> {
  if (found.changedSince.includes(citation.marker)) return null;
  try {
    return await app.document(citation.documentId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'document_unknown') return null;
    throw error;
  }
}
