import { beforeEach, describe, expect, it } from 'vitest';
import type { IndexWriter } from '../../src/domain/index-writer.js';
import type { ReportIndex } from '../../src/domain/report-index.js';
import { hashVector } from '../support/hash-embedder.js';
import { pairTokens, prepareText, sourceDocument } from '../support/prepare-text.js';

/** An empty index with one writer and readers on connections of their own. */
export interface IndexUnderTest {
  readonly writer: IndexWriter;
  readonly fingerprint: string;
  openReader(): ReportIndex;
}

const TEXTS: Readonly<Record<string, string>> = {
  'meeting.txt': '会议在济南召开。林武出席并讲话。\n蓝佛安主持会议。',
  'veterans.txt': '要做好退役军人就业工作。',
  'astral.txt': '𠮷野家😀开业。第二句在这里。',
};

/** What every store of the index keeps to; the writer's calls are awaited, so that a store over a network can run it. */
export function reportIndexContract(
  name: string,
  create: () => IndexUnderTest | Promise<IndexUnderTest>,
  /** False for a server that lets nobody read while somebody writes; no real one is like that. */
  readsWhileWriting = true,
): void {
  describe(`${name} as an index of reports`, () => {
    let writer: IndexWriter;
    let reader: ReportIndex;
    let fingerprint: string;
    let openReader: () => ReportIndex;

    const put = async (file: string, text: string, stamp = 's1') => {
      const document = prepareText(sourceDocument(file, text));
      await writer.putFile({ path: file, stamp, contentHash: `hash of ${text}` }, [document]);
    };
    const publishAll = async (texts: Readonly<Record<string, string>>) => {
      await writer.begin('rules-1');
      for (const [file, text] of Object.entries(texts)) await put(file, text);
      return writer.publish();
    };
    const embedAll = async () => {
      for (;;) {
        const missing = await writer.missingVectors(fingerprint, 3);
        if (missing.length === 0) break;
        await writer.putVectors(
          fingerprint,
          missing.map(({ hash, text }) => ({ hash, vector: hashVector(text) })),
        );
      }
      await writer.finish(fingerprint);
    };
    const searchTexts = async (tokens: readonly string[]) => {
      const hits = await reader.searchWords(tokens, { limit: 3 });
      const passages = await reader.passages(hits.map(({ passageId }) => passageId));
      return passages.map(({ text }) => text);
    };
    const bestTexts = async (question: string, documentIds?: readonly string[]) => {
      const within = documentIds === undefined ? {} : { documentIds };
      const hits = await reader.searchWords(pairTokens(question), { limit: 3, ...within });
      const passages = await reader.passages(hits.map(({ passageId }) => passageId));
      return passages.map(({ text }) => text);
    };

    beforeEach(async () => {
      ({ writer, fingerprint, openReader } = await create());
      reader = openReader();
      await publishAll(TEXTS);
    });

    it('gives a document back as it was put in', async () => {
      const file = 'astral.txt';
      const { document } = prepareText(sourceDocument(file, TEXTS[file] as string));
      const rich = {
        ...document,
        id: 'rich',
        file: 'rich.txt',
        damaged: true,
        offsets: [{ start: 1, end: 2, sourceStart: 3, sourceEnd: 9 }],
        repairs: [
          {
            kind: 'reading' as const,
            span: { start: 1, end: 1 },
            sourceSpan: { start: 3, end: 9 },
            before: '(wěn)',
            after: '',
          },
        ],
      };
      await writer.begin('rules-1');
      await writer.putFile({ path: 'rich.txt', stamp: 's', contentHash: 'h' }, [
        { document: rich, passages: prepareText(sourceDocument(file, rich.text)).passages },
      ]);
      await writer.publish();
      expect(await reader.document('rich')).toEqual(rich);
      expect(await reader.document('nobody')).toBeNull();
    });

    it('lists documents with their counts', async () => {
      const documents = await reader.documents();
      expect(documents.map(({ id }) => id)).toEqual(['astral', 'meeting', 'veterans']);
      expect(documents[1]).toMatchObject({
        paragraphs: 2,
        sentences: 3,
        passages: 2,
        characters: 25,
      });
    });

    it('finds passages by any of their words, the best first', async () => {
      expect((await bestTexts('谁主持会议'))[0]).toBe('蓝佛安主持会议。');
      expect(await bestTexts('龘')).toEqual([]);
      expect(await reader.searchWords([], { limit: 3 })).toEqual([]);
    });

    it('keeps a search by words to the documents that are asked for', async () => {
      expect(await bestTexts('会议就业', ['veterans'])).toEqual([TEXTS['veterans.txt']]);
      expect(await bestTexts('会议', ['nobody'])).toEqual([]);
    });

    it('finds and counts passages by their glosses as by their words', async () => {
      const { document, passages } = prepareText(sourceDocument('b.txt', '大会开幕。\n小组讨论。'));
      const glosses = ['assembl open', 'group discuss open'];
      const glossed = passages.map((one, index) => ({ ...one, glosses: glosses[index] ?? '' }));
      await writer.begin('rules-1');
      await writer.putFile({ path: 'b.txt', stamp: 's', contentHash: 'h' }, [
        { document, passages: glossed },
      ]);
      await writer.publish();
      expect(await searchTexts(['assembl', 'discuss', 'group'])).toEqual([
        '小组讨论。',
        '大会开幕。',
      ]);
      // A word and a gloss together weigh more than the gloss alone.
      expect(await searchTexts(['open', '开幕'])).toEqual(['大会开幕。', '小组讨论。']);
      expect(await reader.passageFrequency(['open', 'assembl', '会'])).toEqual(
        new Map([
          ['open', 2],
          ['assembl', 1],
          ['会', 3],
        ]),
      );
      await writer.begin('rules-1');
      await writer.removeFile('b.txt');
      await writer.publish();
      expect(await searchTexts(['open', 'assembl'])).toEqual([]);
      expect(await reader.passageFrequency(['open'])).toEqual(new Map());
    });

    it('adds the glosses of passages that were put without, where it may', async () => {
      const { glossesLater } = writer;
      if (glossesLater === null) return;
      const { document, passages } = prepareText(sourceDocument('b.txt', '大会开幕。\n小组讨论。'));
      const bare = passages.map((one) => ({ ...one, glosses: null }));
      await writer.begin('rules-1');
      await writer.putFile({ path: 'b.txt', stamp: 's', contentHash: 'h' }, [
        { document, passages: bare },
      ]);
      await writer.publish();
      await embedAll();
      const [first = 0, second = 0, ...others] = await glossesLater.unglossed();
      expect(others).toEqual([]);
      expect(await glossesLater.passages([first, 999_999])).toEqual([
        { id: first, text: '大会开幕。' },
      ]);
      expect(await reader.status()).toMatchObject({ passagesToGloss: 2 });
      // What is still to come is not remembered as never there.
      expect(await reader.passageFrequency(['open'])).toEqual(new Map());
      await glossesLater.put([{ id: first, glosses: 'assembl open' }]);
      expect(await searchTexts(['open'])).toEqual(['大会开幕。']);
      expect(await reader.passageFrequency(['open'])).toEqual(new Map([['open', 1]]));
      expect(await reader.status()).toMatchObject({ passagesToGloss: 1 });
      expect(await glossesLater.unglossed()).toEqual([second]);
      await writer.begin('rules-1');
      await writer.removeFile('b.txt');
      await writer.publish();
      expect(await glossesLater.unglossed()).toEqual([]);
      expect(await searchTexts(['open'])).toEqual([]);
    });

    it('gives sentences with their place, speaker and tokens', async () => {
      const [hit] = await reader.searchWords(['讲话'], { limit: 1 });
      const [passage] = await reader.passages([hit?.passageId ?? 0, 999_999]);
      const sentence = passage?.sentences[1];
      expect(sentence).toMatchObject({
        documentId: 'meeting',
        index: 1,
        paragraph: 1,
        number: 2,
        text: '林武出席并讲话。',
        speaker: '林武',
        tokens: pairTokens('林武出席并讲话。'),
      });
      expect(TEXTS['meeting.txt']?.slice(sentence?.span.start, sentence?.span.end)).toBe(
        sentence?.text,
      );
    });

    it('counts the passages that hold a token', async () => {
      const frequency = await reader.passageFrequency(['会议', '军', '龘']);
      expect([...frequency]).toEqual([
        ['会议', 2],
        ['军', 1],
      ]);
    });

    it('searches by words before any vector is made, and by vectors as they come', async () => {
      const query = hashVector('退役军人就业');
      expect(await reader.searchVectors(query, { limit: 3 })).toEqual([]);
      expect(await reader.status()).toMatchObject({
        documents: 3,
        passages: 4,
        sentences: 6,
        vectors: 0,
      });
      const [first] = await writer.missingVectors(fingerprint, 1);
      await writer.putVectors(fingerprint, [
        { hash: first?.hash ?? '', vector: hashVector(first?.text ?? '') },
      ]);
      expect(await reader.searchVectors(query, { limit: 3 })).toHaveLength(1);
      await embedAll();
      const hits = await reader.searchVectors(query, { limit: 3 });
      const [best] = await reader.passages([hits[0]?.passageId ?? 0]);
      expect(best?.text).toBe(TEXTS['veterans.txt']);
      expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 1);
      expect(await reader.status()).toMatchObject({ vectors: 10, vectorsWanted: 10 });
    });

    it('keeps a search by vector to the documents that are asked for', async () => {
      await embedAll();
      const options = { limit: 9, documentIds: ['meeting'] };
      const hits = await reader.searchVectors(hashVector('退役军人'), options);
      const passages = await reader.passages(hits.map(({ passageId }) => passageId));
      expect(passages.map(({ documentId }) => documentId)).toEqual(['meeting', 'meeting']);
    });

    it('gives vectors of passages and sentences by their ids', async () => {
      await embedAll();
      const [hit] = await reader.searchWords(['主持'], { limit: 1 });
      const id = hit?.passageId ?? 0;
      expect((await reader.passageVectors([id, 999_999])).get(id)).toEqual(
        hashVector('蓝佛安主持会议。'),
      );
      const [passage] = await reader.passages([id]);
      const sentenceId = passage?.sentences[0]?.id ?? 0;
      expect((await reader.sentenceVectors([sentenceId])).size).toBe(1);
      expect(await reader.sampleVectors(3)).toEqual(await reader.sampleVectors(3));
      expect(await reader.sampleVectors(99)).toHaveLength(4);
    });

    it.runIf(readsWhileWriting)(
      'shows a new generation to open readers at once, and nothing of it before',
      async () => {
        const other = openReader();
        const before = await other.generation();
        await writer.begin('rules-1');
        await put('new.txt', '新的文件。');
        await writer.removeFile('veterans.txt');
        expect(await other.generation()).toBe(before);
        expect(await other.document('new')).toBeNull();
        expect(await other.document('veterans')).not.toBeNull();
        await writer.publish();
        expect(await other.generation()).toBe(before + 1);
        expect(await other.document('new')).not.toBeNull();
        expect(await other.searchWords(['军人'], { limit: 1 })).toEqual([]);
        expect((await other.passageFrequency(['军人'])).size).toBe(0);
      },
    );

    it('leaves the old generation when a build is rolled back', async () => {
      await writer.begin('rules-2');
      await writer.removeFile('meeting.txt');
      await writer.rollback();
      expect(await writer.contentVersion()).toBe('rules-1');
      expect((await bestTexts('主持会议'))[0]).toBe('蓝佛安主持会议。');
    });

    it('reads a candidate before it is published, and what is published outside of one', async () => {
      const bestOf = async (index: ReportIndex, question: string) => {
        const hits = await index.searchWords(pairTokens(question), { limit: 3 });
        return (await index.passages(hits.map(({ passageId }) => passageId)))[0]?.text;
      };
      const published = await writer.candidate(fingerprint);
      expect(await bestOf(published, '谁主持会议')).toBe('蓝佛安主持会议。');
      await published.close();
      await writer.begin('rules-1');
      await put('new.txt', '王五主持会议。新的词语。');
      await writer.removeFile('meeting.txt');
      const candidate = await writer.candidate(fingerprint);
      expect(await candidate.generation()).toBe(1);
      expect(await bestOf(candidate, '谁主持会议')).toBe('王五主持会议。新的词语。');
      expect(await candidate.document('meeting')).toBeNull();
      expect((await candidate.document('new'))?.file).toBe('new.txt');
      expect(await candidate.passageCount()).toBe(3);
      expect(await candidate.passageFrequency(['词语', '蓝佛'])).toEqual(new Map([['词语', 1]]));
      expect(await candidate.searchVectors(hashVector('主持'), { limit: 3 })).toEqual([]);
      await candidate.noteAsked(['new']);
      await candidate.close();
      await writer.rollback();
      expect((await bestTexts('谁主持会议'))[0]).toBe('蓝佛安主持会议。');
      expect(await reader.passageFrequency(['词语'])).toEqual(new Map());
      expect(await reader.passageCount()).toBe(4);
    });

    it('publishes what its candidate showed', async () => {
      await writer.begin('rules-1');
      await put('new.txt', '王五主持会议。');
      await (await writer.candidate(fingerprint)).close();
      await put('later.txt', '赵六致辞。');
      await writer.publish();
      expect(await reader.passageFrequency(['王五', '赵六', '主持'])).toEqual(
        new Map([
          ['王五', 1],
          ['赵六', 1],
          ['主持', 2],
        ]),
      );
      expect(await reader.passageCount()).toBe(6);
    });

    it('keeps scorecards with the flip, and what was refused until it', async () => {
      const card = (generation: number) =>
        ({ stage: 'words', generation, grader: 'g', right: { a: true, b: false } }) as const;
      expect([await writer.scorecard('words'), await writer.refused()]).toEqual([null, null]);
      await writer.putScorecard(card(1));
      await writer.noteRefused('mark');
      await writer.begin('rules-1');
      await writer.putScorecard(card(2));
      await writer.rollback();
      expect([await writer.scorecard('words'), await writer.refused()]).toEqual([card(1), 'mark']);
      await writer.begin('rules-1');
      await writer.putScorecard(card(2));
      await writer.publish();
      expect([await writer.scorecard('words'), await writer.refused()]).toEqual([card(2), null]);
      expect(await writer.scorecard('vectors')).toBeNull();
    });

    it('never gives an id to another passage or sentence', async () => {
      const [hit] = await reader.searchWords(['军人'], { limit: 1 });
      await writer.begin('rules-1');
      await put('veterans.txt', '退役军人。', 's2');
      await writer.publish();
      const [next] = await reader.searchWords(['军人'], { limit: 1 });
      expect(next?.passageId).toBeGreaterThan(hit?.passageId ?? 0);
      expect(await reader.passages([hit?.passageId ?? 0])).toEqual([]);
    });

    it('forgets the vectors of what is gone, and keeps those of what stays', async () => {
      await embedAll();
      await writer.begin('rules-1');
      await put('meeting.txt', '蓝佛安主持会议。\n另一段。', 's2');
      await writer.publish();
      const missing = await writer.missingVectors(fingerprint, 9);
      expect(missing.map(({ text }) => text)).toEqual(['另一段。']);
      await embedAll();
      const hits = await reader.searchVectors(hashVector('蓝佛安'), { limit: 9 });
      expect(hits).toHaveLength(4);
      expect(await writer.countMissingVectors(fingerprint)).toBe(0);
    });

    it('refuses a document whose id another file has, and keeps both files as they were', async () => {
      await writer.begin('rules-1');
      const twice = prepareText(sourceDocument('other.md', '另一个。', 'meeting'));
      const fresh = prepareText(sourceDocument('other.md', '第一个。', 'fresh'));
      const file = { path: 'other.md', stamp: 's', contentHash: 'h' };
      await expect(writer.putFile(file, [fresh, twice])).rejects.toThrow(/meeting\.txt/u);
      await writer.publish();
      expect(await reader.document('fresh')).toBeNull();
      expect((await reader.document('meeting'))?.file).toBe('meeting.txt');
    });

    it('refuses vectors and questions of another length or without a number', async () => {
      await embedAll();
      const hash = 'whatever';
      const zero = hashVector('x').fill(0);
      for (const bad of [new Float32Array(3), zero, hashVector('x').fill(Number.NaN, 0, 1)]) {
        await expect(writer.putVectors(fingerprint, [{ hash, vector: bad }])).rejects.toThrow(
          /vector/u,
        );
        await expect(reader.searchVectors(bad, { limit: 1 })).rejects.toThrow(/vector/u);
        const options = { limit: 1, documentIds: ['meeting'] };
        await expect(reader.searchVectors(bad, options)).rejects.toThrow(/vector/u);
      }
    });

    it('has vectors made of what is asked for, then of the newest, then of the rest', async () => {
      const dated = (file: string, text: string, date: string | null) =>
        prepareText({ ...sourceDocument(file, text), date });
      await writer.begin('rules-1');
      for (const [file, date] of [
        ['old.txt', '2001-02-03'],
        ['undated.txt', null],
        ['new.txt', '2026-01-02'],
      ] as const) {
        const document = dated(file, `${file}的内容。`, date);
        await writer.putFile({ path: file, stamp: 's', contentHash: file }, [document]);
      }
      await writer.publish();
      await reader.noteAsked(['undated', 'veterans']);
      await reader.noteAsked(['veterans']);
      const order = await writer.missingVectors(fingerprint, 4);
      expect(order.map(({ text }) => text)).toEqual([
        '要做好退役军人就业工作。',
        'undated.txt的内容。',
        'new.txt的内容。',
        expect.any(String),
      ]);
    });

    it('asks for no sentence of a document that was prepared without them, and gives none of their tokens', async () => {
      await writer.begin('rules-1');
      const { document, passages } = prepareText(sourceDocument('big.txt', '大的。很大。'));
      const big = { document, passages: passages.map((one) => ({ ...one, sentences: null })) };
      for (const file of Object.keys(TEXTS)) await writer.removeFile(file);
      await writer.putFile({ path: 'big.txt', stamp: 's', contentHash: 'h' }, [big]);
      await writer.publish();
      expect(await writer.countMissingVectors(fingerprint)).toBe(1);
      await embedAll();
      expect(await reader.status()).toMatchObject({ sentences: 2, vectors: 1, vectorsWanted: 1 });
      const [hit] = await reader.searchWords(['大'], { limit: 1 });
      const [passage] = await reader.passages([hit?.passageId ?? 0]);
      expect(passage?.sentences.map(({ text, tokens }) => [text, tokens])).toEqual([
        ['大的。', null],
        ['很大。', null],
      ]);
    });

    it('keeps vectors that were made for a question, for every reader of the same model', async () => {
      const vector = hashVector('一句话。');
      expect(await reader.keptVectors(['一句话。'])).toEqual(new Map());
      await reader.keepVectors(new Map([['一句话。', vector]]));
      await reader.keepVectors(new Map([['一句话。', vector]]));
      const other = openReader();
      expect(await other.keptVectors(['一句话。', '另一句。'])).toEqual(
        new Map([['一句话。', vector]]),
      );
    });

    it('keeps the rate at which vectors are made', async () => {
      expect((await reader.status()).vectorsPerSecond).toBeNull();
      await writer.noteRate(12.5);
      expect((await reader.status()).vectorsPerSecond).toBe(12.5);
    });

    it('keeps a file as it was when its documents stop coming', async () => {
      async function* broken() {
        yield prepareText(sourceDocument('meeting.txt', '改了。'));
        throw new Error('the reading stopped');
      }
      await writer.begin('rules-1');
      const file = { path: 'meeting.txt', stamp: 's2', contentHash: 'h2' };
      await expect(writer.putFile(file, broken())).rejects.toThrow('the reading stopped');
      await writer.publish();
      expect((await bestTexts('主持会议'))[0]).toBe('蓝佛安主持会议。');
    });

    it('makes all vectors anew when asked, and serves the old ones until then', async () => {
      await embedAll();
      await writer.begin('rules-1');
      await writer.renewVectors(fingerprint);
      await writer.publish();
      expect(await writer.countMissingVectors(fingerprint)).toBe(10 - 2);
      expect(await reader.searchVectors(hashVector('军人'), { limit: 9 })).toHaveLength(4);
      await embedAll();
      expect(await writer.countMissingVectors(fingerprint)).toBe(0);
    });
  });
}
