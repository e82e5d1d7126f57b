import { describe, expect, test } from 'vitest';
import { messagesIn } from '../../../src/channels/telegram/messages.js';
import { renderAnswer } from '../../../src/channels/telegram/render-answer.js';
import {
  type AnswerProgress,
  addEvent,
  noProgress,
  renderProgress,
} from '../../../src/channels/telegram/render-progress.js';
import type { AnswerMode } from '../../../src/domain/answer.js';
import { longAnswer } from '../../support/long-answer.js';
import { checkContent } from '../../support/telegram/check-content.js';

const messages = messagesIn('zh-Hans');

function retrieved(
  mode: AnswerMode,
  passages = 5,
  understoodAs: string | null = null,
): AnswerProgress {
  return addEvent(noProgress, {
    type: 'retrieved',
    understoodAs,
    language: 'zh-Hans',
    mode,
    passages,
  });
}

describe('a growing answer', () => {
  test('tells first that the reports are searched, then what was found', () => {
    expect(renderProgress(noProgress, messages).text).toBe('正在查找报告……');
    expect(renderProgress(retrieved('llm', 5, '那退役军人呢？'), messages).text).toBe(
      '理解为：那退役军人呢？\n\n找到 5 处相关内容，正在作答……',
    );
  });

  test('grows by sentences and ends as the beginning of the answer', () => {
    const answer = longAnswer({ sentences: 4 });
    const [final] = renderAnswer(answer, { messages, publicUrl: null, nameReport: false });
    let progress = retrieved('extractive');
    for (const claim of answer.claims) {
      progress = addEvent(progress, { type: 'sentence', claim, citations: [] });
      const { text } = renderProgress(progress, messages);
      expect(text).toMatch(/ ……$/u);
      expect(final?.text.startsWith(text.slice(0, -' ……'.length))).toBe(true);
    }
  });

  test('stays within one message', () => {
    let progress = retrieved('llm');
    for (const claim of longAnswer({ sentences: 60, sentenceUnits: 150 }).claims) {
      progress = addEvent(progress, { type: 'sentence', claim, citations: [] });
    }
    const rich = renderProgress(progress, messages);
    expect(checkContent({ ...rich }, 'text')).toEqual(rich);
    expect(rich.text.length).toBeGreaterThan(2000);
  });
});
