import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventParser } from '../../../../src/channels/http/page/parse-events.js';

const stream = [
  ': heartbeat\n\n',
  'event: sentence\ndata: {"text":"省长蓝佛安主持会议。"}\n\n',
  'event: done\r\ndata: a\r\ndata:b\r\n\r\n',
  'data\nid: 7\n\n',
  'event: nothing\n\n',
  'data: cut off\n',
].join('');

const expected = [
  { event: 'sentence', data: '{"text":"省长蓝佛安主持会议。"}' },
  { event: 'done', data: 'a\nb' },
  { event: '', data: '' },
];

describe('createEventParser', () => {
  it('reads the same events wherever the stream is cut', () => {
    const cuts = fc.uniqueArray(fc.nat(stream.length), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (unsorted) => {
        const sorted = [0, ...unsorted.sort((a, b) => a - b), stream.length];
        const parse = createEventParser();
        const pieces = sorted.slice(1).map((end, index) => stream.slice(sorted[index], end));
        expect(pieces.flatMap(parse)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('gives an event as soon as its last byte is there', () => {
    const parse = createEventParser();
    expect(parse('data: a\n')).toEqual([]);
    expect(parse('\n')).toEqual([{ event: '', data: 'a' }]);
  });
});
