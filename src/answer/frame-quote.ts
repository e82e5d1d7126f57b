import type { Language } from '../domain/answer.js';
import { detectLanguage } from '../text/detect-language.js';
import { toSimplified } from '../text/to-simplified.js';
import { phrasesFor } from './phrases.js';

export interface FrameQuoteOptions {
  readonly language: Language;
  /** Whether it is the first sentence of the answer. */
  readonly isFirst: boolean;
  /** The text of the report that the words are from. */
  readonly report: string;
  readonly toTraditional: (text: string) => Promise<string>;
}

/** So much of a report tells its language. */
const sampledChars = 2000;
const han = /\p{Script=Han}/u;

/** A report's words for the reader: in his script, and framed where they are in another language than his. */
export async function frameQuote(words: string, options: FrameQuoteOptions): Promise<string> {
  const { language, isFirst, report, toTraditional } = options;
  const { quoted, quotedNext } = phrasesFor(language);
  if (han.test(words) === (language === 'en')) return isFirst ? quoted(words) : quotedNext(words);
  if (language === 'en') return words;
  if (language === 'zh-Hans') return toSimplified(words);
  // A traditional report's 布, 群 and 台 would come out as 佈, 羣 and 臺.
  const isTraditional = detectLanguage(report.slice(0, sampledChars)) === 'zh-Hant';
  return isTraditional ? words : await toTraditional(words);
}
