/** The numbers that `npm run fit` made, checked, and changed for measuring. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { confidenceNames } from './answer/confidence.js';
import type { FittedWeights } from './answer/extractive-answerer.js';
import { featureNames } from './answer/sentence-features.js';
import type { Config } from './config.js';
import { AppError } from './domain/app-error.js';
import type { PipelineChanges } from './eval/eval-pipeline.js';

/** Throws `model_missing`, `model_altered`. */
export function readWeights(config: Config): FittedWeights {
  const file = join(config.modelsFolder, 'ranking.json');
  try {
    const weights = JSON.parse(readFileSync(file, 'utf8')) as FittedWeights;
    requireWeights(weights, file);
    return { ...weights, threshold: config.refusalThreshold ?? weights.threshold };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(`${file} cannot be read.`, {
      code: 'model_missing',
      hint: 'Restore it with `git checkout -- data/models`, or set MODELS_DIR to the folder that holds the models.',
      cause: error,
    });
  }
}

/** A feature without a weight would make every confidence NaN, and nothing would be refused. */
function requireWeights({ ranking, confidence, threshold }: FittedWeights, file: string): void {
  const groups = ['chinese', 'english'] as const;
  const numbers = [
    threshold,
    ...groups.flatMap((group) => featureNames.map((name) => ranking?.[group]?.[name])),
    ...groups.flatMap((group) => confidenceNames.map((name) => confidence?.[group]?.[name])),
  ];
  if (numbers.every((value) => Number.isFinite(value))) return;
  throw new AppError(`${file} lacks weights that this version needs.`, {
    code: 'model_altered',
    hint: 'Restore it with `git checkout -- data/models`, or make it anew with `npm run fit`.',
  });
}

export function changeWeights(weights: FittedWeights, changes: PipelineChanges): FittedWeights {
  const { threshold = weights.threshold, withoutFeatures = [] } = changes;
  const muted = Object.fromEntries(withoutFeatures.map((name) => [name, 0]));
  const { chinese, english } = weights.ranking;
  const ranking = { chinese: { ...chinese, ...muted }, english: { ...english, ...muted } };
  return { ...weights, threshold, ranking };
}
