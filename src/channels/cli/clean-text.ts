// Control sequences (CSI, OSC and other strings, two-character escapes), then every other control character.
const ESCAPE_SEQUENCE = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\n\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'gu',
);
// Bidirectional overrides can make a line read as what it does not say.
const CONTROL = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text of a report, a question or a model as it may reach a terminal: no escape sequence, no control character but the
 * line break, no lone surrogate.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(ESCAPE_SEQUENCE, '')
    .replace(CONTROL, '')
    .replace(/\t/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}
