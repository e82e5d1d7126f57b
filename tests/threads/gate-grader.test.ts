import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { createClaimLexicon } from '../../src/answer/claim-lexicon.js';
import type { FittedWeights } from '../../src/answer/extractive-answerer.js';
import { readDictionary } from '../../src/compose-answering.js';
import { AppError } from '../../src/domain/app-error.js';
import type { GateStage } from '../../src/domain/scorecard.js';
import { createGlossary } from '../../src/text/glossary.js';
import { prepareDocument } from '../../src/text/prepare-document.js';
import { createSearchText, type SearchText } from '../../src/text/search-text.js';
import { createTokenizer } from '../../src/text/tokenizer.js';
import { createGateGrader, type GateLanguage } from '../../src/threads/gate-grader.js';
import { HashEmbedder } from '../support/hash-embedder.js';
import { setUpIndex } from '../support/index-setup.js';
import { preparerOf } from '../support/prepare-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const data = fileURLToPath(new URL('../../data', import.meta.url));
const weights = JSON.parse(
  readFileSync(join(data, 'models', 'ranking.json'), 'utf8'),
) as FittedWeights;

let language: GateLanguage;
let searchText: SearchText;
beforeAll(() => {
  const tokenizer = createTokenizer();
  const dictionary = readDictionary(join(data, 'glossary', 'cc-cedict.tsv'));
  language = { tokenizer, dictionary, lexicon: createClaimLexicon({ tokenizer, dictionary }) };
  searchText = createSearchText(tokenizer, createGlossary(dictionary, tokenizer));
});

const HOST = {
  ...{ id: 'host', question: '谁主持会议？', answerable: true },
  ...{ must: [['蓝佛安']], support: ['蓝佛安主持会议。'] },
};

async function setUp(files: Readonly<Record<string, readonly object[]>>) {
  const { source, open, refresh } = setUpIndex(temporaryFolder());
  source.put('meeting.txt', '林武出席会议并讲话。\n\n省长蓝佛安主持会议。');
  source.put('forest.txt', '云岭林业局今年造林三千亩。\n\n局长李山介绍情况。');
  const prepare = preparerOf((one) =>
    prepareDocument(one, { searchText, sentences: true, glosses: true }),
  );
  await refresh({ preparer: prepare });
  const evalFolder = temporaryFolder();
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(evalFolder, name), lines.map((line) => JSON.stringify(line)).join('\n'));
  }
  const embedder = new HashEmbedder();
  const grader = createGateGrader({
    ...{ evalFolder, weights, embedder, isBuiltin: true, language: () => language },
  });
  const grade = async (stage: GateStage, signal?: AbortSignal) => {
    const index = open();
    try {
      const options = { stage, onQuestion: () => {}, ...(signal === undefined ? {} : { signal }) };
      return await grader.grade(index, options);
    } finally {
      await index.close();
    }
  };
  return { grade, embedder };
}

it('asks what is about documents of the index, and grades the answers', async () => {
  const { grade } = await setUp({
    'meeting.jsonl': [HOST, { ...HOST, id: 'wrong', must: [['张三']] }],
    'other.jsonl': [HOST],
  });
  expect(await grade('words')).toMatchObject([
    { id: 'host', file: 'meeting.jsonl', question: '谁主持会议？', right: true },
    { id: 'wrong', right: false },
  ]);
});

it('gives no words of a held-out question', async () => {
  const { grade } = await setUp({ 'meeting.held-out.jsonl': [HOST] });
  expect(await grade('words')).toMatchObject([{ id: 'host', question: null, right: true }]);
});

it('asks a report alone what it does not say, since another one may say it', async () => {
  const silent = { ...HOST, answerable: false, must: [], support: [] };
  const { grade } = await setUp({ 'forest.jsonl': [silent] });
  expect(await grade('words')).toMatchObject([{ right: true }]);
});

it('counts a question that cannot be asked as not answered', async () => {
  const { grade } = await setUp({ 'meeting.jsonl': [{ ...HOST, question: '？' }] });
  expect(await grade('words')).toMatchObject([{ right: false }]);
});

it('grades nothing by vectors while the embedder is out of reach, and words all the same', async () => {
  const { grade, embedder } = await setUp({ 'meeting.jsonl': [HOST] });
  expect(await grade('vectors')).toHaveLength(1);
  embedder.embedQuery = async () => {
    throw new AppError('The server is away.', { code: 'embedding_failed', hint: 'Start it.' });
  };
  expect(await grade('vectors')).toBeNull();
  expect(await grade('words')).toHaveLength(1);
});

it('stops at once', async () => {
  const { grade } = await setUp({ 'meeting.jsonl': [HOST] });
  await expect(grade('words', AbortSignal.abort())).rejects.toThrow();
});
