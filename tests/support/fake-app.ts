import type { Answer } from '../../src/domain/answer.js';
import type {
  App,
  AskOptions,
  FoundAnswer,
  HealthCheck,
  IndexReport,
  RefreshOptions,
  ReportUpload,
} from '../../src/domain/app.js';
import { AppError } from '../../src/domain/app-error.js';
import type { Feedback } from '../../src/domain/kept-answer.js';
import type { Question } from '../../src/domain/question.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { sampleAnswer } from './sample-answer.js';
import { sampleDocument, summaryOf } from './sample-document.js';

export interface FakeApp extends App {
  /** Every question that was asked, with its options. */
  readonly asked: { readonly question: Question; readonly options: AskOptions }[];
  readonly refreshed: RefreshOptions[];
  /** What `answer` finds. */
  readonly kept: Map<string, FoundAnswer>;
  readonly given: Feedback[];
  readonly uploaded: ReportUpload[];
}

export interface FakeAppOptions {
  readonly answer?: (question: Question, options: AskOptions) => Answer | Promise<Answer>;
  readonly refresh?: (options: RefreshOptions) => IndexReport | Promise<IndexReport>;
  readonly documents?: readonly ReportDocument[];
  readonly health?: readonly HealthCheck[];
}

export function sampleIndexReport(changes: Partial<IndexReport> = {}): IndexReport {
  return {
    generation: 3,
    changed: true,
    filesRead: 1,
    filesRemoved: 0,
    embedded: 48,
    status: {
      generation: 3,
      documents: 1,
      passages: 12,
      sentences: 36,
      vectors: 48,
      vectorsWanted: 48,
      passagesToGloss: 0,
      vectorsPerSecond: 40,
      builtAt: '2026-01-02T03:04:05.000Z',
    },
    problems: [],
    gate: null,
    tookMs: 2345,
    ...changes,
  };
}

/** An App whose every answer is given by the test. */
export function createFakeApp(options: FakeAppOptions = {}): FakeApp {
  const {
    answer = (question) =>
      sampleAnswer({ question: question.question, questionId: question.id ?? null }),
    refresh = () => sampleIndexReport({ changed: false }),
    documents = [sampleDocument()],
    health = [{ name: 'Node', ok: true, detail: '20.20.2', hint: null }],
  } = options;
  const asked: { question: Question; options: AskOptions }[] = [];
  const refreshed: RefreshOptions[] = [];
  const kept = new Map<string, FoundAnswer>();
  const preferences = new Map<string, Record<string, string>>();
  const given: Feedback[] = [];
  const uploaded: ReportUpload[] = [];
  return {
    asked,
    refreshed,
    kept,
    given,
    uploaded,
    answering: { mode: 'extractive', model: null, host: null, embeddingHost: null },
    keepFresh: () => async () => {},
    async status() {
      return sampleIndexReport().status;
    },
    async addReport(upload, uploadOptions = {}) {
      uploaded.push(upload);
      uploadOptions.onStored?.(upload.name);
      return documents.map(summaryOf);
    },
    async removeReport() {},
    async answer(id) {
      return kept.get(id) ?? null;
    },
    async forgetConversation(conversationId) {
      preferences.delete(conversationId);
      return 0;
    },
    async preferences(conversationId) {
      return preferences.get(conversationId) ?? {};
    },
    async setPreference(conversationId, name, value) {
      const { [name]: _replaced, ...others } = preferences.get(conversationId) ?? {};
      preferences.set(conversationId, value === null ? others : { ...others, [name]: value });
    },
    async addFeedback(feedback) {
      given.push(feedback);
    },
    async feedback() {
      return [];
    },
    async forgetBefore() {},
    async ask(question, askOptions = {}) {
      asked.push({ question, options: askOptions });
      return answer(question, askOptions);
    },
    async refresh(refreshOptions = {}) {
      refreshed.push(refreshOptions);
      return refresh(refreshOptions);
    },
    async documents() {
      return documents.map(summaryOf);
    },
    async document(id) {
      const found = documents.find((document) => document.id === id);
      if (found !== undefined) return found;
      throw new AppError('There is no document with this id.', {
        code: 'document_unknown',
        hint: 'Run `report-qa show` for the list.',
      });
    },
    async health() {
      return [...health];
    },
    async close() {},
  };
}
