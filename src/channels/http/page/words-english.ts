import { type FailureKind, failureKind } from './failure-kind.js';
import type { Words } from './words.js';

const failures: Readonly<Record<FailureKind, string>> = {
  unreachable: 'The server cannot be reached. Check the connection and try again.',
  cutOff: 'The connection broke off before the answer was complete. Try again.',
  key: 'A valid access key is needed.',
  tooMany: 'Too many questions at once. Wait a moment and try again.',
  question: 'This question cannot be read: too long, or no words in it. Put it another way.',
  report: 'There is no such report; it may have been removed.',
  model: 'The language model gave no answer. Try again later.',
  modelLimit: 'The language model has reached its limit. Try again later.',
  notReady: 'The reports are being prepared; this page goes on when they are ready.',
  other: 'Something went wrong. Try again.',
};

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export const english: Words = {
  name: 'Ask the report',
  skip: 'Skip to the question box',
  language: 'Language',
  newConversation: 'New conversation',
  invitation: 'Ask the report',
  promise:
    'Every sentence of an answer names its source; select a number to see the words in the report. What the report does not say is not made up.',
  tryAsking: 'Try asking',
  conversation: 'Questions and answers',
  questionLabel: 'Your question',
  questionHint: 'Ask about the report',
  ask: 'Ask',
  stop: 'Stop',
  searching: 'Looking through the reports…',
  reading: (passages) => `Checking ${counted(passages, 'passage', 'passages')}…`,
  understoodAs: (question) => `Understood as: ${question}`,
  citation: (marker, title, place) => `Source ${marker}: ${title}, ${place}`,
  sources: 'Sources',
  nearest: 'What comes closest in the reports',
  title: (title) => title,
  place: (paragraph, sentence) => `paragraph ${paragraph}, sentence ${sentence}`,
  quoted: (quote) => `“${quote}”`,
  checked: (sentences) =>
    `${counted(sentences, 'sentence', 'sentences')} checked against the report`,
  dropped: (claims) =>
    `${counted(claims, 'sentence', 'sentences')} could not be verified and left out`,
  incomplete: 'The answer broke off; what is shown was checked.',
  stopped: 'Stopped.',
  answerReady: 'The answer is complete.',
  copy: 'Copy with sources',
  copied: 'Copied',
  copyFailed: 'Copying failed; select the text instead.',
  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  thanks: 'Thank you, noted.',
  retry: 'Try again',
  report: 'Report',
  reports: 'Reports',
  closeReport: 'Close the report',
  allReports: 'All reports',
  askOnly: 'Ask only this one',
  askOnlyTitle: (title) => `Ask only ${title}`,
  libraryHint:
    'Select a title to read it. Ticked reports are the ones asked; none ticked means all.',
  askEverywhere: 'Ask all reports',
  searchIn: 'Reports to ask',
  everywhere: (count) => `All ${counted(count, 'report', 'reports')}`,
  chosen: (count) => `${counted(count, 'chosen report', 'chosen reports')}`,
  filter: 'Filter by title, publisher or date',
  moreReports: (count) => `${count} more; type to filter.`,
  noReports: 'There are no reports yet.',
  noneFits: 'No report matches.',
  outline: 'Contents',
  original: 'Source',
  repaired: 'The file was damaged; this is its repaired text.',
  changed: 'The report has changed since; these words are not in it any more.',
  sentenceGone: 'The sentence that the link names is not in this report.',
  loadingReport: 'Opening the report…',
  keyTitle: 'Enter your access key',
  keyWhy:
    'This server answers holders of a key. It stays in this tab only and is forgotten when you close it.',
  keyLabel: 'Key',
  keyWrong: 'The server does not know this key.',
  open: 'Open',
  answering: ({ mode, model, host }) =>
    mode === 'llm'
      ? `Answered by ${model ?? 'a language model'} (${host ?? ''}), each sentence checked; questions and passages are sent there`
      : 'Answered offline in the report’s own sentences, without a language model',
  embedding: (host) => `Search uses ${host}`,
  forgetFailed: 'The server could not forget the conversation; try again later.',
  failure: (code) => failures[failureKind(code)],
  failureId: (id) => `Reference ${id}`,
};
