import { describe, expect, it } from 'vitest';
import { NO_METADATA } from '../../src/load/found-metadata.js';
import { readJsonlFile } from '../../src/load/read-jsonl-file.js';
import { mapSpan } from '../../src/text/map-offsets.js';

function read(contents: string, title: string | null = null) {
  return readJsonlFile({
    bytes: Buffer.from(contents),
    sha256: 'f'.repeat(64),
    path: 'sub/news.jsonl',
    id: 'sub/news',
    name: 'news',
    metadata: { ...NO_METADATA, title, publisher: '日报' },
  });
}

describe('readJsonlFile', () => {
  it('reads a document a line, with ids from the line or its number', async () => {
    const { documents, skipped } = await read(
      '{"id":"a1","title":"甲","publisher":"晚报","text":"会议。"}\r\n\r\n{"id":7,"text":"召开。"}\n{"text":"结束。"}',
    );

    expect(skipped).toEqual([]);
    expect(documents.map(({ id, title, publisher }) => [id, title, publisher])).toEqual([
      ['sub/news#a1', '甲', '晚报'],
      ['sub/news#7', 'news#7', '日报'],
      ['sub/news#4', 'news#4', '日报'],
    ]);
  });

  it('keeps back only the line that holds a lost character', async () => {
    const { documents, skipped } = await read(
      '{"text":"好的。"}\n{"text":"坏\ufffd。"}\n{"text":"也好。"}',
    );
    expect(documents.map(({ text }) => text)).toEqual(['好的。', '也好。']);
    expect(skipped).toMatchObject([{ reason: 'Line 2: `text` holds a damaged character.' }]);
  });

  it('takes what a line does not say from the metadata of the file', async () => {
    const { documents } = await read('{"text":"会议。"}', '月报');
    expect(documents[0]?.title).toBe('月报');
  });

  it('maps the text of a later line to the file, over escapes', async () => {
    const contents = '{"text":"一"}\r\n{"id":"b","text":"会\\n\\u8bae𠮷。"}\n';
    const document = (await read(contents)).documents[1];

    expect(document?.text).toBe('会\n议𠮷。');
    const place = mapSpan(document?.offsets ?? [], { start: 1, end: 5 });
    expect(contents.slice(place.start, place.end)).toBe('\\n\\u8bae𠮷');
  });

  it('skips bad lines with number and reason and keeps the others', async () => {
    const { documents, skipped } = await read(
      [
        '{"text":"好。"}',
        '{"text":"secret"',
        '["text"]',
        '{"title":"甲"}',
        '{"text":5}',
        '{"text":" \\n"}',
        '{"text":"\\ud800"}',
        '{"text":"\\ufffd"}',
        '{"text":"\\u0000"}',
        '{"text":"会","id":[]}',
        '{"text":"会","id":" "}',
        '{"text":"会","title":5}',
        '{"text":"会","id":"1"}',
        '{"text":"又好。"}',
      ].join('\n'),
    );

    expect(documents.map(({ id }) => id)).toEqual(['sub/news#1', 'sub/news#14']);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'Line 2: it is no valid JSON.',
      'Line 3: it is no JSON object.',
      'Line 4: `text` must be a string.',
      'Line 5: `text` must be a string.',
      'Line 6: `text` holds no text.',
      'Line 7: `text` holds a damaged character.',
      'Line 8: `text` holds a damaged character.',
      'Line 9: `text` holds a damaged character.',
      'Line 10: `id` must be a string or an integer.',
      'Line 11: `id` must be 1 to 200 printable characters.',
      'Line 12: `title` must be a string.',
      'Line 13: its `id` is that of an earlier line.',
    ]);
    expect(skipped.every(({ path }) => path === 'sub/news.jsonl')).toBe(true);
  });

  it('refuses a file without one good line, and says what is wrong with the first', async () => {
    await expect(read('\n{"a":1}\nno\n')).rejects.toThrow(
      expect.objectContaining({
        code: 'file_invalid',
        message: expect.stringMatching(/^sub\/news\.jsonl: none of its 2 lines.*Line 2: `text`/u),
        hint: expect.stringContaining('sub/news.jsonl'),
      }),
    );
  });
});
