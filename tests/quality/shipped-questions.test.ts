/** The whole program with its own models over the questions that are shipped: floors, which a change must not fall below. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openApp } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import type { Citation } from '../../src/domain/answer.js';
import { parseEvalQuestions } from '../../src/eval/eval-question.js';
import { type QuestionRun, runQuestions } from '../../src/eval/run-questions.js';
import { normalizeText } from '../../src/text/normalize-text.js';
import { repairText } from '../../src/text/repair-text.js';

/** Share of the answerable questions with a right, short answer that cites its support. */
const ANSWERABLE_FLOOR = { meeting: 0.88, generality: 0.77 } as const;
/** Share of the questions that the reports do not answer which are refused. */
const REFUSED_FLOOR = { meeting: 0.87, generality: 0.5 } as const;

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

const sets = [
  {
    name: 'meeting',
    reports: 'data/reports',
    questions: 'data/eval/employment-meeting.jsonl',
  },
  {
    name: 'generality',
    reports: 'tests/fixtures/reports',
    questions: 'tests/fixtures/questions/generality.jsonl',
  },
] as const;

async function askAll(reports: string, file: string): Promise<QuestionRun> {
  const folder = mkdtempSync(join(tmpdir(), 'report-qa-'));
  const env = {
    ...{ REPORTS_DIR: join(projectFolder, reports), INDEX_DIR: folder },
    // Set to nothing, so that no `.env` of the project changes what is measured.
    ...{ MODELS_DIR: '', READER: 'on', REFUSAL_THRESHOLD: '' },
    ...{ ANSWERS: 'extractive', EMBEDDINGS: 'builtin' },
  };
  const app = await openApp(readConfig({ env, cwd: folder, projectFolder }));
  try {
    await app.refresh();
    const questions = parseEvalQuestions(readFileSync(join(projectFolder, file), 'utf8'), file);
    return await runQuestions({ app, questions });
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Share of the answerable questions that were answered right, or of the others that were refused. */
function share({ graded }: QuestionRun, answerable: boolean): number {
  const asked = graded.filter(({ question }) => question.answerable === answerable);
  return asked.filter(({ grade }) => grade.right).length / asked.length;
}

const bare = (text: string) => normalizeText(text).replace(/\s/gu, '');

/** What is wrong with a citation: words that do not stand at its span, or a source that does not come to them. */
function faultsOf(citation: Citation, { documents }: QuestionRun, source: string): string[] {
  const { quote, span, highlight, sourceSpan, documentId } = citation;
  const document = documents.get(documentId);
  if (document === undefined) return [`${documentId} was not read`];
  const faults: string[] = [];
  if (document.text.slice(span.start, span.end) !== quote) faults.push(`span: ${quote}`);
  if (highlight !== null && !(highlight.start < highlight.end && highlight.end <= quote.length)) {
    faults.push(`highlight: ${quote}`);
  }
  const cut = source.slice(sourceSpan.start, sourceSpan.end);
  const repaired = document.damaged ? repairText(cut, repairText(source).profile).text : cut;
  if (bare(repaired) !== bare(quote)) faults.push(`source: ${quote}`);
  return faults;
}

describe.each(sets)('$name', ({ name, reports, questions }) => {
  let run: QuestionRun;
  beforeAll(async () => {
    run = await askAll(reports, questions);
  }, 180_000);

  it('is answered right as often as before', () => {
    expect(share(run, true)).toBeGreaterThanOrEqual(ANSWERABLE_FLOOR[name]);
  });

  it('is refused as often as before where the reports do not answer', () => {
    expect(share(run, false)).toBeGreaterThanOrEqual(REFUSED_FLOOR[name]);
  });

  it('is cited exactly, in the report and in its file', () => {
    const sources = new Map<string, string>();
    const sourceOf = (file: string) => {
      const known = sources.get(file) ?? readFileSync(join(projectFolder, reports, file), 'utf8');
      sources.set(file, known);
      return known;
    };
    const citations = run.graded.flatMap(({ answer }) => [...answer.citations, ...answer.nearest]);
    expect(citations.length).toBeGreaterThan(run.graded.length / 2);
    expect(
      citations.flatMap((citation) => faultsOf(citation, run, sourceOf(citation.file))),
    ).toEqual([]);
  });

  it('claims nothing without a citation, and nothing that was not verified', () => {
    for (const { answer } of run.graded) {
      const markers = answer.citations.map(({ marker }) => marker);
      for (const claim of answer.claims) {
        expect(claim.markers.length, answer.question).toBeGreaterThan(0);
        expect(markers, answer.question).toEqual(expect.arrayContaining([...claim.markers]));
      }
      expect(answer.verification.verified).toBe(answer.claims.length);
    }
  });
});
