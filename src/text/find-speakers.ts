import type { Speaker } from '../domain/report-document.js';
import type { Enumeration } from './enumerations.js';
import { type Attribution, findActors, findAttribution, isNarrative } from './find-attribution.js';
import type { SplitDocument } from './marker-chains.js';

interface Speech extends Speaker {
  readonly quoted: boolean;
  readonly carries: boolean;
  /** Quotation marks that the speech has open. */
  openQuotes: number;
}

const opensQuote = /^["“「『]/u;
const firstPerson = /^(?:We|Our|I)\b/u;
const demand = /\b(?:must|should|shall|need to|have to|needs to|has to)\b/u;

function countOpenQuotes(sentence: string): number {
  let open = 0;
  for (const character of sentence) {
    if (character === '“' || character === '「') open += 1;
    else if (character === '”' || character === '」') open -= 1;
  }
  return open;
}

/**
 * For each sentence that opens a paragraph inside a list: the sentence that its speech must have been heard in, the
 * announcement or the first member; -1 elsewhere.
 */
function findContinuations(document: SplitDocument, lists: readonly Enumeration[]): Int32Array {
  const origins = new Int32Array(document.sentences.length).fill(-1);
  for (const { members, announcedIn } of lists) {
    const first = members[0]?.firstSentence ?? 0;
    const last = members.at(-1)?.lastSentence ?? -1;
    const origin = announcedIn ?? first;
    for (let index = Math.max(first, origin + 1); index <= last; index += 1) {
      if (document.sentences[index]?.number === 1) origins[index] = origin;
    }
  }
  return origins;
}

function goesOn(speech: Speech, sentence: string): boolean {
  if (speech.openQuotes > 0) return true;
  if (speech.quoted) return opensQuote.test(sentence);
  return speech.carries || firstPerson.test(sentence) || demand.test(sentence);
}

/** Follows the speakers of one document, sentence by sentence. */
function createFollower() {
  const known = new Map<string, string>();
  let speech: Speech | null = null;
  let named: (Speaker & { readonly paragraph: number }) | null = null;

  /** A later bare surname, Smith, is the Jane Smith of before. */
  function fullName(name: string): string {
    const key = name.split(' ').at(-1) ?? name;
    const full = known.get(key);
    if (full?.endsWith(` ${name}`)) return full;
    if (name.includes(' ')) known.set(key, name);
    return name;
  }

  function begin(
    attribution: Attribution,
    index: number,
    paragraph: number,
    sentence: string,
  ): void {
    const { subject, quoted, carries } = attribution;
    const openQuotes = countOpenQuotes(sentence);
    if (subject.kind === 'pronoun') {
      const near = named !== null && named.paragraph >= paragraph - 1;
      speech =
        near && named !== null
          ? { name: named.name, namedIn: named.namedIn, quoted, carries, openQuotes }
          : null;
      return;
    }
    const name = fullName(subject.name);
    speech = { name, namedIn: index, quoted, carries, openQuotes };
    named = { name, namedIn: index, paragraph };
  }

  return {
    current: (): Speaker | null =>
      speech === null ? null : { name: speech.name, namedIn: speech.namedIn },
    endSpeech(): void {
      speech = null;
    },
    hear(sentence: string, index: number, paragraph: number): void {
      const attribution = findAttribution(sentence);
      if (attribution !== null) {
        begin(attribution, index, paragraph, sentence);
        return;
      }
      const inQuote = speech !== null && speech.openQuotes > 0;
      const actor = inQuote ? undefined : findActors(sentence).at(-1);
      if (actor !== undefined) named = { name: fullName(actor), namedIn: index, paragraph };
      if (speech === null) return;
      if (actor !== undefined || (!inQuote && isNarrative(sentence)) || !goesOn(speech, sentence)) {
        speech = null;
      } else speech.openQuotes += countOpenQuotes(sentence);
    },
  };
}

/**
 * Who speaks each sentence, as far as the text says: whoever a sentence names as speaking, and on over the sentences of
 * the paragraph (and of a list that he announces) until another one acts or speaks. `folded` is the text in simplified
 * characters (`foldScript`); names are given as the text writes them.
 */
export function findSpeakers(
  document: SplitDocument,
  folded: string,
  lists: readonly Enumeration[],
): (Speaker | null)[] {
  const origins = findContinuations(document, lists);
  const follower = createFollower();
  const speakers: (Speaker | null)[] = [];
  document.sentences.forEach(({ number, paragraph, span }, index) => {
    if (number === 1) {
      const origin = origins[index] ?? -1;
      const heard = origin < 0 ? null : speakers[origin];
      const before = follower.current();
      if (heard === null || heard === undefined || heard.namedIn !== before?.namedIn)
        follower.endSpeech();
    }
    follower.hear(folded.slice(span.start, span.end), index, paragraph);
    speakers.push(follower.current());
  });
  return speakers.map((speaker) => {
    if (speaker === null || folded === document.text) return speaker;
    const place = document.sentences[speaker.namedIn]?.span;
    const at = place === undefined ? -1 : folded.indexOf(speaker.name, place.start);
    const found = place !== undefined && at >= 0 && at < place.end;
    return found
      ? { ...speaker, name: document.text.slice(at, at + speaker.name.length) }
      : speaker;
  });
}
