import type { Answer } from '../../src/domain/answer.js';
import type {
  App,
  AskOptions,
  HealthCheck,
  IndexReport,
  RefreshOptions,
} from '../../src/domain/app.js';
import { AppError } from '../../src/domain/app-error.js';
import type { Question } from '../../src/domain/question.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { sampleAnswer } from './sample-answer.js';
import { sampleDocument, summaryOf } from './sample-document.js';

export interface FakeApp extends App {
  /** Every question that was asked, with its options. */
  readonly asked: { readonly question: Question; readonly options: AskOptions }[];
  readonly refreshed: RefreshOptions[];
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
      builtAt: '2026-01-02T03:04:05.000Z',
    },
    problems: [],
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
  return {
    asked,
    refreshed,
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
