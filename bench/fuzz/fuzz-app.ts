import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSteps } from '../../src/compose-pipeline.js';
import { openRefresher } from '../../src/compose-refresh.js';
import { readConfig } from '../../src/config.js';
import type { Answer } from '../../src/domain/answer.js';
import type { Question } from '../../src/domain/question.js';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { QuestionsFirst } from '../../src/questions-first.js';
import { HashEmbedder } from '../../tests/support/hash-embedder.js';
import { checkAnswer } from './check-answer.js';
import { decodeCase } from './decode-case.js';
import { readSourceOf } from './rebuild-source.js';

export interface FuzzApp {
  /** Brings the index up to date. */
  refresh(rebuild: boolean): Promise<void>;
  ask(question: Question): Promise<Answer>;
  /** What does not hold of the answer, held against the files as they are now. */
  check(answer: Answer): Promise<string[]>;
  readonly documentIds: () => Promise<readonly string[]>;
  close(): Promise<void>;
}

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The App over a folder of reports: with the models that are shipped, or without any, where vectors are made of pairs of
 * characters.
 */
export function openFuzzApp(folders: {
  readonly reports: string;
  readonly work: string;
  readonly models: boolean;
}): FuzzApp {
  const { reports, work, models } = folders;
  const index = join(work, models ? 'index-models' : 'index');
  const config = readConfig({
    env: {
      ...{ STATE_DIR: join(work, 'state'), MODELS_DIR: '', REFUSAL_THRESHOLD: '' },
      ...{ READER: models ? 'on' : 'off', ANSWERS: 'extractive', EMBEDDINGS: 'builtin' },
      ...{ DATABASE_URL: '' },
    },
    cwd: work,
    projectFolder,
  });
  const providers = { chat: null, embedder: models ? null : new HashEmbedder() };
  const steps = openSteps(config, { reports, index }, undefined, providers);
  const refresher = openRefresher(steps, new QuestionsFirst(0));
  return {
    refresh: async (rebuild) => void (await refresher.refresh({ rebuild })),
    ask: (question) => steps.app.ask(question),
    async close() {
      await refresher.close();
      await steps.app.close();
    },
    documentIds: async () => (await steps.index.documents()).map(({ id }) => id),
    async check(answer) {
      const cited = [...answer.citations, ...answer.nearest];
      const documents = new Map<string, ReportDocument>();
      for (const { documentId } of cited) {
        if (documents.has(documentId)) continue;
        const document = await steps.index.document(documentId);
        if (document !== null) documents.set(documentId, document);
      }
      const decoded = new Map<string, string>();
      return checkAnswer(answer, {
        lexicon: steps.lexicon,
        documentOf: (id) => documents.get(id) ?? null,
        sourceOf(file) {
          const text = decoded.get(file) ?? decodeCase(file, readFileSync(join(reports, file)));
          decoded.set(file, text);
          return { read: readSourceOf(file, text), length: text.length };
        },
      });
    },
  };
}
