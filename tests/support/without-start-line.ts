const START = "Answers in the reports' own words; no text leaves this machine.\n";

/** What a command wrote to stderr behind the line that begins every start. */
export function withoutStartLine(text: string): string {
  return text.startsWith(START) ? text.slice(START.length) : text;
}
