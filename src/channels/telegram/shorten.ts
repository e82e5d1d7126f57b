/** At most `units` UTF-16 units, with an ellipsis where something was cut; no surrogate pair is parted. */
export function shorten(text: string, units: number): string {
  if (text.length <= units) return text;
  const kept = text.slice(0, units - 1);
  return `${kept.replace(/[\ud800-\udbff]$/u, '').trimEnd()}…`;
}
