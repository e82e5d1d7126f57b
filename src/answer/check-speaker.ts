import type { Citation } from '../domain/answer.js';
import type { ReportDocument, Sentence } from '../domain/report-document.js';
import { findEnglishAttribution } from '../text/find-english-attribution.js';
import { readNames } from '../text/read-names.js';
import { compact } from './check-names.js';
import type { ClaimFault } from './claim-reading.js';

/** `林武强调，…`, `林武：…`, `Lin Wu said …`: a name and what makes the rest his words. */
const CHINESE =
  /^\s*([^，。；：！？、\s]{2,16}?)(?:在[^，。；：]{0,12})?(?:强调|指出|表示|要求|认为|提出|说|称|[:：])/u;
const QUOTED_NAME = /\p{Script=Han}{2,4}$/u;

export interface SpeakerSource {
  readonly citation: Citation;
  readonly document: ReportDocument;
}

function sentencesOf({ citation, document }: SpeakerSource): readonly Sentence[] {
  return document.sentences.filter(
    ({ span }) => span.start < citation.span.end && span.end > citation.span.start,
  );
}

function quotes(
  sources: readonly SpeakerSource[],
  document: ReportDocument,
  sentence: Sentence,
): boolean {
  return sources.some(
    (source) =>
      source.document.id === document.id &&
      source.citation.span.start < sentence.span.end &&
      source.citation.span.end > sentence.span.start,
  );
}

type Romanise = (text: string) => readonly string[];

/** Whom the claim gives its words to, or undefined. */
function attributedIn(claim: string): string | undefined {
  const chinese = QUOTED_NAME.exec(CHINESE.exec(claim)?.[1] ?? '')?.[0];
  if (chinese !== undefined || /\p{Script=Han}/u.test(claim)) {
    return chinese;
  }
  const subject = findEnglishAttribution(claim)?.subject;
  return subject?.kind === 'person' ? subject.name : undefined;
}

/** Whether a claim's name is a person of the report: 省长蓝佛安 is 蓝佛安, and so is Lan Fo'an. */
function isPerson(attributed: string, name: string, romanise: Romanise | undefined): boolean {
  if (attributed.endsWith(name)) {
    return true;
  }
  if (/\p{Script=Han}/u.test(attributed) || romanise === undefined) {
    return false;
  }
  const written = compact(attributed);
  const syllables = /\p{Script=Han}/u.test(name) ? romanise(name) : [];
  const [surname = '', ...given] = syllables;
  return (
    syllables.length > 1 &&
    (written.endsWith(syllables.join('')) || written.endsWith(given.join('') + surname))
  );
}

/**
 * Words that a claim gives to somebody must be his where the text carries a speaker on: the sentence that names him
 * is cited as well, and no cited sentence is another's.
 */
export function checkSpeaker(
  claim: string,
  sources: readonly SpeakerSource[],
  romanise?: Romanise,
): readonly ClaimFault[] {
  const attributed = attributedIn(claim);
  if (attributed === undefined) {
    return [];
  }
  const persons = sources.flatMap(({ citation, document }) => [
    ...readNames(citation.quote)
      .filter(({ kind }) => kind === 'person')
      .map(({ text }) => text),
    ...document.sentences.flatMap(({ speaker }) => speaker?.name ?? []),
  ]);
  const faults: ClaimFault[] = [];
  for (const source of sources) {
    for (const { speaker, span } of sentencesOf(source)) {
      const text = source.document.text.slice(span.start, span.end);
      if (speaker === null || text.includes(speaker.name)) {
        continue;
      }
      const naming = source.document.sentences[speaker.namedIn];
      const his = isPerson(attributed, speaker.name, romanise);
      if (his && (naming === undefined || !quotes(sources, source.document, naming))) {
        faults.push({
          kind: 'name',
          text: speaker.name,
          reason: 'the sentence that names the speaker is not cited',
        });
      } else if (
        !his &&
        persons.some((name) => isPerson(attributed, name, romanise) && !text.includes(name)) &&
        !text.includes(attributed)
      ) {
        faults.push({
          kind: 'name',
          text: attributed,
          reason: 'the report gives these words to somebody else',
        });
      }
    }
  }
  return faults.slice(0, 1);
}
