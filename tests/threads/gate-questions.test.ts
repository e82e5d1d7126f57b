import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadGateQuestions } from '../../src/threads/gate-questions.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function folderOf(files: Readonly<Record<string, readonly object[] | string>>): string {
  const folder = temporaryFolder();
  for (const [name, lines] of Object.entries(files)) {
    const text = typeof lines === 'string' ? lines : lines.map((line) => JSON.stringify(line));
    writeFileSync(join(folder, name), typeof text === 'string' ? text : text.join('\n'));
  }
  return folder;
}

const ask = (question: string, more: object = {}) => ({
  ...{ id: question, question, answerable: true, must: [['A']] },
  ...more,
});

it('takes the document from the question, or else from the name of the file', async () => {
  const folder = folderOf({
    'harbour.held-out.jsonl': [ask('q1')],
    'others.jsonl': [ask('q2', { documents: ['a', 'b'] })],
    'notes.md': 'no question',
  });
  const { questions, problems } = await loadGateQuestions(folder);
  expect(questions.map(({ documents }) => documents)).toEqual([['harbour'], ['a', 'b']]);
  expect(problems).toEqual([]);
});

it('asks a question once, and another one where something else is expected', async () => {
  const lines = [ask('q'), ask('q', { id: 'again' }), ask('q', { must: [['B']] })];
  const { questions } = await loadGateQuestions(folderOf({ 'a.jsonl': lines }));
  expect(new Set(questions.map(({ key }) => key)).size).toBe(2);
  expect(questions).toHaveLength(2);
});

it('leaves out a file that is broken, and says what is wrong with it', async () => {
  const folder = folderOf({ 'bad.jsonl': '{', 'good.jsonl': [ask('q')] });
  const { questions, problems } = await loadGateQuestions(folder);
  expect(questions).toHaveLength(1);
  expect(problems).toMatchObject([{ file: 'bad.jsonl', severity: 'notice' }]);
  expect(problems[0]?.message).toContain('bad.jsonl, line 1');
});

it('has nothing to ask without a folder, and says so, since the gate is then none', async () => {
  const { questions, problems } = await loadGateQuestions(join(temporaryFolder(), 'none'));
  expect(questions).toEqual([]);
  expect(problems).toMatchObject([
    { severity: 'notice', hint: expect.stringContaining('EVAL_DIR') },
  ]);
});
