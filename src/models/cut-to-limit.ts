/** UTF-16 units; some servers choke on more instead of refusing it. Passages have about 300. */
export const longestTextUnits = 6000;

/**
 * How many UTF-16 units of a text are sent when a server finds it too long, tried in turn: below the 8,192 tokens of most
 * models, then below the 512 of the smallest (a Chinese character is one token there, seldom two).
 */
const LIMITS = [longestTextUnits, 480, 240];

/** The text shortened to the next limit below its length, whole characters; null when it is short enough already. */
export function cutToLimit(text: string): string | null {
  const limit = LIMITS.find((units) => units < text.length);
  if (limit === undefined) return null;
  const splits = /\p{Cs}$/u.test(text.slice(0, limit));
  return text.slice(0, splits ? limit - 1 : limit);
}
