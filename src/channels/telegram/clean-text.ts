// Telegram takes these out of a message, which shifts every offset after them.
const TAKEN_OUT = /[\u202a-\u202e]|\u0333|\u033f|\u030a/gu;
// A mark of writing direction can make a line read as what it does not say.
const DIRECTION = /[\u2066-\u2069]/gu;
const CONTROL = /(?!\n)\p{Cc}/gu;

/** Text of a report, a question or a model as Telegram keeps it, so that offsets in it hold. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(TAKEN_OUT, '')
    .replace(DIRECTION, '')
    .replace(CONTROL, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The same in one line. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}
