/** The steps as measuring and fitting need them. */
import type { FittedWeights } from './answer/extractive-answerer.js';
import { featureNames } from './answer/sentence-features.js';
import { joinApp } from './compose.js';
import { openParts, type Parts } from './compose-parts.js';
import type { Providers } from './compose-providers.js';
import { changeWeights, readWeights } from './compose-weights.js';
import type { Config } from './config.js';
import type { App } from './domain/app.js';
import type { EvalFolders, EvalPipeline, PipelineChanges } from './eval/eval-pipeline.js';
import { detectLanguage } from './text/detect-language.js';

/** The App over other folders, with its inner steps open. */
export function openSteps(
  config: Config,
  folders: { readonly reports: string; readonly index: string },
  weights?: FittedWeights,
  providers: Providers = { chat: null, embedder: null },
): Parts & { readonly app: App } {
  const parts = openParts(
    { ...config, reportsFolder: folders.reports, indexFolder: folders.index },
    // Other folders have an index of their own, and never take the place of the shared one.
    { ...providers, store: null },
    weights,
  );
  return { ...parts, app: joinApp(parts, null) };
}

/** What the evaluation needs of the steps. */
export function openPipeline(
  config: Config,
  providers: Providers,
  folders: EvalFolders,
  changes: PipelineChanges = {},
): EvalPipeline {
  const weights = changeWeights(readWeights(config), changes);
  const { app, retriever, extractive } = openSteps(config, folders, weights, providers);
  return {
    app,
    scoreFeatures: featureNames,
    async rankPassages(question, limit) {
      const language = detectLanguage(question);
      const { passages } = await retriever.retrieve({ text: question, language, limit });
      return passages.map(({ passage }) => passage);
    },
    async chooseSentence(question, documentId) {
      const { ranked } = await extractive.rank({
        text: question,
        kind: null,
        language: detectLanguage(question),
        documentIds: [documentId],
        shown: '',
        nearest: 0,
      });
      return ranked[0]?.candidate.sentence ?? null;
    },
  };
}
