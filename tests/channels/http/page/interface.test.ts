import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../../../src/channels/http/page/choose-language.js';
import { failureKind } from '../../../../src/channels/http/page/failure-kind.js';
import { pickWords } from '../../../../src/channels/http/page/pick-words.js';
import { sendsQuestion } from '../../../../src/channels/http/page/sends-question.js';

const enter = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 };

describe('sendsQuestion', () => {
  it('sends with Enter only, and never while an input method composes', () => {
    expect(sendsQuestion(enter)).toBe(true);
    expect(sendsQuestion({ ...enter, key: 'a', keyCode: 65 })).toBe(false);
    expect(sendsQuestion({ ...enter, shiftKey: true })).toBe(false);
    expect(sendsQuestion({ ...enter, isComposing: true })).toBe(false);
    expect(sendsQuestion({ ...enter, keyCode: 229 })).toBe(false);
  });
});

describe('chooseLanguage', () => {
  it.each([
    [['zh-CN', 'en'], 'zh-Hans'],
    [['fr', 'zh-TW'], 'zh-Hant'],
    [['zh-Hant-HK'], 'zh-Hant'],
    [['en-GB', 'zh'], 'en'],
    [['ja'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (wanted, expected) => {
    expect(chooseLanguage(wanted)).toBe(expected);
  });
});

describe('failures', () => {
  it('are told in plain words in every language, by what a person can do', () => {
    expect(failureKind('chat_timed_out')).toBe('model');
    expect(failureKind('never heard of')).toBe('other');
    for (const language of ['zh-Hans', 'zh-Hant', 'en'] as const) {
      const { failure } = pickWords(language);
      expect(failure('rate_limited')).not.toBe(failure('unreachable'));
      expect(failure('never heard of')).not.toBe('');
    }
  });
});
