const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** The pattern of every table of messages. */
export const english = {
  titleMarks: ['“', '”'] as readonly [string, string],
  colon: ': ',
  sentenceGap: ' ',
  answer: {
    understoodAs: 'Understood as',
    sources: 'Sources',
    nearest: 'What comes closest',
    place: (paragraph: number, sentence: number) => `paragraph ${paragraph}, sentence ${sentence}`,
    note: 'Note',
    dropped: (amount: number) =>
      `${count(amount, 'sentence')} could not be verified and ${amount === 1 ? 'is' : 'are'} not shown.`,
    incomplete: 'The answer broke off; what is shown is verified.',
  },
  progress: {
    searching: 'Searching the reports …',
    answering: (passages: number) => `${count(passages, 'passage')} found, answering …`,
  },
  citation: {
    paragraph: (paragraph: number, last: number | null) =>
      last === null ? `paragraph ${paragraph}` : `paragraph ${paragraph} of ${last}`,
    changed: 'The report has changed since; this is the paragraph as it was when you asked.',
    neighbour: 'A neighbouring paragraph; the answer does not cite it.',
    openPage: 'Open in the report',
    back: '↩ Back',
  },
};

export type Messages = typeof english;
