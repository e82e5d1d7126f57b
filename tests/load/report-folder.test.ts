import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadedFile, ReportSource } from '../../src/domain/report-source.js';
import { createReportFolder } from '../../src/load/report-folder.js';
import { mapSpan } from '../../src/text/map-offsets.js';

const MAX_FILE_BYTES = 1024 * 1024;
const isRoot = process.getuid?.() === 0;

let folder: string;
let source: ReportSource;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-folder-'));
  source = createReportFolder({ folder, maxFileBytes: MAX_FILE_BYTES });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), contents);
}

async function stampOf(path: string): Promise<string | undefined> {
  return (await source.scan()).files.find((file) => file.path === path)?.stamp;
}

function read(path: string): Promise<LoadedFile> {
  return source.read({ path, sizeBytes: 0, stamp: '' });
}

async function idsOf(...paths: string[]): Promise<string[]> {
  const loaded = await Promise.all(paths.map((path) => read(path)));
  return loaded.flatMap(({ documents }) => documents.map(({ id }) => id));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('scan', () => {
  it('lists reports of all folders by path, and names what it does not read', async () => {
    put('b.txt', '会议');
    put('sub/a.MD', '会议');
    put('a.jsonl', '{"text":"会议"}');
    put('picture.png', '');
    put('sub/data.csv', '');

    const { files, skipped } = await source.scan();

    expect(files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['a.jsonl', 17],
      ['b.txt', 6],
      ['sub/a.MD', 6],
    ]);
    expect(skipped).toEqual([
      { path: 'picture.png', reason: expect.stringContaining('.jsonl') },
      { path: 'sub/data.csv', reason: expect.stringContaining('.jsonl') },
    ]);
  });

  it('passes over hidden files, READMEs and the metadata of reports without a word', async () => {
    for (const path of ['.hidden.txt', '.git/a.txt', 'README.md', 'sub/readme.zh-CN.md']) {
      put(path, 'x');
    }
    put('a.txt', '会议');
    put('a.meta.json', '{}');
    put('a.txt.meta.json', '{}');

    const { files, skipped } = await source.scan();

    expect(files.map(({ path }) => path)).toEqual(['a.txt']);
    expect(skipped).toEqual([]);
  });

  it('names metadata without a report', async () => {
    put('a.meta.json', '{}');

    expect((await source.scan()).skipped).toEqual([
      { path: 'a.meta.json', reason: expect.stringContaining('no report') },
    ]);
  });

  it('names a folder that is called like a report and reads the files in it', async () => {
    put('x.txt/inner.txt', '会议');

    const { files, skipped } = await source.scan();

    expect(files.map(({ path }) => path)).toEqual(['x.txt/inner.txt']);
    expect(skipped).toEqual([
      {
        path: 'x.txt',
        reason: expect.stringContaining('folder'),
        hint: expect.stringMatching(/^Rename/u),
      },
    ]);
  });

  it('follows links to files, and names links to folders and to nowhere', async () => {
    put('a.txt', '会议');
    symlinkSync(join(folder, 'a.txt'), join(folder, 'link.txt'));
    symlinkSync(folder, join(folder, 'loop'));
    symlinkSync(join(folder, 'gone'), join(folder, 'broken.txt'));

    const { files, skipped } = await source.scan();

    expect(files.map(({ path }) => path)).toEqual(['a.txt', 'link.txt']);
    expect(skipped.map(({ path }) => path)).toEqual(['broken.txt', 'loop']);
  });

  it('gives an empty folder no files', async () => {
    expect(await source.scan()).toEqual({ files: [], skipped: [] });
  });

  it('names REPORTS_DIR when the folder is missing or is a file', async () => {
    put('a.txt', '会议');

    for (const missing of [join(folder, 'none'), join(folder, 'a.txt')]) {
      await expect(
        createReportFolder({ folder: missing, maxFileBytes: 1 }).scan(),
      ).rejects.toMatchObject({
        code: 'reports_missing',
        message: expect.stringContaining(missing),
        hint: expect.stringContaining('REPORTS_DIR'),
      });
    }
  });

  it('changes the stamp with the file and with its metadata, and with nothing else', async () => {
    put('a.txt', '会议');
    const first = await stampOf('a.txt');
    put('b.txt', '别的');
    const second = await stampOf('a.txt');
    put('a.meta.json', '{"title":"一"}');
    const third = await stampOf('a.txt');
    put('a.meta.json', '{"title":"一二"}');
    const fourth = await stampOf('a.txt');
    put('a.txt', '会议召开');
    const fifth = await stampOf('a.txt');

    expect(second).toBe(first);
    expect(new Set([first, third, fourth, fifth]).size).toBe(4);
  });
});

describe('ids', () => {
  it('are the path without the ending', async () => {
    put('a/b.txt', '会议');
    put('2023.05.报告.md', '会议');

    expect(await idsOf('a/b.txt', '2023.05.报告.md')).toEqual(['a/b', '2023.05.报告']);
  });

  it('keep the ending where two files would have the same one', async () => {
    for (const path of ['x.md', 'x.txt', 'x.TXT', 'x.md.txt']) put(path, '会议');
    put('x.jsonl', '{"text":"会议"}');

    expect(await idsOf('x.TXT', 'x.txt', 'x.md', 'x.md.txt', 'x.jsonl')).toEqual([
      'x',
      'x.txt',
      'x.md',
      'x.md.txt',
      'x#1',
    ]);
  });

  it('of a file cannot be those of a JSONL line', async () => {
    put('x.jsonl', '{"text":"会议"}');
    put('x#1.txt', '会议');

    expect(await idsOf('x.jsonl', 'x#1.txt')).toEqual(['x#1', 'x-1']);
  });

  it('that a new file takes from another change its stamp and hash', async () => {
    put('x.md', '会议');
    const before = [await stampOf('x.md'), (await read('x.md')).sha256];
    put('x.txt', '会议');
    const after = [await stampOf('x.md'), (await read('x.md')).sha256];

    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});

describe('read', () => {
  it('gives the text as it was decoded, line breaks and all, and the hash of the bytes', async () => {
    const text = '\u3000会议召开。\r\n第二段。\r\n';
    put('a.txt', `\ufeff${text}`);

    expect(await read('a.txt')).toEqual({
      sha256: sha256(`\ufeff${text}`),
      documents: [
        {
          id: 'a',
          file: 'a.txt',
          title: 'a',
          publisher: null,
          date: null,
          url: null,
          sha256: sha256(`\ufeff${text}`),
          text,
          offsets: [],
        },
      ],
      skipped: [],
    });
  });

  it('reads metadata beside the file, the longer name first, and hashes it too', async () => {
    const gb18030 = iconv.encode('{"title": "稳就业会议", "date": null}', 'gb18030');
    put('a.txt', '会议');
    put('a.meta.json', gb18030);
    const one = await read('a.txt');
    put(
      'a.txt.meta.json',
      '{"标题":"另一个","来源":"日报","url":"https://example.com/1","tags":[]}',
    );
    await source.scan();
    const other = await read('a.txt');

    expect(one.documents[0]).toMatchObject({ title: '稳就业会议', date: null });
    expect(other.documents[0]).toMatchObject({
      title: '另一个',
      publisher: '日报',
      url: 'https://example.com/1',
      sha256: sha256('会议'),
    });
    expect(new Set([one.sha256, other.sha256, sha256('会议')]).size).toBe(3);
  });

  it('prefers metadata to front matter, front matter to a heading, a heading to the name', async () => {
    put('a.md', '# 标题一\n\n会议');
    expect((await read('a.md')).documents[0]?.title).toBe('标题一');
    put('a.md', '---\ntitle: 标题二\ndate: 2023-05-20\n---\n# 标题一\n\n会议');
    expect((await read('a.md')).documents[0]).toMatchObject({
      title: '标题二',
      date: '2023-05-20',
    });
    put('a.meta.json', '{"title":"标题三"}');
    await source.scan();
    expect((await read('a.md')).documents[0]).toMatchObject({
      title: '标题三',
      date: '2023-05-20',
    });
  });

  it('maps the text behind front matter to the file', async () => {
    const contents = '---\r\ntitle: 甲\r\n---\r\n会议召开。';
    put('a.txt', contents);

    const document = (await read('a.txt')).documents[0];
    const place = mapSpan(document?.offsets ?? [], { start: 0, end: 2 });
    expect(document?.text).toBe('会议召开。');
    expect(contents.slice(place.start, place.end)).toBe('会议');
  });

  it.each([
    ['zero.txt', '', 'file_invalid', 'holds no text'],
    ['blank.md', ' \n\u3000\r\n', 'file_invalid', 'holds no text'],
    ['only-front-matter.md', '---\ntitle: 甲\n---\n', 'file_invalid', 'holds no text'],
    ['zero.jsonl', '', 'file_invalid', 'holds no text'],
    ['cut.txt', Buffer.from('会议召开').subarray(0, -1), 'file_undecodable', 'byte 9'],
    ['cut.jsonl', Buffer.from('{"text":"会议').subarray(0, -1), 'file_undecodable', 'byte 12'],
    ['large.txt', 'x'.repeat(MAX_FILE_BYTES * 1.5), 'file_too_large', '1.5 MB'],
  ])(
    'refuses %s with a clear error and still reads the others',
    async (path, contents, code, say) => {
      put(path, contents);
      put('good.txt', '会议');

      const { files } = await source.scan();
      expect(files.map((file) => file.path)).toContain(path);
      await expect(read(path)).rejects.toMatchObject({
        name: 'AppError',
        code,
        message: expect.stringMatching(new RegExp(`^${path}.*${say}`, 'u')),
        hint: expect.stringMatching(/\S{3}/u),
      });
      expect((await read('good.txt')).documents[0]?.text).toBe('会议');
    },
  );

  it('names the limit that a large file is over', async () => {
    put('large.txt', 'x'.repeat(MAX_FILE_BYTES + 1));

    await expect(read('large.txt')).rejects.toMatchObject({
      message: expect.stringContaining('limit is 1 MB'),
      hint: expect.stringContaining('MAX_REPORT_MB'),
    });
  });

  it.each([
    ['no JSON', '{"title"', 'JSON'],
    ['no object', '["title"]', 'object'],
    ['a title that is a number', '{"title":5}', '`title`'],
    ['a date that is a list', '{"日期":["5月"]}', '`日期`'],
    ['an address that is a script', '{"url":"javascript:alert(1)"}', '`url`'],
  ])('refuses metadata with %s and names its file', async (_, contents, say) => {
    put('a.txt', '会议');
    put('a.meta.json', contents);

    await expect(read('a.txt')).rejects.toMatchObject({
      code: 'file_invalid',
      message: expect.stringMatching(new RegExp(`^a\\.meta\\.json: .*${say}`, 'u')),
      hint: expect.stringContaining('a.meta.json'),
    });
  });

  it('says that a file has gone, or has become a folder, since the scan', async () => {
    put('a.txt', '会议');
    await source.scan();
    rmSync(join(folder, 'a.txt'));
    await expect(read('a.txt')).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining('a.txt'),
    });
    mkdirSync(join(folder, 'a.txt'));
    await expect(read('a.txt')).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining('EISDIR'),
    });
  });

  it('reads nothing from outside the folder', async () => {
    const inner = createReportFolder({ folder: join(folder, 'in'), maxFileBytes: 100 });
    put('secret.txt', '会议');
    put('in/a.txt', '会议');

    await expect(
      inner.read({ path: '../secret.txt', sizeBytes: 6, stamp: '' }),
    ).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it.skipIf(isRoot)('names a file that it has no right to read', async () => {
    put('a.txt', '会议');
    chmodSync(join(folder, 'a.txt'), 0);

    await expect(read('a.txt')).rejects.toMatchObject({
      code: 'file_unreadable',
      hint: expect.stringContaining('chmod +r a.txt'),
    });
  });
});
