import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import type { Answer } from '../../../src/domain/answer.js';
import type { Answering, AskOptions } from '../../../src/domain/app.js';
import { createFakeApp } from '../../support/fake-app.js';
import { createMemoryIo } from '../../support/memory-io.js';
import { sampleAnswer } from '../../support/sample-answer.js';

const answering: Answering = {
  mode: 'llm',
  model: 'tiny',
  host: 'models.example:8080',
  embeddingHost: null,
};
const claims = [
  { text: '甲。', markers: [1] },
  { text: '乙。', markers: [1] },
];
const finished = sampleAnswer({
  claims,
  mode: 'llm',
  answer: '甲。[1]\n乙。[1]',
  notices: ['注。'],
});

async function run(argv: string[], answer: (options: AskOptions) => Answer) {
  const io = createMemoryIo({
    app: { ...createFakeApp({ answer: (_question, options) => answer(options) }), answering },
  });
  const exitCode = await runCli(argv, io);
  return { exitCode, out: io.out(), err: io.err() };
}

function emit({ onEvent }: AskOptions, understoodAs: string | null = null): void {
  onEvent?.({ type: 'retrieved', understoodAs, language: 'zh-Hans', mode: 'llm', passages: 3 });
  for (const claim of claims) onEvent?.({ type: 'sentence', claim, citations: [] });
}

describe('ask with a model', () => {
  it('says first where questions and passages are sent', async () => {
    const { err } = await run(['ask', '问'], () => finished);
    expect(err.split('\n')[0]).toBe(
      'Answers by the model tiny at models.example:8080; questions and passages are sent there.',
    );
  });

  it('says that nothing is sent when there is no model, and leaves a reader of JSON alone', async () => {
    const io = createMemoryIo();
    await runCli(['ask', '问'], io);
    expect(io.err()).toBe("Answers in the reports' own words; no text leaves this machine.\n");
    const json = createMemoryIo();
    await runCli(['ask', '--json', '问'], json);
    expect(json.err()).toBe('');
  });

  it('writes each sentence when it is verified, then the sources and notes, nothing twice', async () => {
    const { out } = await run(['ask', '问'], (options) => {
      emit(options, '全问？');
      return finished;
    });
    expect(out).toMatch(
      /^理解为：全问？\n\n甲。\[1\]\n乙。\[1\]\n\n出处\n\[1\] [\s\S]*\n\n注意：注。\n$/u,
    );
    expect(out.match(/甲。/gu)).toHaveLength(1);
  });

  it('writes the whole answer when no sentence was told before', async () => {
    const { out } = await run(['ask', '问'], () => finished);
    expect(out).toContain('甲。[1]');
    expect(out).toContain('出处');
  });

  it('keeps JSON whole', async () => {
    const { out } = await run(['ask', '--json', '问'], (options) => {
      emit(options);
      return finished;
    });
    expect(JSON.parse(out)).toEqual(finished);
  });
});
