import type { Span } from '../domain/span.js';
import type { AlignmentGap } from './align-claim.js';
import type { ClaimFault, ClaimReading } from './claim-reading.js';

/** Words whose mere going or coming is enough, whatever the readers take them for where they stand. */
const BARE =
  /^(?:[不未没无非勿莫别]|没有|不得|不能|不会|不是|不再|未能|并未|并不|禁止|严禁|以上|以下|以内|左右|上下|约|大约|将近|近|至少|超过|不足|力争|争取|努力|预计|可能|总体|基本|有望|大致|几乎|也许|尽量|not|no|never|almost|nearly|about|around|over|approxim|probabl|mai|might)$/u;

/** A word like 不 or 以上 taken out or put in where the mark readers see none (不断 -> 断). */
export function bareMarks(
  claim: ClaimReading,
  quotes: ClaimReading,
  gaps: readonly AlignmentGap[],
): ClaimFault[] {
  const words = (reading: ClaimReading, span: Span): string =>
    reading.tokens
      .slice(span.start, span.end)
      .map((token) => token.key)
      .join('');
  return gaps.flatMap((gap): ClaimFault[] => {
    const said = words(claim, gap.claim);
    const given = words(quotes, gap.quote);
    const text = said + given;
    if ((said !== '' && given !== '') || !BARE.test(text)) {
      return [];
    }
    const kind = /^(?:[不未没无非勿莫别]|禁止|严禁|not|no|never)/u.test(text)
      ? 'negation'
      : 'hedge';
    const reason =
      said === '' ? 'the claim leaves it out of the quote' : 'the claim puts it into the quote';
    return [{ kind, text, reason }];
  });
}
