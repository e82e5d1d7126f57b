const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** What the bot says besides answers; the pattern of the tables in the other languages. */
export const chatEnglish = {
  start:
    'I answer questions about official reports. Every sentence is checked against the report, and the numbers under an answer show where it stands. If the reports do not say, I say so.\n\nJust ask, for example: Who chaired the meeting?',
  help: 'Ask in your own words; a question may go on from the one before.\n\n/ask QUESTION – ask, in groups too\n/report – which reports there are, and which to ask\n/new – forget this conversation\n/lang – language of the bot\n/privacy – what is kept, and for how long\n\nIn a group, write /ask@{bot} QUESTION or reply to one of my messages.',
  helpAdmin:
    'For administrators, in a private chat: send a .txt, .md or .jsonl file to add a report.\n/reindex – read changed reports again\n/stats – figures\n/remove – remove a report',
  privacy: (days: number) =>
    `Kept here: your questions, the answers with their sources, your 👍 and 👎, and your choice of language and report, with the number of your Telegram account and of the chat. It serves follow-up questions and the buttons under old answers.\n\nEverything goes after ${count(days, 'day')}. /new forgets this conversation at once.`,
  privacyModel: (model: string, host: string) =>
    `Answers are written by a language model: questions and passages of the reports are sent to ${host} (${model}).`,
  privacyLocal: 'Answers are made on this computer; no other service sees the questions.',
  askUsage: 'Write the question after the command, for example: /ask Who chaired the meeting?',
  textless: 'I can only read text. Please write your question.',
  tooLong: (most: number) =>
    `The question is too long: at most ${count(most, 'character')}. Please ask in fewer words.`,
  rateLimited: (seconds: number) =>
    `Too many questions at once. Please ask again in ${count(seconds, 'second')}.`,
  busy: 'I am still busy with your earlier questions. Please ask again when they are answered; this one was not taken.',
  noAccess: (userId: number) =>
    `I may not answer here. The operator can allow it; your number is ${userId}.`,
  adminOnly: 'Only an administrator of this bot may do that.',
  adminPrivately: 'Please do that in a private chat with me.',
  unknownCommand: 'I do not know this command. /help lists those that I know.',
  forgotten: (answers: number) =>
    answers === 0
      ? 'There was nothing to forget. Ask away.'
      : `Forgotten: ${count(answers, 'question')} of this conversation, with the answers. Ask away.`,
  forgetGroupAdmin: 'In a group only its administrators may make me forget the conversation.',
  chooseLanguage: 'Which language shall I speak? Answers quote the reports as they are written.',
  languageChosen: 'I speak English now.',
  noReports: 'There are no reports yet.',
  reports: (documents: number, passages: number) =>
    `${count(documents, 'report')}, ${count(passages, 'passage')}`,
  reportLine: (passages: number) => count(passages, 'passage'),
  moreReports: (amount: number) => `… and ${count(amount, 'more', 'more')}`,
  indexedAt: (time: string) => `Indexed: ${time} (UTC)`,
  notIndexed: 'Not indexed yet.',
  indexing: (done: number, total: number, minutes: number | null) =>
    `Still working on the index: ${done} of ${total}${minutes === null ? '' : `, about ${minutes} min left`}`,
  chooseReport: 'Tap the report that you want to ask.',
  allReports: 'All reports',
  askingAll: 'I look into all reports.',
  askingOne: (title: string) => `I look into one report only: ${title}`,
  reportGone: 'This report is not there any more.',
  stats: {
    title: 'Figures',
    reports: 'Reports',
    passages: 'Passages',
    vectors: 'Vectors',
    generation: 'Index generation',
    waiting: 'Questions waiting',
    running: 'Questions being answered',
    failed: 'Questions given up',
    feedback: (most: number) => `Feedback (last ${most})`,
  },
  reindexing: 'Reading the reports …',
  embedding: (done: number, total: number | null) =>
    total === null ? 'Indexing …' : `Indexing … ${done} of ${total}`,
  waitingForIndex: 'Another process is building the index; waiting …',
  reindexed: (changed: boolean, documents: number, passages: number) =>
    `${changed ? 'The index is renewed' : 'The index was up to date'}: ${count(documents, 'report')}, ${count(passages, 'passage')}.`,
  checking: (done: number, total: number | null) =>
    total === null
      ? 'Asking questions of the new index …'
      : `Asking questions of the new index … ${done} of ${total}`,
  notReindexed: (now: string, before: string, questions: number) =>
    `The index stays as it was: of ${count(questions, 'question')} the new one answers ${now} % right, the old one ${before} %. The operator can put it in place with report-qa index --force. Not answered right any more:`,
  reindexedWorse: (now: string, before: string, questions: number) =>
    `Of ${count(questions, 'question')} the new index answers ${now} % right, the one before ${before} %. Not answered right any more:`,
  problems: 'Not everything could be read:',
  chooseRemoval: 'Which report shall be removed?',
  removeNeedsMore: 'There are more reports; name one: /remove TITLE or file name.',
  confirmRemoval: (title: string) =>
    `Remove “${title}”? Its file is deleted. Old answers keep the paragraphs that they cite.`,
  removeButton: '🗑 Remove',
  cancelButton: 'Cancel',
  cancelled: 'Nothing was changed.',
  removing: 'Removing the report …',
  removed: (title: string) => `Removed: ${title}`,
  upload: {
    received: 'Reading the file …',
    wrongKind: 'Reports are .txt, .md or .jsonl files. Please send one of these.',
    tooLarge: (megabytes: number) => `The file is too large: at most ${megabytes} MB.`,
    stored: 'Stored. Indexing …',
    added: 'The report can be asked now:',
    exists:
      'There is a report of this name already. Shall it be replaced? Tap the button, or send the file again with /replace as its caption.',
    replaceButton: 'Replace',
    nothingToReplace: 'There is nothing to replace any more. Please send the file again.',
    busy: 'I am still busy with earlier files. Please send it again later.',
    gone: 'Telegram does not give the file out any more. Please send it again.',
  },
  feedbackUp: 'Thank you!',
  feedbackDown: 'Thank you; the operator will see it.',
  answerUnknown: 'This answer is not kept any more. Please ask again.',
  buttonUnknown: 'This button does not work any more.',
  problem: {
    question:
      'I cannot read that as a question. Please ask in a sentence of at most 2,000 characters.',
    reports: 'There are no reports to look into. The operator has to add some.',
    notReady: 'The index of the reports is still being built. Please ask again in a moment.',
    index: 'The index of the reports cannot be used right now. The operator has to look after it.',
    model: 'The language model could not answer right now. Please ask again in a moment.',
    limit: 'The language model takes no more questions right now. Please ask again later.',
    storage: 'I cannot write to my disk right now. Please ask again later.',
    other:
      'Sorry, something went wrong here and I cannot answer this question. The operator finds it in the log.',
  },
  commands: {
    ask: 'ask a question',
    report: 'which reports there are',
    new: 'forget this conversation',
    lang: 'language',
    privacy: 'what is kept, and for how long',
    help: 'help',
  },
};

export type ChatMessages = typeof chatEnglish;
