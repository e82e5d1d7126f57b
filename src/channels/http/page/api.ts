import type { Answer, Language } from '../../../domain/answer.js';
import type { AnswerEvent } from '../../../domain/answer-event.js';
import type { Verdict } from '../../../domain/kept-answer.js';
import type { DocumentSummary } from '../../../domain/report-document.js';
import { ApiError } from './api-error.js';
import type { ExampleQuestion, Report, Session } from './page-data.js';
import { createEventParser } from './parse-events.js';

export interface AskRequest {
  readonly question: string;
  readonly conversationId: string;
  readonly documents: readonly string[];
}

/** The server, with the key that the tab holds. Every method may throw an `ApiError`. */
export interface Api {
  setKey(key: string | null): void;
  session(): Promise<Session>;
  documents(): Promise<readonly DocumentSummary[]>;
  document(id: string): Promise<Report>;
  examples(language: Language): Promise<readonly ExampleQuestion[]>;
  ask(
    request: AskRequest,
    options: { readonly signal: AbortSignal; readonly onEvent: (event: AnswerEvent) => void },
  ): Promise<Answer>;
  giveFeedback(answerId: string, verdict: Verdict): Promise<void>;
  forget(conversationId: string): Promise<void>;
}

export function createApi(): Api {
  let key: string | null = null;

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    if (typeof init.body === 'string') headers.set('content-type', 'application/json');
    let response: Response;
    try {
      response = await fetch(path, { ...init, headers });
    } catch (error) {
      throw ApiError.ofFailure(error);
    }
    if (!response.ok) throw await ApiError.ofResponse(response);
    return response;
  }

  async function read<Data>(path: string): Promise<Data> {
    const response = await call(path);
    return (await response.json().catch((error: unknown) => {
      throw ApiError.ofFailure(error);
    })) as Data;
  }

  return {
    setKey(given) {
      key = given;
    },
    session: () => read('/v1/session'),
    documents: async () =>
      (await read<{ documents: DocumentSummary[] }>('/v1/documents')).documents,
    document: (id) => read(`/v1/documents/${encodeURIComponent(id)}`),
    examples: async (language) =>
      (await read<{ examples: ExampleQuestion[] }>(`/v1/examples?language=${language}`)).examples,
    async ask({ documents, ...question }, { signal, onEvent }) {
      const response = await call('/v1/ask', {
        method: 'POST',
        headers: { accept: 'text/event-stream' },
        body: JSON.stringify(documents.length === 0 ? question : { ...question, documents }),
        signal,
      });
      return readAnswer(response, onEvent);
    },
    async giveFeedback(answerId, verdict) {
      const body = JSON.stringify({ verdict });
      await call(`/v1/answers/${answerId}/feedback`, { method: 'POST', body });
    },
    async forget(conversationId) {
      await call(`/v1/conversations/${conversationId}`, { method: 'DELETE' });
    },
  };
}

async function readAnswer(
  response: Response,
  onEvent: (event: AnswerEvent) => void,
): Promise<Answer> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const parse = createEventParser();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) throw ApiError.cutOff();
      for (const { event, data } of parse(value)) {
        const told: unknown = JSON.parse(data);
        if (event === 'done') return told as Answer;
        if (event === 'error') throw ApiError.ofProblem(told);
        if (event === 'retrieved' || event === 'sentence') onEvent(told as AnswerEvent);
      }
    }
  } catch (error) {
    throw error instanceof ApiError ? error : ApiError.ofFailure(error);
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}
