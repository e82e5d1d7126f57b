import type { Explanation } from '../../src/domain/explanation.js';

export function sampleExplanation(changes: Partial<Explanation> = {}): Explanation {
  return {
    question: '谁主持了会议？',
    kind: 'who',
    terms: ['主持'],
    passages: [],
    sentences: [],
    confidence: 0.9,
    threshold: 0.5,
    notes: [],
    ...changes,
  };
}
