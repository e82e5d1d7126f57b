import type { IndexProblem } from '../domain/app.js';
import type { IndexWriter } from '../domain/index-writer.js';
import type { IndexStatus, ReportIndex } from '../domain/report-index.js';
import type { FallenQuestion, GateReport, GateStage, Scorecard } from '../domain/scorecard.js';
import { type EmbedMissingOptions, embedMissing } from './embed-missing.js';

export interface GradedQuestion extends FallenQuestion {
  /** Hash of the question and of what is expected. */
  readonly key: string;
  readonly right: boolean;
}

export interface GradeOptions {
  readonly stage: GateStage;
  readonly signal?: AbortSignal;
  readonly onQuestion: (done: number, total: number) => void;
}

/** Asks the operator's questions. */
export interface QuestionGrader {
  /** Changes with whatever else decides about answers: weights, threshold. */
  readonly name: string;
  /** Questions whose document the index holds; null when the stage cannot be asked now, since the embedder is out of reach. */
  grade(index: ReportIndex, options: GradeOptions): Promise<readonly GradedQuestion[] | null>;
  /** What is wrong with the files of questions. */
  problems(): Promise<readonly IndexProblem[]>;
}

/** Who judges, and by how many points of 100 a scorecard may fall. */
export interface GateSettings {
  readonly grader: QuestionGrader;
  readonly points: number;
}

export interface PublicationGateOptions extends GateSettings {
  /** How the texts of a candidate are given vectors. */
  readonly embedding: EmbedMissingOptions & { readonly writer: IndexWriter };
  readonly onQuestion: GradeOptions['onQuestion'];
  /** `refusedMark` of what is to be built. */
  readonly mark: string;
}

/** So many texts of a candidate are embedded before its flip, some ten seconds on two cores; of more, vectors are judged afterwards. */
const EMBEDDED_BEFORE_FLIP = 512;
const FELL_SHOWN = 5;
const STAGES: readonly GateStage[] = ['words', 'vectors'];

type MadeVectors = Parameters<EmbedMissingOptions['writer']['putVectors']>[1];

interface Graded {
  readonly card: Scorecard;
  readonly questions: readonly GradedQuestion[];
}

/**
 * Compares what a new index answers with what the old one did, on the questions that both have, words with words and
 * vectors with vectors. One for each refresh.
 */
export class PublicationGate {
  readonly #options: PublicationGateOptions;
  /** Scorecards of the index that is to be replaced. */
  readonly #before = new Map<GateStage, Scorecard>();
  readonly #made: MadeVectors[number][] = [];
  /** Of the index that is to be replaced; 0 while there is none. */
  #generation = 0;
  #embedded = 0;

  constructor(options: PublicationGateOptions) {
    this.#options = options;
  }

  /** How many texts of the candidate were given vectors. */
  get embedded(): number {
    return this.#embedded;
  }

  /** To be called before the writer begins: what the old index has no scorecard of, it is asked now. */
  async open(): Promise<void> {
    const { writer } = this.#options.embedding;
    if ((await writer.files()).length === 0) return;
    this.#generation = await this.#currentGeneration();
    for (const stage of STAGES) {
      const known = await this.#lastCard(stage);
      if (known?.generation === this.#generation) this.#before.set(stage, known);
      else if (stage === 'words' || (writer.embedsCandidates && (await this.#isComplete()))) {
        const graded = await this.#grade(stage, this.#generation);
        // Without a question for its words, nobody need count its vectors.
        if (graded === null) return;
        this.#before.set(stage, graded.card);
        await writer.putScorecard(graded.card);
      }
    }
  }

  /** What keeps the candidate from being published, or null. `isTouched`: its documents are those of the old index. */
  async judge(isTouched: boolean): Promise<GateReport | null> {
    const { embedding } = this.#options;
    const { writer } = embedding;
    const next = this.#generation + 1;
    if (isTouched) {
      for (const card of this.#before.values()) {
        await writer.putScorecard({ ...card, generation: next });
      }
      return null;
    }
    for (const stage of STAGES) {
      const before = this.#before.get(stage);
      if (before === undefined) continue;
      if (stage === 'vectors' && !(await this.#embedCandidate())) continue;
      const graded = await this.#grade(stage, next);
      if (graded === null) continue;
      const fall = this.#compare(before, graded, true);
      if (fall !== null) return fall;
      await writer.putScorecard(graded.card);
    }
    return null;
  }

  /** After `rollback`: the vectors that were made stay, and the verdict is remembered. */
  async refuse(): Promise<void> {
    const { writer, embedder } = this.#options.embedding;
    await writer.putVectors(embedder.fingerprint, this.#made);
    await writer.noteRefused(this.#options.mark);
  }

  /** Whether the same was refused before. */
  async hasRefused(): Promise<boolean> {
    return (await this.#options.embedding.writer.refused()) === this.#options.mark;
  }

  /** After the flip: the index of this status is asked what it was not asked before. What fell is only told. */
  async conclude(status: IndexStatus): Promise<GateReport | null> {
    const { writer } = this.#options.embedding;
    const { generation, vectors, vectorsWanted } = status;
    let told: GateReport | null = null;
    for (const stage of STAGES) {
      const last = await this.#lastCard(stage);
      if (last?.generation === generation) continue;
      if (stage === 'vectors' && vectors < vectorsWanted) continue;
      const graded = await this.#grade(stage, generation);
      if (graded === null) return told;
      await writer.putScorecard(graded.card);
      if (last !== null) told ??= this.#compare(last, graded, false);
    }
    return told;
  }

  async #currentGeneration(): Promise<number> {
    const index = await this.#candidate();
    try {
      return await index.generation();
    } finally {
      await index.close();
    }
  }

  async #candidate(): Promise<ReportIndex> {
    const { writer, embedder } = this.#options.embedding;
    return await writer.candidate(embedder.fingerprint);
  }

  async #isComplete(): Promise<boolean> {
    const { writer, embedder } = this.#options.embedding;
    return (await writer.countMissingVectors(embedder.fingerprint)) === 0;
  }

  /** One of another grader says nothing. */
  async #lastCard(stage: GateStage): Promise<Scorecard | null> {
    const card = await this.#options.embedding.writer.scorecard(stage);
    return card?.grader === this.#options.grader.name ? card : null;
  }

  /** Null where there is no question, or nobody to ask, or glosses are still to follow: with them it answers more. */
  async #grade(stage: GateStage, generation: number): Promise<Graded | null> {
    const { grader, onQuestion, embedding } = this.#options;
    const index = await this.#candidate();
    try {
      if ((await index.status()).passagesToGloss > 0) return null;
      const { signal } = embedding;
      const questions = await grader.grade(index, {
        ...{ stage, onQuestion },
        ...(signal === undefined ? {} : { signal }),
      });
      if (questions === null || questions.length === 0) return null;
      const right = Object.fromEntries(questions.map(({ key, right }) => [key, right]));
      return { card: { stage, generation, grader: grader.name, right }, questions };
    } finally {
      await index.close();
    }
  }

  /** Whether the candidate has all vectors now. */
  async #embedCandidate(): Promise<boolean> {
    const { embedding } = this.#options;
    const { writer } = embedding;
    if (!writer.embedsCandidates) return false;
    this.#embedded += await embedMissing({
      ...embedding,
      work: { ...embedding.work, upTo: EMBEDDED_BEFORE_FLIP },
      writer: {
        countMissingVectors: (fingerprint) => writer.countMissingVectors(fingerprint),
        missingVectors: (fingerprint, limit) => writer.missingVectors(fingerprint, limit),
        noteRate: (vectorsPerSecond) => writer.noteRate(vectorsPerSecond),
        putVectors: async (fingerprint, vectors) => {
          await writer.putVectors(fingerprint, vectors);
          this.#made.push(...vectors);
        },
      },
    });
    return await this.#isComplete();
  }

  #compare(before: Scorecard, { card, questions }: Graded, kept: boolean): GateReport | null {
    const shared = questions.filter(({ key }) => before.right[key] !== undefined);
    const wasRight = shared.filter(({ key }) => before.right[key] === true);
    const points = (right: number): number => (100 * right) / shared.length;
    const report = {
      before: points(wasRight.length),
      now: points(shared.filter(({ right }) => right).length),
    };
    // No question is shared: NaN is not above anything.
    if (!(report.before - report.now > this.#options.points)) return null;
    const fell = wasRight.filter(({ right }) => !right);
    return {
      ...report,
      ...{ stage: card.stage, questions: shared.length, fallen: fell.length, kept },
      // Those first that a person may look at.
      fell: fell
        .sort((left, right) => Number(left.question === null) - Number(right.question === null))
        .slice(0, FELL_SHOWN)
        .map(({ id, file, question }): FallenQuestion => ({ id, file, question })),
    };
  }
}
