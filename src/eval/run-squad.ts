/** Runs a SQuAD-format file through the real index and retriever, each paragraph one document. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexProgress } from '../domain/app.js';
import { mapSpan } from '../text/map-offsets.js';
import type { EvalPipeline, OpenPipeline } from './eval-pipeline.js';
import type { SquadQuestion, SquadSet } from './squad-file.js';

export interface SquadOptions {
  readonly set: SquadSet;
  /** Other wordings of the same questions, by id (English questions on Chinese paragraphs). */
  readonly wordings?: ReadonlyMap<string, string>;
  /** Every n-th question only; 1 asks all. */
  readonly every?: number;
  /** Where the index is built; a temporary folder that is removed afterwards when absent. */
  readonly folder?: string;
  readonly openPipeline: OpenPipeline;
  readonly signal?: AbortSignal;
  readonly onIndexProgress?: (progress: IndexProgress) => void;
  readonly onResult?: (result: SquadResult, done: number, total: number) => void;
}

export interface SquadResult {
  readonly id: string;
  /** 0-based numbers of the paragraphs in file order, best first, at most 10. */
  readonly paragraphs: readonly number[];
  /** As it stands in the file. */
  readonly sentenceInGold: string;
  readonly goldRank: number;
  readonly sentenceHoldsAnswer: boolean;
}

export interface SquadScores {
  readonly questions: number;
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly sentence: number;
}

const idPrefix = 'squad#';
const rankedParagraphs = 10;
/** Passages asked for, so that ten different paragraphs are among them. */
const rankedPassages = 40;

export function scoreSquad(results: readonly SquadResult[]): SquadScores {
  const share = (test: (result: SquadResult) => boolean) =>
    results.length === 0 ? 0 : results.filter(test).length / results.length;
  return {
    questions: results.length,
    recallAt1: share(({ goldRank }) => goldRank === 0),
    recallAt5: share(({ goldRank }) => goldRank >= 0 && goldRank < 5),
    sentence: share(({ sentenceHoldsAnswer }) => sentenceHoldsAnswer),
  };
}

/** One result a question, in the order of the file. */
export async function runSquad(options: SquadOptions): Promise<SquadResult[]> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'report-qa-eval-')));
  try {
    const lines = options.set.paragraphs.map((text, index) =>
      JSON.stringify({ id: String(index), text }),
    );
    const reports = join(folder, 'reports');
    await mkdir(reports, { recursive: true });
    await writeFile(join(reports, 'squad.jsonl'), lines.join('\n'));
    const pipeline = options.openPipeline({ reports, index: join(folder, 'index') });
    try {
      await pipeline.app.refresh({
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.onIndexProgress === undefined ? {} : { onProgress: options.onIndexProgress }),
      });
      return await askAll(options, pipeline, lines.join('\n'));
    } finally {
      await pipeline.app.close();
    }
  } finally {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function askAll(
  options: SquadOptions,
  pipeline: EvalPipeline,
  source: string,
): Promise<SquadResult[]> {
  const every = options.every ?? 1;
  const questions = options.set.questions.filter((_, index) => index % every === 0);
  const results: SquadResult[] = [];
  for (const question of questions) {
    options.signal?.throwIfAborted();
    const wording = options.wordings?.get(question.id) ?? question.question;
    const result = await askOne(question, wording, pipeline, source);
    results.push(result);
    options.onResult?.(result, results.length, questions.length);
  }
  return results;
}

async function askOne(
  question: SquadQuestion,
  wording: string,
  pipeline: EvalPipeline,
  source: string,
): Promise<SquadResult> {
  const passages = await pipeline.rankPassages(wording, rankedPassages);
  const ranked = [...new Set(passages.map(({ documentId }) => documentId))].map((id) =>
    Number(id.slice(idPrefix.length)),
  );
  const goldId = `${idPrefix}${question.paragraph}`;
  const sentence = await pipeline.chooseSentence(wording, goldId);
  let sentenceInGold = '';
  if (sentence !== null) {
    const { offsets } = await pipeline.app.document(goldId);
    const { start, end } = mapSpan(offsets, sentence.span);
    sentenceInGold = JSON.parse(`"${source.slice(start, end)}"`) as string;
  }
  return {
    id: question.id,
    paragraphs: ranked.slice(0, rankedParagraphs),
    sentenceInGold,
    goldRank: ranked.indexOf(question.paragraph),
    sentenceHoldsAnswer: question.answers.some((answer) => sentenceInGold.includes(answer)),
  };
}
