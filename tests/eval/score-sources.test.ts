import { describe, expect, it } from 'vitest';
import { featureNames } from '../../src/answer/sentence-features.js';
import { scoreSources } from '../../src/eval/score-sources.js';

describe('scoreSources', () => {
  it('puts every feature of the score into one source', () => {
    const members = scoreSources(featureNames).flatMap(({ features }) => features);
    expect([...members].sort()).toEqual([...featureNames].sort());
  });

  it('makes a source of its own of a feature that it does not know', () => {
    expect(scoreSources(['cosine', 'new', 'passageCosine'])).toEqual([
      { name: 'vectors', features: ['cosine', 'passageCosine'] },
      { name: 'new', features: ['new'] },
    ]);
  });
});
