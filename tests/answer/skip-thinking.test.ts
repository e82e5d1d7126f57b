import { describe, expect, it } from 'vitest';
import { createThinkingFilter } from '../../src/answer/skip-thinking.js';

function filtered(...pieces: string[]): string {
  const filter = createThinkingFilter();
  return pieces.map(filter).join('');
}

describe('createThinkingFilter', () => {
  it.each([
    ['<think>甲 {"say":"x"}</think>乙', '乙'],
    ['\n<think>\n甲\n</think>\n\n乙', '\n\n乙'],
    ['<think></think>', ''],
    ['<think>甲', ''],
    ['乙 <think>甲</think>', '乙 <think>甲</think>'],
    ['<thinker>乙', '<thinker>乙'],
    ['  乙', '  乙'],
    ['', ''],
  ])('makes %j to %j, in whatever pieces', (text, spoken) => {
    expect(filtered(text)).toBe(spoken);
    expect(filtered(...text.split(''))).toBe(spoken);
    expect(filtered(text.slice(0, 5), text.slice(5))).toBe(spoken);
  });

  it('holds next to nothing of endless thoughts', () => {
    const filter = createThinkingFilter();
    filter('<think>');
    for (let round = 0; round < 1000; round += 1) expect(filter('甲'.repeat(1000))).toBe('');
    expect(filter('</think>乙')).toBe('乙');
  });
});
