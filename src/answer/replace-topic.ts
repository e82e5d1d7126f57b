/** The question before with another topic in the place of its own: 对毕业生有什么要求？ 那退役军人呢？ */
import { beginsWithSurname } from '../text/read-names.js';
import type { Tokenizer, Word } from '../text/tokenizer.js';

export interface ReplaceTopicOptions {
  readonly tokenizer: Tokenizer;
  /** Persons named in a text, in its order. */
  readonly personsIn: (text: string) => readonly string[];
}

const slotMarker = /^(?:对|对于|针对|关于|就|给|为|向)$/u;
const leadingMarker = /^(?:对于|针对|关于|对|就|给|向)(?=\p{Script=Han}{2})/u;
const englishMarker = /^(?:for|about|of|to|by|on|with) /iu;
const nounTag = /^(?:n|vn|an|j|l|i|eng|s|t)/u;
const dictionaryTag = /^(?:n(?!r)|v|a|d|m|t|s|f|b|i|l|j|r|z)/u;
/** What follows the topic of a question: 根治欠薪是怎么说的, 高校有哪些要求. */
const asksAfter =
  /(?:要|应该?|会|将|又|都)?(?:有|是|作|做|说|谈|讲|提)?(?:了|过|出)?(?:怎么|如何|怎样|什么|哪|几|多少|为什么|为何)/u;

/** Runs of neighbouring nouns (and of 、 and 的 between them), with the offset where each begins. */
function nounRuns(words: readonly Word[]): { text: string; start: number; afterMarker: boolean }[] {
  const runs: { text: string; start: number; afterMarker: boolean }[] = [];
  let open = false;
  for (const [index, word] of words.entries()) {
    const isNoun = nounTag.test(word.tag);
    const run = runs.at(-1);
    if (isNoun && open && run !== undefined) run.text += word.text;
    else if (isNoun) {
      const before = words[index - 1]?.text ?? '';
      runs.push({ text: word.text, start: word.start, afterMarker: slotMarker.test(before) });
    }
    open = isNoun;
  }
  return runs;
}

/** The longest noun of a question, which a pronoun stands for. */
export function longestNoun(question: string, tokenizer: Tokenizer): string | null {
  const [longest] = nounRuns(tokenizer.words(question)).sort(
    (a, b) => b.text.length - a.text.length,
  );
  return longest?.text ?? null;
}

/** Whether a few characters by themselves are a person's name: a surname first, and no word of the dictionary. */
export function isBareName(text: string, tokenizer: Tokenizer): boolean {
  if (!/^\p{Script=Han}{2,3}$/u.test(text) || !beginsWithSurname(text)) return false;
  const words = tokenizer.words(text);
  const [only] = words;
  return only !== undefined && (words.length > 1 || !dictionaryTag.test(only.tag));
}

/** Who a question begins with (林武怎么看…), or all that an answer says; null where neither is a name. */
export function leadingName(text: string, tokenizer: Tokenizer): string | null {
  const bare = text.replace(/[\s。.!！?？]+$/u, '');
  if (isBareName(bare, tokenizer)) return bare;
  const found =
    /^(?:那|那么|而)?(\p{Script=Han}{2,3}?)(?=又|还|也|是怎|怎么|如何|怎样|对|就|说|讲|谈|提|要求|强调|指出|[：:])/u.exec(
      bare,
    );
  const name = found?.[1];
  return name !== undefined && isBareName(name, tokenizer) ? name : null;
}

function replaceEnglish(previous: string, topic: string): string | null {
  const phrase = /^.*\b(?:for|about|of|to|by|on) ([\w' -]+?)(?=[?.!]*$)/iu.exec(previous);
  const subject =
    /\b((?:the|a|an) [\w'-]+(?: [\w'-]+)??)(?= (?:say|said|do|did|is|was|want|think|have|has|had)\b)/iu.exec(
      previous,
    );
  const old = subject?.[1] ?? phrase?.[1];
  return old === undefined ? null : previous.replace(old, topic.replace(englishMarker, ''));
}

/** All that stands before the words that ask, where it is the topic and nothing else. */
function wholeTopic(previous: string, words: readonly Word[]): string | null {
  const end = previous.search(asksAfter);
  if (end < 2) return null;
  const lead = words.filter(({ start, text }) => start + text.length <= end);
  const isTopic = lead.length > 0 && lead.every(({ tag }) => nounTag.test(tag) || tag === 'v');
  const last = lead.at(-1);
  return isTopic && last !== undefined && last.start + last.text.length === end
    ? previous.slice(0, end)
    : null;
}

/** Null where no topic can be told. */
export function replaceTopic(
  previous: string,
  topic: string,
  { tokenizer, personsIn }: ReplaceTopicOptions,
): string | null {
  const oldPerson = personsIn(previous)[0] ?? leadingName(previous, tokenizer);
  const isPerson = personsIn(topic).length > 0 || isBareName(topic, tokenizer);
  if (isPerson && oldPerson != null) return previous.replace(oldPerson, topic);
  if (/^\p{Script=Latin}/u.test(previous)) return replaceEnglish(previous, topic);
  if (topic.endsWith('的')) return null;
  const words = tokenizer.words(previous);
  const named = topic.replace(leadingMarker, '');
  const runs = nounRuns(words).filter(({ text }) => text !== oldPerson);
  const marked = runs.find((run) => run.afterMarker);
  const whole = marked === undefined && oldPerson == null ? wholeTopic(previous, words) : null;
  if (whole !== null) return previous.replace(whole, topic);
  const slot = marked ?? runs[0];
  if (slot === undefined) return null;
  return previous.slice(0, slot.start) + named + previous.slice(slot.start + slot.text.length);
}
