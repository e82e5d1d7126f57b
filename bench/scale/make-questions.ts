import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportIndex } from '../../src/domain/report-index.js';
import { createRandom } from '../../tests/support/damage-text.js';
import { projectFolder } from './open-corpus.js';

export interface BenchQuestion {
  readonly text: string;
  /** The passage that it was made of; null for one that people wrote. */
  readonly passageId: number | null;
}

const SHORTEST_SENTENCE = 12;
const LONGEST_PART = 24;
const questionFiles = [
  'data/eval/employment-meeting.jsonl',
  'tests/fixtures/questions/generality.jsonl',
];

/** Part of a sentence, from the beginning of one of its clauses. */
function partOf(sentence: string, random: () => number): string | null {
  const clauses = sentence.split(/[，,；;。！？：:]/u).map((clause) => clause.trim());
  const start = Math.floor(random() * clauses.length);
  const part = clauses.slice(start).join('').replaceAll(/\s+/gu, ' ');
  if (part.length < SHORTEST_SENTENCE) return null;
  const length = SHORTEST_SENTENCE + Math.floor(random() * (LONGEST_PART - SHORTEST_SENTENCE + 1));
  return Array.from(part).slice(0, length).join('');
}

/** Parts of sentences of the corpus, the same for the same index and seed. */
export async function makeQuestions(
  index: ReportIndex,
  count: number,
  seed: number,
): Promise<BenchQuestion[]> {
  const { passages } = await index.status();
  const random = createRandom(seed);
  const questions: BenchQuestion[] = [];
  for (let tries = 0; questions.length < count && tries < 20 * count; tries += 1) {
    const [passage] = await index.passages([1 + Math.floor(random() * passages)]);
    if (passage === undefined) continue;
    const sentence = passage.sentences[Math.floor(random() * passage.sentences.length)];
    const text = partOf(sentence?.text ?? '', random);
    if (text !== null) questions.push({ text, passageId: passage.id });
  }
  return questions;
}

/** The questions of this repository that are looked at and tuned with; they ask about other reports than news. */
export function readEvalQuestions(): BenchQuestion[] {
  return questionFiles.flatMap((file) =>
    readFileSync(join(projectFolder, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => ({
        text: (JSON.parse(line) as { question: string }).question,
        passageId: null,
      })),
  );
}
