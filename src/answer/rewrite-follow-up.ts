/** A model makes a question that leans on earlier ones stand by itself. */
import type { Language } from '../domain/answer.js';
import type { Exchange } from '../domain/question.js';
import { detectLanguage } from '../text/detect-language.js';
import type { NameTagger } from '../text/read-names.js';
import { toSimplified } from '../text/to-simplified.js';
import type { ClaimLexicon } from './claim-lexicon.js';
import { promptLanguage } from './prompt-language.js';
import type { PromptTemplate } from './prompt-template.js';
import type { ModelRun } from './run-model.js';
import { verifyClaim } from './verify-claim.js';

export interface RewriteOptions {
  readonly question: string;
  readonly language: Language;
  readonly history: readonly Exchange[];
}

export interface RewriteTools {
  readonly prompt: PromptTemplate;
  readonly tagger: NameTagger;
  readonly lexicon?: ClaimLexicon | undefined;
  readonly run: (request: {
    readonly messages: ReturnType<PromptTemplate['render']>;
    readonly maxTokens: number;
    readonly onText: (text: string) => boolean;
  }) => Promise<ModelRun>;
}

/** Longer questions are not rewritten but answered. */
const maxChars = 300;
const maxTokens = 200;
/** Of an earlier answer, so much is told. */
const toldAnswerChars = 600;
const wrapping = /^["'“”「『]+|["'“”」』]+$/gu;

/** Whether the rewriting can be used in the question's place: one line, its language, no number or name from nowhere. */
function isFaithful(text: string, options: RewriteOptions, tools: RewriteTools): boolean {
  if (text === '' || text.length > maxChars || /[\n\r]/u.test(text)) return false;
  if ((detectLanguage(text) === 'en') !== (options.language === 'en')) return false;
  const told = options.history.flatMap(({ question, answer }) => [question, answer ?? '']);
  const verdict = verifyClaim({
    claim: text,
    quotes: [options.question, ...told],
    toSimplified,
    tagger: tools.tagger,
    lexicon: tools.lexicon,
  });
  const isHeld =
    verdict.ok ||
    verdict.faults.every(({ kind }) => kind === 'content' || kind === 'hedge' || kind === 'quote');
  return isHeld && !namesSomethingNew(text, [options.question, ...told], tools.tagger);
}

/** Nouns and words that the tagger does not know, where most names are; verbs may be put in to make a sentence. */
const nounTag = /^(?:n|x|j|l|i|t|s|eng)/u;
const generalNoun =
  /^(?:会议|报告|文章|报道|文件|讲话|内容|措施|要求|工作|方面|情况|时间|地点|地方|问题|原因|人|事)$/u;
const hanWord = /^\p{Script=Han}{2,}$/u;

function namesSomethingNew(text: string, told: readonly string[], tagger: NameTagger): boolean {
  const known = toSimplified(told.join('\n'));
  return tagger.words(toSimplified(text)).some(({ text: word, tag }) => {
    if (!nounTag.test(tag) || !hanWord.test(word) || generalNoun.test(word)) return false;
    // Of a word that it does not know, the tagger takes in the next character too: 林武对.
    return !known.includes(word) && !(tag === 'x' && known.includes(word.slice(0, -1)));
  });
}

/** The question as it is to be understood; null when the model failed or what it wrote cannot be used. */
export async function rewriteFollowUp(
  options: RewriteOptions,
  tools: RewriteTools,
): Promise<{ readonly text: string | null; readonly run: ModelRun }> {
  let written = '';
  const run = await tools.run({
    messages: tools.prompt.render({
      question: options.question,
      language: promptLanguage(options.language),
      exchanges: options.history.map(({ question, answer }) => ({
        question,
        answer: (answer ?? '').slice(0, toldAnswerChars),
      })),
    }),
    maxTokens,
    onText(text) {
      written += text;
      return written.length <= maxChars * 2;
    },
  });
  const text = written.trim().replace(wrapping, '').trim();
  const isUsable =
    run.failure === null && run.finish === 'stop' && isFaithful(text, options, tools);
  return { text: isUsable ? text : null, run };
}
