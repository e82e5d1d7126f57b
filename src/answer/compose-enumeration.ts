/** Answers that are the members of an enumeration (一是 … 五是), or one of them. */
import type { ReportDocument } from '../domain/report-document.js';
import { type Enumeration, findEnumerations } from '../text/enumerations.js';
import type { AnalysedQuestion } from './analyse-question.js';
import { type DraftClaim, plainWords, sentenceText } from './draft.js';

/** Further sentences of a member that are shown behind its heading. */
const maxDetails = 4;
/** An answer of so many characters says enough without further details. */
const detailChars = 120;

type Member = Enumeration['members'][number];

function claimOf(document: ReportDocument, sentence: number): DraftClaim {
  return {
    text: plainWords(sentenceText(document, sentence)),
    citations: [{ document, sentence, highlight: null }],
  };
}

/** A member's heading with what the report says under it, as far as it stays short. */
function memberClaims(document: ReportDocument, member: Member): DraftClaim[] {
  const claims = [claimOf(document, member.firstSentence)];
  let chars = sentenceText(document, member.firstSentence).length;
  for (let index = member.firstSentence + 1; index <= member.lastSentence; index += 1) {
    if (claims.length > maxDetails || chars > detailChars) break;
    claims.push(claimOf(document, index));
    chars += sentenceText(document, index).length;
  }
  return claims;
}

function pairs(text: string): Set<string> {
  const characters = Array.from(text.replace(/[^\p{L}\p{N}]/gu, ''));
  return new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`));
}

/** Share of the label's character pairs that stand in the question. */
function labelMatch(question: AnalysedQuestion, label: string | null): number {
  const wanted = pairs(label ?? '');
  if (wanted.size === 0) return 0;
  const held = pairs(question.text);
  return [...wanted].filter((pair) => held.has(pair)).length / wanted.size;
}

function announces(enumeration: Enumeration, sentence: number): boolean {
  return enumeration.announcedIn === sentence;
}

function holds(enumeration: Enumeration, sentence: number): boolean {
  return enumeration.members.some(
    ({ firstSentence, lastSentence }) => firstSentence <= sentence && sentence <= lastSentence,
  );
}

export interface EnumerationAnswer {
  readonly claims: readonly DraftClaim[];
  /** A member was asked for that the enumeration does not have; `announcedIn` says what it does have. */
  readonly missingMember: boolean;
  readonly announcedIn: number | null;
}

/** The member with the asked ordinal (-1 for the last), of the enumeration that the question is about. */
function answerOrdinal(
  question: AnalysedQuestion,
  document: ReportDocument,
  enumerations: readonly Enumeration[],
  bestSentence: number,
): EnumerationAnswer | null {
  const [chosen] = enumerations
    .map((enumeration) => ({
      enumeration,
      fit:
        labelMatch(question, enumeration.label) +
        (announces(enumeration, bestSentence) || holds(enumeration, bestSentence) ? 0.5 : 0),
    }))
    .filter(({ fit }) => fit > 0 || enumerations.length === 1)
    .sort((a, b) => b.fit - a.fit);
  if (chosen === undefined || question.ordinal === null) return null;
  const { members, announcedIn } = chosen.enumeration;
  const member =
    question.ordinal < 0
      ? members.at(-1)
      : members.find(({ ordinal }) => ordinal === question.ordinal);
  return member === undefined
    ? { claims: [], missingMember: true, announcedIn }
    : { claims: memberClaims(document, member), missingMember: false, announcedIn };
}

const asksForMembers = new Set(['list', 'definition', 'other', 'how', 'why']);
/** Questions for the words under a heading rather than for the headings. */
const asksBeneath = new Set(['how', 'why']);
/** So much of an enumeration's label in the question names it. */
const namedShare = 0.4;
/** So much of it shows that the question is about the list that a sentence announces. */
const touchedShare = 0.15;

/** The enumeration's answer to a question whose best sentence is known; null where none is asked for. */
export function composeEnumeration(
  question: AnalysedQuestion,
  document: ReportDocument,
  bestSentence: number,
): EnumerationAnswer | null {
  const enumerations = findEnumerations(document);
  if (question.ordinal !== null) {
    return answerOrdinal(question, document, enumerations, bestSentence);
  }
  if (!asksForMembers.has(question.kind)) return null;
  const listed = enumerations.find(
    (enumeration) =>
      (announces(enumeration, bestSentence) &&
        (question.kind === 'list' || labelMatch(question, enumeration.label) >= touchedShare) &&
        !asksBeneath.has(question.kind)) ||
      (!asksBeneath.has(question.kind) &&
        labelMatch(question, enumeration.label) >= namedShare &&
        holds(enumeration, bestSentence)),
  );
  if (listed !== undefined) {
    return {
      claims: listed.members.map(({ firstSentence }) => claimOf(document, firstSentence)),
      missingMember: false,
      announcedIn: listed.announcedIn,
    };
  }
  const headed = enumerations
    .flatMap(({ members }) => members)
    .find(
      ({ firstSentence, lastSentence }) =>
        firstSentence === bestSentence && lastSentence > bestSentence,
    );
  return headed === undefined
    ? null
    : { claims: memberClaims(document, headed), missingMember: false, announcedIn: null };
}
