import type { ErrorCode } from '../../domain/app-error.js';
import type { RepairKind } from '../../domain/report-document.js';

const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** Names the kind of an error where its message is in another language than the reader's. */
const errorKinds: Readonly<Partial<Record<ErrorCode, string>>> = {};

const repairKinds: Readonly<Record<RepairKind, string>> = {
  reading: 'readings in brackets taken out',
  punctuation: 'punctuation mended',
  script: 'traditional characters made simplified',
  restored: 'lost characters restored',
  left: 'seen and left as they are',
};

/** The pattern of every table of messages. */
export const english = {
  quoteMarks: ['“', '”'] as readonly [string, string],
  comma: ', ',
  colon: ': ',
  sentenceGap: ' ',
  error: 'error',
  hint: 'hint',
  note: 'note',
  /** What kind of error it is, for a reader who may not read the message's English. */
  errorKinds,
  internalError: (id: string) => `something went wrong that should not (error ${id})`,
  internalHint: 'Run the same command again with REPORT_QA_DEBUG=1 to see the details.',
  outputFailed: 'the output could not be written',
  outputHint: 'Check the disk or the program that reads the output.',
  usageHint: (command: string) => `Run \`${command} --help\`.`,
  start: {
    extractive: "Answers in the reports' own words; no text leaves this machine.",
    model: (model: string, host: string) =>
      `Answers by the model ${model} at ${host}; questions and passages are sent there.`,
    embedding: (host: string) => `Texts are embedded at ${host}.`,
  },
  feedback: { none: 'Nobody has given feedback yet.' },
  serve: {
    http: (url: string) => `Web page and API: ${url}`,
    telegram: (name: string) => `Telegram: @${name}`,
    everyone: 'Anyone may ask the bot; TELEGRAM_ALLOWED limits it.',
    stopping: 'Stopping; what was begun is finished. Once more to stop at once.',
    indexed: (generation: number) => `Index refreshed (generation ${generation})`,
    refused: (before: string, now: string) =>
      `The changed reports are not put in place: ${now} % of the questions are answered right, ${before} % before. \`report-qa index\` names them.`,
  },
  answer: {
    understoodAs: 'Understood as',
    sources: 'Sources',
    nearest: 'What comes closest',
    place: (paragraph: number, sentence: number) => `paragraph ${paragraph}, sentence ${sentence}`,
    dropped: (amount: number) =>
      `${count(amount, 'sentence')} could not be verified and ${amount === 1 ? 'is' : 'are'} not shown.`,
    incomplete: 'The answer broke off; what is shown is verified.',
  },
  explain: {
    kind: 'kind',
    terms: 'terms',
    confidence: 'confidence',
    threshold: (value: string) => `threshold ${value}`,
    passages: 'Passages',
    sentences: 'Sentences',
    score: 'score',
    place: 'place',
    dropped: 'Not shown',
    none: 'none',
  },
  ask: {
    noQuestion: 'there is no question',
    noQuestionHint: 'Run `report-qa ask "…"`, or send the question through a pipe.',
    batchQuestion: '--input and a question on the command line cannot go together',
    batchFormat: 'answers to --input are always JSON, one a line',
    formatConflict: '--json and --format say different things',
    batchOpen: (file: string) => `the questions in ${file} cannot be read`,
    batchOpenHint: 'Give --input the name of a JSONL file, or - for the standard input.',
    batchRunning: (done: number, failed: number) =>
      `${count(done, 'question')} done${failed > 0 ? `, ${failed} failed` : ''}`,
    lineHint: (line: number) =>
      `Line ${line} of the input; a line looks like {"id": "1", "question": "…"}.`,
  },
  chat: {
    welcome: (reports: string, mode: string) => `Answering from ${reports} (${mode}).`,
    noReports: 'There are no reports yet; put files into the reports folder.',
    modes: { extractive: "offline, in the reports' own words", llm: 'with a language model' },
    reports: (titles: readonly string[], more: number) =>
      `${titles.map((title) => `“${title}”`).join(', ')}${more > 0 ? ` and ${count(more, 'other report')}` : ''}`,
    commands: '/sources, /clear, /quit, /help',
    help: [
      '/sources  the full sources of the last answer',
      '/clear    forget the conversation',
      '/quit     leave (Ctrl-D too)',
      '/help     this list',
      'Ctrl-C    stop the running answer',
    ].join('\n'),
    cleared: 'The conversation is forgotten.',
    noSources: 'There is no answer to show sources of yet.',
    unknown: (command: string) => `There is no command ${command}. Try /help.`,
    cancelled: 'Stopped.',
    goodbye: 'Goodbye.',
  },
  index: {
    phases: {
      waiting: 'Waiting for another process that builds the index',
      reading: 'Reading reports',
      checking: 'Asking questions of the new index',
      searchable: 'Words can be searched',
      glossing: 'Adding words of the other language',
      embedding: 'Computing vectors',
      done: 'Done',
    },
    searchable: (documents: number, texts: number) =>
      `The words of ${count(documents, 'report')} can be searched: questions are answered from now on. ${count(texts, 'vector')} ${texts === 1 ? 'follows' : 'follow'}; Ctrl-C keeps what is made.`,
    remaining: (seconds: number) =>
      seconds < 120
        ? `${count(seconds, 'second')} left`
        : `${count(Math.ceil(seconds / 60), 'minute')} left`,
    built: (generation: number) => `Index built (generation ${generation})`,
    kept: (generation: number) => `Index left as it was (generation ${generation})`,
    gate: {
      stages: { words: 'by words alone', vectors: 'by words and vectors' },
      refused: (stage: string, questions: number, before: string, now: string) =>
        `the new index is not put in place: of ${count(questions, 'question')} asked ${stage} it answers ${now} % right, the old one ${before} %.`,
      noticed: (stage: string, questions: number, before: string, now: string) =>
        `of ${count(questions, 'question')} asked ${stage} the index answers ${now} % right, the one before ${before} %.`,
      fell: (fallen: number) =>
        `${count(fallen, 'question')} that ${fallen === 1 ? 'was' : 'were'} answered right, and ${fallen === 1 ? 'is' : 'are'} not any more:`,
      heldOut: 'held out',
      hint: 'Look at the reports that changed. `report-qa index --force` puts the new index in place all the same; INDEX_GATE sets by how many points of 100 it may fall.',
    },
    fresh: (generation: number) => `Index is up to date (generation ${generation})`,
    holds: (documents: number, passages: number, sentences: number) =>
      `${count(documents, 'report')}, ${count(passages, 'passage')}, ${count(sentences, 'sentence')}`,
    vectors: (have: number, wanted: number) =>
      have >= wanted ? count(have, 'vector') : `${have} of ${count(wanted, 'vector')}`,
    work: (read: number, removed: number, embedded: number, seconds: string) =>
      `${count(read, 'file')} read, ${removed} removed, ${count(embedded, 'text')} embedded in ${seconds} s`,
    watching: (folder: string) => `Watching ${folder}. Ctrl-C ends.`,
  },
  show: {
    publisher: 'publisher',
    date: 'date',
    url: 'address',
    file: 'file',
    id: 'id',
    size: (characters: number, paragraphs: number, sentences: number) =>
      `${count(characters, 'character')}, ${count(paragraphs, 'paragraph')}, ${count(sentences, 'sentence')}`,
    damaged: 'repaired',
    undamaged: 'The file is not damaged; nothing was changed.',
    noRepairs: 'The file was judged damaged, but nothing was changed.',
    repairKinds,
    repairsTotal: (amount: number) => count(amount, 'repair'),
    source: (start: number, end: number) => `source ${start}–${end}`,
    passage: (number: number) => `Passage ${number}`,
    several: 'Name one of these documents, for example',
    none: 'There are no reports.',
    noneHint:
      'Put .txt, .md or .jsonl files into the reports folder (REPORTS_DIR), then run `report-qa index`.',
  },
  doctor: {
    start: 'start',
    well: 'All is well.',
    unwell: (amount: number) => `${count(amount, 'check')} failed.`,
  },
  help: {
    titles: {
      'Usage:': 'Usage:',
      'Arguments:': 'Arguments:',
      'Options:': 'Options:',
      'Commands:': 'Commands:',
    },
    program: 'Answers questions about reports and shows the passage that proves every sentence.',
    helpOption: 'show help',
    version: 'show the version',
    ask: 'answer one question, or many with --input',
    question: 'the question; without it, it is read from a pipe',
    format: 'text, json or markdown',
    json: 'the same as --format json',
    explain: 'print the scores behind the answer on the standard error stream',
    top: 'how many nearest passages and candidates to show (1 to 100)',
    document: 'ask only this document; may be given several times',
    input:
      'answer the questions of a JSONL file (- for the standard input): {"id", "question", "history", "documents"} a line',
    chat: 'ask questions one after another',
    index: 'build or refresh the index',
    rebuild: 'build everything anew',
    force: 'put the new index in place whatever it answers',
    watch: 'refresh whenever a report changes, until Ctrl-C',
    show: 'show a document as it is understood, with paragraph and sentence numbers',
    showDocument: 'the id of the document; may be left out when there is only one',
    repairs: 'list what was repaired',
    passages: 'show the passages that are searched',
    showJson: 'print JSON',
    doctor: 'check the installation and say how to mend it',
    eval: 'measure the answers (see `report-qa eval --help`)',
    serve: 'answer over HTTP, and over Telegram where TELEGRAM_BOT_TOKEN is set',
    telegram: 'answer over Telegram alone',
    feedback: 'list what people thought of answers, newest first',
    feedbackLimit: 'how many (default 50)',
    feedbackJson: 'print JSON, one a line',
    badLimit: 'It must be a whole number from 1.',
    badFormat: 'It must be text, json or markdown.',
    badTop: 'It must be a whole number from 1 to 100.',
    noCommand: 'there is no command',
    exitCodes:
      'Exit codes: 0 answered (or all well), 1 failure, 2 wrong usage, 3 the reports do not say.',
  },
};

export type Messages = typeof english;
