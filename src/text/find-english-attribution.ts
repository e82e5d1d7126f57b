import type { Subject } from './read-subject.js';

const verb =
  '(?:said|says|stressed|stated|noted|added|told|announced|explained|argued|emphasi[sz]ed|warned|pointed out|remarked|urged|pledged|acknowledged|insisted|wrote|asked|replied|recalled|concluded)';
const nameWord = "[A-Z][\\p{L}.'’-]*";
const named = `${nameWord}(?: (?:(?:of|for|and|the|de|van|von|bin|al) )?${nameWord}){0,5}`;
const common = '(?:[Tt]he|[Aa]n?) [a-z][a-z-]+(?: [a-z][a-z-]+){0,3}';
const subject = `(?<subject>He|he|She|she|They|they|${named}|${common})`;
const aside = '(?:, [^,"“]{1,80},| \\([^)]{1,60}\\))?';
const adverb = '(?: (?:also|then|further|later|has|have|had|repeatedly|again))?';

const before = new RegExp(`^(?:[^,"“]{1,60}, )?${subject}${aside}${adverb} ${verb}\\b`, 'u');
const behindQuote = new RegExp(
  `[,.!?…]["”] ?(?:${verb} )?${subject}${aside}(?<verb> ${verb})?\\b`,
  'u',
);
const invertedQuote = new RegExp(`[,.!?…]["”] ?${verb} ${subject}`, 'u');
const according = new RegExp(`(?:^|, )[Aa]ccording to ${subject}`, 'u');
const headChars = 600;
const tailChars = 200;

const titles =
  /^(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? |(?:Prime|Vice|Deputy|Former|Acting|First) |(?:President|Premier|Minister|Governor|Secretary|Chairman|Chairwoman|Chair|Director|Professor|Senator|Mayor|Commissioner|General|Chancellor|Spokesman|Spokeswoman|Spokesperson) )+(?=[A-Z])/u;
const pronoun = /^(?:he|she|they)$/iu;
const notSpeakers =
  /^(?:It|This|That|These|Those|There|We|I|You|As|In|On|At|If|When|But|And|However)\b/u;

function toSubject(text: string): Subject | null {
  if (pronoun.test(text)) return { kind: 'pronoun', name: text };
  if (notSpeakers.test(text)) return null;
  const name = text
    .replace(/^(?:[Tt]he|[Aa]n?) /u, '')
    .replace(titles, '')
    .replace(/(?:['’]s?|\.)$/u, '');
  return { kind: /^[A-Z]/u.test(name) ? 'person' : 'body', name };
}

/** Who speaks in an English sentence, as it says itself, or null. */
export function findEnglishAttribution(
  sentence: string,
): { subject: Subject; quoted: boolean } | null {
  const head = sentence.slice(0, headChars);
  const tail = sentence.length > headChars ? sentence.slice(-tailChars) : head;
  const behind = invertedQuote.exec(tail) ?? behindQuote.exec(tail);
  const isVerbless =
    behind?.groups !== undefined && 'verb' in behind.groups && behind.groups.verb === undefined;
  const match = before.exec(head) ?? (isVerbless ? null : behind) ?? according.exec(head);
  const found = toSubject(match?.groups?.subject ?? 'It');
  return found === null ? null : { subject: found, quoted: /["“]/u.test(head) };
}
