import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IndexedPassage, IndexedSentence } from '../../src/domain/report-index.js';
import { runSquad, type SquadResult, scoreSquad } from '../../src/eval/run-squad.js';
import { parseSquadFile } from '../../src/eval/squad-file.js';
import { createFakePipelines } from '../support/fake-pipeline.js';
import { sampleDocument } from '../support/sample-document.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const file = JSON.stringify({
  data: [
    {
      paragraphs: [
        {
          context: '甲在太原。',
          qas: [{ id: 7, question: '甲在哪？', answers: [{ text: '太原' }] }],
        },
        { context: '没有问题的段落。', qas: [] },
      ],
    },
    {
      paragraphs: [
        {
          context: '乙说："好"。',
          qas: [{ id: 'b', question: '乙说什么？', answers: [{ text: '"好"' }] }],
        },
      ],
    },
  ],
});

const passageOf = (documentId: string): IndexedPassage => ({
  ...{ id: 1, documentId, text: '', outline: [], sentences: [] },
  span: { start: 0, end: 0 },
});

const sentenceAt = (documentId: string, start: number, end: number): IndexedSentence => ({
  ...{ id: 1, passageId: 1, documentId, index: 0, paragraph: 1, number: 1, text: '' },
  ...{ span: { start, end }, outline: [], speaker: null, tokens: [] },
});

describe('parseSquadFile', () => {
  it('numbers the paragraphs over all articles', () => {
    const { paragraphs, questions } = parseSquadFile(file, 'a.json');
    expect(paragraphs).toHaveLength(3);
    expect(questions.map(({ id, paragraph, answers }) => [id, paragraph, answers])).toEqual([
      ['7', 0, ['太原']],
      ['b', 2, ['"好"']],
    ]);
  });

  it.each(['not json', '{"data": [{}]}', '[]'])('refuses %s, naming the file', (text) => {
    expect(() => parseSquadFile(text, 'a.json')).toThrow(
      expect.objectContaining({ code: 'file_invalid', message: expect.stringContaining('a.json') }),
    );
  });
});

describe('scoreSquad', () => {
  it('counts ranks from nought and leaves unfound paragraphs out', () => {
    const result = (goldRank: number, sentenceHoldsAnswer = false): SquadResult => ({
      ...{ id: 'a', paragraphs: [], sentenceInGold: '', goldRank, sentenceHoldsAnswer },
    });
    const results = [result(0, true), result(4), result(5), result(-1)];
    expect(scoreSquad(results)).toEqual({
      questions: 4,
      recallAt1: 0.25,
      recallAt5: 0.5,
      sentence: 0.25,
    });
    expect(scoreSquad([])).toMatchObject({ questions: 0, recallAt1: 0, sentence: 0 });
  });
});

describe('runSquad', () => {
  const set = parseSquadFile(file, 'a.json');
  const lines = set.paragraphs.map((text, index) => JSON.stringify({ id: String(index), text }));
  const sources = lines.join('\n');
  const span = (text: string) => {
    const escaped = JSON.stringify(text).slice(1, -1);
    const start = sources.indexOf(escaped);
    return { start, end: start + escaped.length };
  };
  /** The repaired text of each stands somewhere else than its source. */
  const documents = set.paragraphs.map((text, index) => {
    const source = span(text);
    return sampleDocument({
      id: `squad#${index}`,
      text,
      offsets: [{ start: 0, end: text.length, sourceStart: source.start, sourceEnd: source.end }],
    });
  });
  const pipelines = (asked: string[] = []) =>
    createFakePipelines({
      app: () => ({ documents }),
      async rankPassages(question) {
        asked.push(question);
        return ['squad#2', 'squad#0', 'squad#2', 'squad#1'].map(passageOf);
      },
      async chooseSentence(_question, documentId) {
        const text = set.paragraphs[Number(documentId.slice('squad#'.length))] ?? '';
        return sentenceAt(documentId, 0, text.length);
      },
    });

  it('gives each paragraph once and the sentence as it stands in the file', async () => {
    const results = await runSquad({ set, openPipeline: pipelines().openPipeline });
    expect(results).toEqual([
      {
        ...{ id: '7', paragraphs: [2, 0, 1], goldRank: 1 },
        ...{ sentenceInGold: '甲在太原。', sentenceHoldsAnswer: true },
      },
      {
        ...{ id: 'b', paragraphs: [2, 0, 1], goldRank: 0 },
        ...{ sentenceInGold: '乙说："好"。', sentenceHoldsAnswer: true },
      },
    ]);
  });

  it('takes other wordings by id, and every n-th question', async () => {
    const asked: string[] = [];
    const { openPipeline } = pipelines(asked);
    await runSquad({ set, wordings: new Map([['7', 'Where is A?']]), every: 2, openPipeline });
    expect(asked).toEqual(['Where is A?']);
  });

  it('removes its folder and closes the pipeline, but keeps a folder that was named', async () => {
    const temporary = pipelines();
    await runSquad({ set, openPipeline: temporary.openPipeline });
    expect(temporary.opened[0]?.closed).toBe(true);
    expect(existsSync(temporary.opened[0]?.folders.reports ?? '')).toBe(false);
    const folder = temporaryFolder();
    await runSquad({ set, folder, openPipeline: pipelines().openPipeline });
    expect(readFileSync(join(folder, 'reports', 'squad.jsonl'), 'utf8')).toBe(sources);
  });

  it('has no sentence for an empty document', async () => {
    const { openPipeline } = createFakePipelines({ app: () => ({ documents }) });
    const [result] = await runSquad({ set, openPipeline });
    expect(result).toMatchObject({
      paragraphs: [],
      goldRank: -1,
      sentenceInGold: '',
      sentenceHoldsAnswer: false,
    });
  });
});
