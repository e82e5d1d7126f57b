/** A source of the sentence score and the numbers that come from it. */
export interface ScoreSource {
  readonly name: string;
  readonly features: readonly string[];
}

/** Numbers that come from one source; any other one is a source by itself. */
const sourceOf: Readonly<Record<string, string>> = {
  words: 'words',
  passageWords: 'words',
  cosine: 'vectors',
  centred: 'vectors',
  passageCosine: 'vectors',
  glosses: 'glosses',
  reader: 'reader',
  readerDoubt: 'reader',
  readerShare: 'reader',
  unread: 'reader',
  coverage: 'coverage',
  when: 'question type',
  where: 'question type',
  howMany: 'question type',
  who: 'question type',
  verb: 'question type',
  event: 'question type',
  speaker: 'speaker',
  office: 'speaker',
  listSize: 'list membership',
  heading: 'outline',
};

/** Groups the numbers by source, in the order in which the sources first come. */
export function scoreSources(features: readonly string[]): ScoreSource[] {
  const groups = new Map<string, string[]>();
  for (const feature of features) {
    const name = sourceOf[feature] ?? feature;
    groups.set(name, [...(groups.get(name) ?? []), feature]);
  }
  return [...groups].map(([name, members]) => ({ name, features: members }));
}
