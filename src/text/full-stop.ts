/** Titles and short words whose full stop belongs to them, whatever follows. */
const neverEnds =
  /(?:^|[\s(“"])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Hon|Rev|St|Mt|Messrs|No|Nos|Fig|Figs|Eq|Sec|Ch|Vol|Art|para|pp?|vs|cf|viz|approx|e\.g|i\.e|al|ed|eds|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$/u;
/** Short words that may also be the last of a sentence. */
const mayEnd =
  /(?:^|[\s(“"])(?:Inc|Co|Corp|Ltd|Jr|Sr|etc|dept|est|[ap]\.m|(?:[A-Z]\.)+[A-Z]|Ph\.D)$/u;
const initial = /(?:^|[\s.(“"])[A-Z]$/u;
const sentenceOpener =
  /^\s+["“‘'(]*(?:The|A|An|It|In|On|At|He|She|We|They|You|I|This|That|These|Those|There|But|And|However|As|If|When|While|For|By|From|To|With|After|Before|Since|Its|Their|Our|His|Her|All|Some|Most|Many|Both|Each|No|Not|What|How|Why)\b/u;
const enumerator =
  /^(?:[#>*+-]+\s+)*[*_]{0,3}[（(]?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[）)]?$/u;

/**
 * Whether a single full stop ends a sentence: `before` is the text up to it (at most 40 characters), `after` begins with
 * the white space behind it, `fromStart` says that `before` begins where the sentence does.
 */
export function endsWithFullStop(before: string, after: string, fromStart: boolean): boolean {
  if (fromStart && enumerator.test(before.trimStart())) return false;
  if (neverEnds.test(before)) return false;
  if (mayEnd.test(before) || initial.test(before)) return sentenceOpener.test(after);
  return true;
}
