import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/text/detect-language.js';

describe('detectLanguage', () => {
  it.each([
    ['谁主持了会议？', 'zh-Hans'],
    ['請問這次會議由誰主持？', 'zh-Hant'],
    ['會議', 'zh-Hant'],
    ['Who chaired the meeting?', 'en'],
    ['What does 稳就业 mean in this report?', 'en'],
    ['meeting的形式是什么？', 'zh-Hans'],
    ['GDP增长多少？', 'zh-Hans'],
    ['2023?', 'zh-Hans'],
    // 台 and 里 are traditional characters as well as simplified ones.
    ['台上', 'zh-Hans'],
  ] as const)('reads %s as %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
