export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads `text/event-stream`, in pieces cut anywhere; gives the events that each piece completes. */
export function createEventParser(): (piece: string) => ServerEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];

  function readLine(line: string): ServerEvent | null {
    if (line === '') {
      const complete = data.length === 0 ? null : { event, data: data.join('\n') };
      event = '';
      data = [];
      return complete;
    }
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? [];
    if (name === 'event') event = value;
    if (name === 'data') data.push(value);
    return null;
  }

  return (piece) => {
    const text = rest + piece;
    // A carriage return at the end may be the first half of a line's end.
    const lines = text.split(/\r\n|\n|\r(?!$)/u);
    rest = lines.pop() ?? '';
    return lines.flatMap((line) => readLine(line) ?? []);
  };
}
