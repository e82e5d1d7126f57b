import type { Language } from '../../domain/answer.js';
import { type ChatMessages, chatEnglish } from './chat-messages-english.js';
import { chatSimplifiedChinese } from './chat-messages-simplified-chinese.js';
import { chatTraditionalChinese } from './chat-messages-traditional-chinese.js';

const TABLES: Readonly<Record<Language, ChatMessages>> = {
  'zh-Hans': chatSimplifiedChinese,
  'zh-Hant': chatTraditionalChinese,
  en: chatEnglish,
};

export function chatMessagesIn(language: Language): ChatMessages {
  return TABLES[language];
}
