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
  /** So many texts of a big collection are searched by their words alone so far. */
  readonly vectorsMissing: (texts: number) => string;
  /** The model failed with this `chat_…` code. */
  readonly modelFailed: (code: string) => string;
  /** Nothing that the model said could be verified. */
  readonly modelUnverified: string;
  /** The model found nothing where the rules are confident. */
  readonly modelFoundNothing: string;
  /** The tokens of the day are used up. */
  readonly limitForAll: string;
  readonly limitForUser: string;
  readonly incomplete: string;
}

/** What happened, by the code of the failure; the mend is the operator's. */
const reasons: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  chat_unreachable: {
    'zh-Hans': '连接不上',
    'zh-Hant': '連接不上',
    en: 'could not be reached',
  },
  chat_denied: {
    'zh-Hans': '拒绝了请求',
    'zh-Hant': '拒絕了請求',
    en: 'refused the request',
  },
  chat_unpaid: {
    'zh-Hans': '的账户余额不足',
    'zh-Hant': '的賬戶餘額不足',
    en: 'has no credit left',
  },
  chat_model_unknown: { 'zh-Hans': '不存在', 'zh-Hant': '不存在', en: 'does not exist' },
  chat_limited: {
    'zh-Hans': '请求过多，暂不受理',
    'zh-Hant': '請求過多，暫不受理',
    en: 'has too many requests at the moment',
  },
  chat_too_long: {
    'zh-Hans': '容不下这么长的内容',
    'zh-Hant': '容不下這麼長的內容',
    en: 'cannot take in so long a text',
  },
  chat_reply_invalid: {
    'zh-Hans': '的回复无法读取',
    'zh-Hant': '的回覆無法讀取',
    en: 'gave a reply that cannot be read',
  },
  chat_filtered: {
    'zh-Hans': '的内容过滤拦下了回答',
    'zh-Hant': '的內容過濾攔下了回答',
    en: 'withheld its answer (content filter)',
  },
  chat_cut: {
    'zh-Hans': '的回答中途断开',
    'zh-Hant': '的回答中途斷開',
    en: 'broke off its answer',
  },
  chat_timed_out: {
    'zh-Hans': '没有按时回答',
    'zh-Hant': '沒有按時回答',
    en: 'did not answer in time',
  },
};
const otherReason: Readonly<Record<Language, string>> = {
  'zh-Hans': '出了错',
  'zh-Hant': '出了錯',
  en: 'failed',
};

function reasonOf(code: string, language: Language): string {
  return (reasons[code] ?? otherReason)[language];
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
    vectorsMissing: (texts) =>
      `还有${texts}段文字没有向量，暂时只按字词检索，换了说法的问题可能找不到；运行 npm run index 可以补齐。`,
    modelFailed: (code) => `语言模型${reasonOf(code, 'zh-Hans')}，这次只用报告原文回答。`,
    modelUnverified: '语言模型的回答与报告核对不上，没有采用；这次只用报告原文回答。',
    modelFoundNothing: '语言模型认为报告没有回答这个问题；以下是报告中看来最切题的原文。',
    limitForAll: '今天的语言模型用量已经用完，这次只用报告原文回答。',
    limitForUser: '您今天的语言模型用量已经用完，这次只用报告原文回答。',
    incomplete: '回答中途断开，以上只是其中已经核对的部分。',
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
    vectorsMissing: (texts) =>
      `還有${texts}段文字沒有向量，暫時只按字詞檢索，換了說法的問題可能找不到；運行 npm run index 可以補齊。`,
    modelFailed: (code) => `語言模型${reasonOf(code, 'zh-Hant')}，這次只用報告原文回答。`,
    modelUnverified: '語言模型的回答與報告核對不上，沒有採用；這次只用報告原文回答。',
    modelFoundNothing: '語言模型認為報告沒有回答這個問題；以下是報告中看來最切題的原文。',
    limitForAll: '今天的語言模型用量已經用完，這次只用報告原文回答。',
    limitForUser: '您今天的語言模型用量已經用完，這次只用報告原文回答。',
    incomplete: '回答中途斷開，以上只是其中已經核對的部分。',
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
    vectorsMissing: (texts) =>
      `${texts} texts have no vector yet and are searched by their words alone, which may miss other wordings; npm run index makes the rest.`,
    staleIndex: (reason) =>
      `The index could not be refreshed; this answer is from the old one. ${reason}`,
    modelFailed: (code) =>
      `The language model ${reasonOf(code, 'en')}; this answer is in the report’s own words alone.`,
    modelUnverified:
      'What the language model wrote could not be verified and is not shown; this answer is in the report’s own words alone.',
    modelFoundNothing:
      'The language model finds no answer in the report; these are the words of the report that seem nearest to the question.',
    limitForAll:
      'Today’s tokens for the language model are used up; this answer is in the report’s own words alone.',
    limitForUser:
      'Your tokens for the language model are used up for today; this answer is in the report’s own words alone.',
    incomplete: 'The answer broke off; this is the part of it that was verified.',
  },
};

export function phrasesFor(language: Language): Phrases {
  return phrases[language];
}
