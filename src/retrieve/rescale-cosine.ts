import type { Language } from '../domain/answer.js';
import { type Background, standardise } from '../text/standardise.js';

/**
 * Mean and deviation of the built-in model's cosines over the shipped report (six questions). The weights of ranking and refusal
 * were fitted on its scale; other models' cosines lie elsewhere.
 */
const builtin: Readonly<Record<Language, Background>> = {
  'zh-Hans': { mean: 0.85, deviation: 0.01 },
  'zh-Hant': { mean: 0.85, deviation: 0.01 },
  en: { mean: 0.75, deviation: 0.012 },
};

/** A cosine of another model as the built-in one would give it, going by how far it stands out among the question's. */
export function rescaleCosine(cosine: number, background: Background, language: Language): number {
  const { mean, deviation } = builtin[language];
  return Math.min(1, Math.max(0, mean + standardise(cosine, background) * deviation));
}
