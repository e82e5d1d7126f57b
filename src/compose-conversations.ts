/** The part of the composition that remembers: histories, answers and what their citations showed. */
import type { Answer, Citation } from './domain/answer.js';
import type { App, AskOptions, FoundAnswer } from './domain/app.js';
import type { CitedParagraph } from './domain/kept-answer.js';
import type { Question } from './domain/question.js';
import type { ReportDocument } from './domain/report-document.js';
import type { ReportIndex } from './domain/report-index.js';
import type { StateStore } from './domain/state-store.js';

export interface ConversationParts {
  readonly index: ReportIndex;
  readonly state: StateStore;
  readonly ask: App['ask'];
  readonly now: () => Date;
}

/** A follow-up leans on the last few exchanges only. */
const rememberedExchanges = 6;

export function openConversations({
  index,
  state,
  ask,
  now,
}: ConversationParts): Pick<
  App,
  | 'ask'
  | 'answer'
  | 'forgetConversation'
  | 'preferences'
  | 'setPreference'
  | 'addFeedback'
  | 'feedback'
  | 'forgetBefore'
> {
  const askWithHistory = async (question: Question, options?: AskOptions): Promise<Answer> => {
    const { conversationId, history } = question;
    if (conversationId === undefined || history !== undefined) return await ask(question, options);
    const remembered = await state.history(conversationId, rememberedExchanges);
    return await ask({ ...question, history: remembered }, options);
  };
  return {
    async ask(question, options) {
      const answer = await askWithHistory(question, options);
      const conversationId = question.conversationId ?? null;
      if (conversationId !== null || options?.keep === true) {
        const paragraphs = await citedParagraphs(index, answer);
        await state.keepAnswer({ answer, at: now().toISOString(), conversationId, paragraphs });
      }
      return answer;
    },
    async answer(id): Promise<FoundAnswer | null> {
      const kept = await state.answer(id);
      if (kept === null) return null;
      const { citations, nearest } = kept.answer;
      const changed: number[] = [];
      for (const citation of [...citations, ...nearest]) {
        if (!stands(citation, await index.document(citation.documentId))) {
          changed.push(citation.marker);
        }
      }
      return { ...kept, changedSince: changed };
    },
    forgetConversation: (conversationId) => state.forgetConversation(conversationId),
    preferences: (conversationId) => state.preferences(conversationId),
    setPreference: (conversationId, name, value) =>
      state.setPreference(conversationId, name, value),
    addFeedback: (feedback) => state.addFeedback(feedback),
    feedback: (limit) => state.feedback(limit),
    forgetBefore: (time) => state.forgetBefore(time),
  };
}

/** Whether a citation can still be found where it says. */
function stands(citation: Citation, document: ReportDocument | null): boolean {
  return (
    document !== null &&
    document.sha256 === citation.sha256 &&
    document.text.slice(citation.span.start, citation.span.end) === citation.quote
  );
}

async function citedParagraphs(index: ReportIndex, answer: Answer): Promise<CitedParagraph[]> {
  const paragraphs: CitedParagraph[] = [];
  for (const citation of [...answer.citations, ...answer.nearest]) {
    paragraphs.push(paragraphAround(citation, await index.document(citation.documentId)));
  }
  return paragraphs;
}

/** The quote alone where the report changed since the question was asked. */
function paragraphAround(citation: Citation, document: ReportDocument | null): CitedParagraph {
  const { marker, quote, span } = citation;
  const around = document?.paragraphs.find(
    (paragraph) => paragraph.span.start <= span.start && paragraph.span.end >= span.end,
  );
  if (document === null || around === undefined || !stands(citation, document)) {
    return { marker, text: quote, quote: { start: 0, end: quote.length } };
  }
  return {
    marker,
    text: document.text.slice(around.span.start, around.span.end),
    quote: { start: span.start - around.span.start, end: span.end - around.span.start },
  };
}
