import type { Language } from '../../domain/answer.js';
import type { ReportDocument } from '../../domain/report-document.js';

export interface ExampleQuestion {
  readonly question: string;
  readonly documentId: string;
}

interface Wording {
  readonly speaker: (name: string) => string;
  readonly heading: (heading: string) => string;
  readonly date: string;
  readonly subject: (title: string) => string;
}

const simplified: Wording = {
  speaker: (name) => `${name}强调了什么？`,
  heading: (heading) => `${heading}包括哪些内容？`,
  date: '会议是什么时候召开的？',
  subject: (title) => `《${title}》主要讲了什么？`,
};

const wordings: Readonly<Record<Language, Wording>> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    speaker: (name) => `${name}強調了什麼？`,
    heading: (heading) => `${heading}包括哪些內容？`,
    date: '會議是什麼時候召開的？',
    subject: (title) => `《${title}》主要講了什麼？`,
  },
  en: {
    speaker: (name) => `What did ${name} stress?`,
    heading: (heading) => `What does “${heading}” include?`,
    date: 'When was the meeting held?',
    subject: (title) => `What is “${title}” mainly about?`,
  },
};

const longestHeading = 16;

/** Questions that the documents themselves suggest: by who speaks in them, their headings and titles; one document's do not crowd out the others'. */
export function exampleQuestions(
  documents: readonly ReportDocument[],
  language: Language,
  limit: number,
): ExampleQuestion[] {
  const lists = documents.map((document) =>
    questionsOf(document, wordings[language]).map((question) => ({
      question,
      documentId: document.id,
    })),
  );
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const mixed: ExampleQuestion[] = [];
  for (let position = 0; position < longest; position += 1) {
    for (const list of lists) mixed.push(...list.slice(position, position + 1));
  }
  return mixed.slice(0, limit);
}

function questionsOf(document: ReportDocument, wording: Wording): string[] {
  const { title, sentences } = document;
  const speakers = new Set(sentences.flatMap(({ speaker }) => speaker?.name ?? []));
  const headings = new Set(
    sentences
      .flatMap(({ outline }) => outline[0] ?? [])
      .filter((heading) => heading.length <= longestHeading),
  );
  const [firstSpeaker, ...otherSpeakers] = [...speakers].map(wording.speaker);
  const [firstHeading, ...otherHeadings] = [...headings].map(wording.heading);
  return [
    ...(firstSpeaker === undefined ? [] : [firstSpeaker]),
    ...(firstHeading === undefined ? [] : [firstHeading]),
    ...(/会议|会召开|會議|會召開|meeting/iu.test(title) ? [wording.date] : []),
    wording.subject(title),
    ...otherSpeakers.slice(0, 2),
    ...otherHeadings.slice(0, 2),
  ];
}
