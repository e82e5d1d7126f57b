import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClaimStream, type StreamedItem } from '../../src/answer/claim-stream.js';

function readAll(chunks: readonly string[], whole = true): StreamedItem[] {
  const stream = createClaimStream();
  return [...chunks.flatMap((chunk) => stream.push(chunk)), ...stream.end(whole)];
}

const claim = (
  text: string,
  passage: number,
  words: string | null,
  sentence: number | null = null,
) => ({
  ...{ kind: 'claim', text, sentence },
  quotes: [{ passage, words }],
});
const prose = (text: string, ...passages: number[]) => ({ kind: 'prose', text, passages });
const line = (say: string, passage: number, quote: string) =>
  JSON.stringify({ say, passage, quote });

describe('createClaimStream', () => {
  it('gives a claim with its last sign', () => {
    const stream = createClaimStream();
    const text = line('蓝佛安主持。', 2, '蓝佛安主持会议');
    expect(stream.push(text.slice(0, -1))).toEqual([]);
    expect(stream.push('}')).toEqual([claim('蓝佛安主持。', 2, '蓝佛安主持会议')]);
  });

  it.each([
    ['lines', (a: string, b: string) => `${a}\n${b}\n`],
    ['one line', (a: string, b: string) => `${a} ${b}`],
    ['a code fence', (a: string, b: string) => `\`\`\`json\n${a}\n${b}\n\`\`\``],
    ['an array', (a: string, b: string) => `[\n  ${a},\n  ${b}\n]`],
    ['an object around a list', (a: string, b: string) => `{"claims": [${a}, ${b}]}`],
    ['list marks', (a: string, b: string) => `- ${a}\n- ${b}`],
    ['an object that never ends before them', (a: string, b: string) => `{"say": "x\n${a}\n${b}`],
    ['a trailing comma', (a: string, b: string) => `${a.replace('}', ',}')}${b}`],
    [
      'several lines',
      (a: string, b: string) => JSON.stringify([JSON.parse(a), JSON.parse(b)], null, 2),
    ],
  ])('reads claims in %s', (_, form) => {
    const text = form(line('甲。', 1, '甲'), line('乙 “b\\c”。', 2, '乙 {x}'));
    expect(readAll([text])).toEqual([claim('甲。', 1, '甲'), claim('乙 “b\\c”。', 2, '乙 {x}')]);
  });

  it('gives prose before the claims as sentences that name nothing', () => {
    expect(readAll([`Here is the answer.\n${line('甲。', 1, '甲')}`])).toEqual([
      prose('Here is the answer.'),
      claim('甲。', 1, '甲'),
    ]);
  });

  it.each([
    [
      '{"say":"甲。","passage":[1,3],"quote":["a","b"]}',
      [
        [1, 'a'],
        [3, 'b'],
      ],
    ],
    [
      '{"say":"甲。","passage":1,"quotes":["a","b"]}',
      [
        [1, 'a'],
        [1, 'b'],
      ],
    ],
    ['{"say":"甲。","quotes":[{"passage":"2","quote":"a"}]}', [[2, 'a']]],
    ['{"say":"甲。","passage":"[2]"}', [[2, null]]],
    [
      '{"text":"甲。","passages":[1,2]}',
      [
        [1, null],
        [2, null],
      ],
    ],
    ['{"claim":"甲。","source":"passage 4","quote":" a "}', [[4, 'a']]],
    ['{"say":"甲。","quote":"a"}', [[NaN, 'a']]],
    ['{"say":"甲。"}', []],
  ])('reads the quotes of %s', (json, quotes) => {
    expect(readAll([json])).toEqual([
      {
        ...{ kind: 'claim', text: '甲。', sentence: null },
        quotes: quotes.map(([passage, words]) => ({ passage, words })),
      },
    ]);
  });

  it.each([
    ['{"not_found": true}', null],
    ['{"not_found": "谁拍摄照片"}', '谁拍摄照片'],
    ['{"not_found": "true"}', null],
  ])('reads %s', (json, part) => {
    expect(readAll([json])).toEqual([{ kind: 'not_found', part }]);
  });

  it.each(['{"not_found": false}', '{}', '{"a": 1}', '{"say": 3}', '{1, 2}', '{"text": "x"}'])(
    'finds nothing in %s',
    (json) => expect(readAll([json])).toEqual([]),
  );

  it('reads a line break inside a string', () => {
    expect(readAll(['{"say":"甲\n乙。","passage":1,"quote":"甲"}'])).toEqual([
      claim('甲\n乙。', 1, '甲'),
    ]);
  });

  it('knows the sentence that a repair stands for', () => {
    const json = '{"sentence": 2, "say": "甲。", "passage": 1, "quote": "甲"}';
    expect(readAll([json])).toEqual([claim('甲。', 1, '甲', 2)]);
  });

  it.each([
    [
      '蓝佛安主持会议。[1]于英杰通报情况[2][3]。完了',
      [prose('蓝佛安主持会议。', 1), prose('于英杰通报情况。', 2, 3), prose('完了')],
    ],
    ['1. 甲。【2】\n- 乙 [1, 3]\n**丙**！', [prose('甲。', 2), prose('乙', 1, 3), prose('丙！')]],
    [
      'Dr. Smith spoke for 3.5 hours [1]. He left. [2]',
      [prose('Dr. Smith spoke for 3.5 hours.', 1), prose('He left.', 2)],
    ],
    ['他说：“好。”[1] 会后发布。[2]', [prose('他说：“好。”', 1), prose('会后发布。', 2)]],
  ])('parts plain text into sentences with their markers: %s', (text, sentences) => {
    expect(readAll([text])).toEqual(sentences);
  });

  it('gives nothing of a sentence or an object that was cut off', () => {
    expect(readAll(['会议由蓝佛安主'], false)).toEqual([]);
    expect(readAll(['{"say":"甲。","passage":1,"quo'], false)).toEqual([]);
    expect(readAll(['甲。[1]\n乙于5月2'], false)).toEqual([prose('甲。', 1)]);
  });

  it('reads the same however the stream is cut into pieces', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          '{',
          '}',
          '[',
          ']',
          '"',
          '\\',
          '\n',
          '```',
          '。',
          '[1]',
          '. ',
          ',',
          '"say":',
          '甲',
          ' ',
        ],
      ),
      fc.constantFrom(line('甲。', 1, '甲'), '{"not_found":true}', '乙 said so [2]. '),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        fc.array(fc.nat(40), { maxLength: 20 }),
        fc.boolean(),
        (text, cuts, whole) => {
          const places = [...cuts.filter((cut) => cut < text.length), text.length].sort(
            (a, b) => a - b,
          );
          const chunks = places.map((end, index) => text.slice(places[index - 1] ?? 0, end));
          const expected = readAll([text], whole);
          expect(readAll(chunks, whole)).toEqual(expected);
          expect(readAll(text.split(''), whole)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds every claim between any rubbish that opens nothing', () => {
    const rubbish = fc.string({ maxLength: 20 }).map((text) => text.replace(/[{"`]/gu, ''));
    const text = fc.string({ minLength: 1, maxLength: 20 }).filter((words) => words.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(rubbish, text, text), { maxLength: 5 }), (parts) => {
        const written = parts.map(([before, say, quote]) => `${before}\n${line(say, 1, quote)}`);
        const claims = readAll([written.join('')]).filter(({ kind }) => kind === 'claim');
        expect(claims).toEqual(parts.map(([, say, quote]) => claim(say.trim(), 1, quote.trim())));
      }),
      { numRuns: 200 },
    );
  });

  it.each(['{"say":"', '{', 'a', '甲', '[', '{"a":[', '\\', '"', '{"say":"\\'])(
    'holds little of an endless stream of %j',
    (text) => {
      const stream = createClaimStream();
      for (let round = 0; round < 3000; round += 1) {
        stream.push(text.repeat(10));
        expect(stream.held).toBeLessThan(12_000);
      }
    },
  );
});
