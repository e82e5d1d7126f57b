import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toSimplified } from '../../src/text/to-simplified.js';
import { toTraditional } from '../../src/text/to-traditional.js';

describe('toTraditional', () => {
  it.each([
    ['谁主持会议？', '誰主持會議？'],
    ['理发师发现头发', '理髮師發現頭髮'],
    ['皇后以后', '皇后以後'],
    ['The 5th GDP', 'The 5th GDP'],
    ['', ''],
  ])('writes %s as %s', (simplified, traditional) => {
    expect(toTraditional(simplified)).toBe(traditional);
  });

  it('comes back to the report as it was', () => {
    const file = new URL('../fixtures/text/employment-meeting.clean.txt', import.meta.url);
    const text = readFileSync(file, 'utf8');
    const traditional = toTraditional(text);
    expect(traditional).not.toBe(text);
    expect(traditional).toHaveLength(text.length);
    expect(toSimplified(traditional)).toBe(text);
  });
});
