const opening = '<think>';
const closing = '</think>';

/**
 * Takes away what a model thinks aloud at the beginning of its reply, between `<think>` and `</think>`, as some servers pass it on. How the text was
 * cut into pieces changes nothing.
 */
export function createThinkingFilter(): (text: string) => string {
  let state: 'begins' | 'thinks' | 'speaks' = 'begins';
  let held = '';
  return (text) => {
    if (state === 'speaks') return text;
    held += text;
    if (state === 'begins') {
      const begun = held.trimStart();
      if (begun.length < opening.length && opening.startsWith(begun)) return '';
      state = begun.startsWith(opening) ? 'thinks' : 'speaks';
    }
    if (state === 'thinks') {
      const end = held.indexOf(closing);
      held = end < 0 ? held.slice(1 - closing.length) : held.slice(end + closing.length);
      if (end < 0) return '';
      state = 'speaks';
    }
    const spoken = held;
    held = '';
    return spoken;
  };
}
