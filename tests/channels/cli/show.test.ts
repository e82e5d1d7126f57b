import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import { createFakeApp, type FakeAppOptions } from '../../support/fake-app.js';
import { createMemoryIo } from '../../support/memory-io.js';
import { sampleDocument } from '../../support/sample-document.js';

async function show(argv: string[], options: FakeAppOptions = {}) {
  const app = createFakeApp(options);
  const io = createMemoryIo({ app });
  const exitCode = await runCli(['show', ...argv], io);
  return { exitCode, out: io.out(), err: io.err() };
}

const HEADER =
  '全省稳就业工作推进会召开\nid: employment-meeting · file: employment-meeting.txt · publisher: 山西日报 · date: 2023-05-20';

describe('show', () => {
  it('numbers the sentences of the only document as citations do', async () => {
    const { exitCode, out } = await show([]);
    expect(exitCode).toBe(0);
    expect(out).toBe(
      [
        `${HEADER} · 39 characters, 2 paragraphs, 3 sentences · repaired`,
        '',
        '¶1',
        '  1  全省稳就业工作推进会召开。',
        '  2  林武强调，一是稳就业。',
        '',
        '¶2',
        '  1  会议以电视电话会议形式召开。',
        '',
      ].join('\n'),
    );
  });

  it('lists several documents and says how to choose', async () => {
    const documents = [sampleDocument(), sampleDocument({ id: 'other', title: 'Other' })];
    const { exitCode, out, err } = await show([], { documents });
    expect(exitCode).toBe(0);
    expect(out).toContain('Other\nid: other');
    expect(err).toContain('report-qa show employment-meeting');
    const json = await show(['--json'], { documents });
    expect(JSON.parse(json.out).map(({ id }: { id: string }) => id)).toEqual([
      'employment-meeting',
      'other',
    ]);
    expect((await show(['--repairs'], { documents })).exitCode).toBe(1);
    expect((await show(['other'], { documents })).out).toContain('Other');
  });

  it('counts the repairs by kind, then tells each with its place and its source', async () => {
    const { out } = await show(['--repairs']);
    expect(out).toBe(
      [
        `${HEADER} · repaired`,
        '',
        '2 repairs',
        '  1  seen and left as they are',
        '  1  readings in brackets taken out',
        '  1  punctuation mended',
        '',
        'seen and left as they are (1)',
        '  2.1  ?  source 40–41',
        '',
        'readings in brackets taken out (1)',
        '  1.1  (wěn) → ∅  source 3–8',
        '',
        'punctuation mended (1)',
        '  1.2  ,, → ，  source 22–24',
        '',
      ].join('\n'),
    );
  });

  it('says that an undamaged document was not changed', async () => {
    const documents = [sampleDocument({ damaged: false, repairs: [] })];
    const { exitCode, out } = await show(['--repairs'], { documents });
    expect(exitCode).toBe(0);
    expect(out).toContain('The file is not damaged; nothing was changed.');
  });

  it('shows the passages with their sentences and outline', async () => {
    const { out } = await show(['--passages']);
    expect(out).toContain(
      'Passage 1  1.1–1.2 · 五方面工作要求 › 一是稳就业\n  全省稳就业工作推进会召开。林武强调，一是稳就业。\n\nPassage 2  2.1\n',
    );
  });

  it('prints JSON of the document, of the repairs and of the passages', async () => {
    expect(JSON.parse((await show(['--json'])).out)).toEqual(sampleDocument());
    const repairs = JSON.parse((await show(['--json', '--repairs'])).out);
    expect(repairs[1]).toMatchObject({ kind: 'punctuation', paragraph: 1, sentence: 2 });
    const passages = JSON.parse((await show(['--json', '--passages'])).out);
    expect(passages[1]).toMatchObject({ text: '会议以电视电话会议形式召开。', firstSentence: 2 });
  });

  it('lets no escape sequence of a report through', async () => {
    const text = `\u001b[2J${sampleDocument().text}`.slice(0, 39);
    const { out } = await show([], {
      documents: [sampleDocument({ text, title: 'a\u001b]0;x\u0007b' })],
    });
    expect(out).not.toContain('\u001b');
    expect(out.startsWith('ab\n')).toBe(true);
  });

  it('fails for an unknown document and for no documents', async () => {
    const unknown = await show(['nope']);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.err).toContain('hint: Run `report-qa show` for the list.');
    const none = await show([], { documents: [] });
    expect(none.exitCode).toBe(1);
    expect(none.err).toContain('REPORTS_DIR');
  });
});
