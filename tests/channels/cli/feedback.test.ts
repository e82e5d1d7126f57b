import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import type { ListedFeedback } from '../../../src/domain/kept-answer.js';
import { createFakeApp } from '../../support/fake-app.js';
import { createMemoryIo } from '../../support/memory-io.js';

const given: ListedFeedback = {
  answerId: '01J00000000000000000000000',
  verdict: 'down',
  user: 'telegram:42',
  at: '2026-03-04T05:06:07.000Z',
  question: '谁主持\u001b[31m了\n会议？',
  status: 'answered',
  mode: 'extractive',
  generation: 3,
};

async function run(argv: string[], feedback: readonly ListedFeedback[]) {
  const limits: number[] = [];
  const app = {
    ...createFakeApp(),
    async feedback(limit: number) {
      limits.push(limit);
      return [...feedback];
    },
  };
  const io = createMemoryIo({ app });
  const exitCode = await runCli(argv, io);
  return { exitCode, out: io.out(), err: io.err(), limits };
}

describe('feedback', () => {
  it('lists a verdict with question, answer id and generation, on one line without control characters', async () => {
    const { exitCode, out, limits } = await run(['feedback'], [given]);
    expect(exitCode).toBe(0);
    expect(limits).toEqual([50]);
    expect(out).toMatch(
      /^2026-03-04 05:06 {2}👎 {2}谁主持.*会议？ {2}\(answered, extractive, #3, 01J0{23}\)\n$/u,
    );
    expect(out).not.toContain('\u001b');
  });

  it('prints JSON lines, and takes a limit', async () => {
    const { out, limits } = await run(['feedback', '--json', '--limit', '7'], [given, given]);
    expect(limits).toEqual([7]);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([given, given]);
  });

  it('says so when there is none, and refuses a limit that is no number', async () => {
    expect(await run(['feedback'], [])).toMatchObject({ exitCode: 0, out: '' });
    expect(await run(['feedback', '--limit', '0'], [])).toMatchObject({ exitCode: 2 });
  });
});
