/** The few sentences that are ours rather than a report's, in the language of the question. */
import type { Language } from '../domain/answer.js';

export interface Phrases {
  /** Stands before the report's own words where they are in another language than the question. */
  readonly quoted: (words: string) => string;
  readonly quotedNext: (words: string) => string;
  readonly notFound: string;
  /** For a question about something that no report speaks of. */
  readonly offTopic: string;
  readonly greeting: string;
  readonly aboutBot: string;
  readonly partNotFound: (part: string) => string;
  readonly staleIndex: (reason: string) => string;
}

const phrases: Readonly<Record<Language, Phrases>> = {
  'zh-Hans': {
    quoted: (words) => `报告原文：“${words}”`,
    quotedNext: (words) => `“${words}”`,
    notFound: '报告没有提到。',
    offTopic: '这不是收录的报告谈到的事；我只回答与报告有关的问题。',
    greeting: '您好！请就报告提问，例如“会议讲了什么？”或“谁主持了会议？”。',
    aboutBot: '我是 report-qa，只根据收录的报告回答问题，每句话都附出处；报告没有说的，我会直说。',
    partNotFound: (part) => `报告没有回答“${part}”。`,
    staleIndex: (reason) => `索引未能更新，以下回答出自旧索引。${reason}`,
  },
  'zh-Hant': {
    quoted: (words) => `報告原文：「${words}」`,
    quotedNext: (words) => `「${words}」`,
    notFound: '報告沒有提到。',
    offTopic: '這不是收錄的報告談到的事；我只回答與報告有關的問題。',
    greeting: '您好！請就報告提問，例如「會議講了什麼？」或「誰主持了會議？」。',
    aboutBot: '我是 report-qa，只根據收錄的報告回答問題，每句話都附出處；報告沒有說的，我會直說。',
    partNotFound: (part) => `報告沒有回答「${part}」。`,
    staleIndex: (reason) => `索引未能更新，以下回答出自舊索引。${reason}`,
  },
  en: {
    quoted: (words) => `The report says: “${words}”`,
    quotedNext: (words) => `“${words}”`,
    notFound: 'The report does not say.',
    offTopic: 'The reports do not speak of this; I answer questions about the reports only.',
    greeting:
      'Hello! Ask about the reports, for example “What was the meeting about?” or “Who chaired the meeting?”.',
    aboutBot:
      'I am report-qa. I answer from the reports alone and cite the passage for every sentence; what they do not say, I do not say.',
    partNotFound: (part) => `The report does not answer “${part}”.`,
    staleIndex: (reason) =>
      `The index could not be refreshed; this answer is from the old one. ${reason}`,
  },
};

export function phrasesFor(language: Language): Phrases {
  return phrases[language];
}
