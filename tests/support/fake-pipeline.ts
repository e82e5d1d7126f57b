import type {
  EvalFolders,
  EvalPipeline,
  OpenPipeline,
  PipelineChanges,
} from '../../src/eval/eval-pipeline.js';
import { createFakeApp, type FakeAppOptions } from './fake-app.js';

export interface OpenedPipeline {
  readonly folders: EvalFolders;
  readonly changes: PipelineChanges;
  closed: boolean;
}

export interface FakePipelineOptions
  extends Partial<Pick<EvalPipeline, 'rankPassages' | 'chooseSentence' | 'scoreFeatures'>> {
  /** The App of one opening, which may depend on what was asked for. */
  readonly app?: (folders: EvalFolders, changes: PipelineChanges) => FakeAppOptions;
}

/** Opens pipelines whose every step is given by the test, and remembers what was opened. */
export function createFakePipelines(options: FakePipelineOptions = {}): {
  readonly openPipeline: OpenPipeline;
  readonly opened: readonly OpenedPipeline[];
} {
  const {
    app = () => ({}),
    rankPassages = async () => [],
    chooseSentence = async () => null,
    scoreFeatures = ['words', 'cosine'],
  } = options;
  const opened: OpenedPipeline[] = [];
  return {
    opened,
    openPipeline(folders, changes = {}) {
      const opening: OpenedPipeline = { folders, changes, closed: false };
      opened.push(opening);
      const fake = createFakeApp(app(folders, changes));
      const close = async () => {
        opening.closed = true;
      };
      return { app: { ...fake, close }, rankPassages, chooseSentence, scoreFeatures };
    },
  };
}
