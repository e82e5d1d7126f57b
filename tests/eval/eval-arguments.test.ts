import { describe, expect, it } from 'vitest';
import { evalUsage, readEvalArguments } from '../../src/eval/eval-arguments.js';

describe('readEvalArguments', () => {
  it('asks the labelled questions unless told otherwise', () => {
    expect(readEvalArguments([])).toMatchObject({
      mode: 'questions',
      files: [],
      heldOut: false,
      every: 1,
    });
  });

  it.each([
    [
      ['a.jsonl', 'b.jsonl', '--held-out', '--html', 'x.html'],
      { mode: 'questions', html: 'x.html' },
    ],
    [['--ablate', '--reports', 'r'], { mode: 'ablate', reports: 'r' }],
    [['--squad', 's.json', '--every', '5', '--json'], { mode: 'squad', file: 's.json', every: 5 }],
    [['--compare', 'a', 'b'], { mode: 'compare', before: 'a', after: 'b' }],
    [['--squad', 's.json', '--help'], { mode: 'help' }],
  ])('reads %j', (args, expected) => {
    expect(readEvalArguments(args)).toMatchObject(expected);
  });

  it.each([
    [['--every', '0'], '--every takes a whole number from 1.'],
    [['--every', '1.5'], '--every takes a whole number from 1.'],
    [['--questions', 'q.json'], '--questions needs --squad.'],
    [['--squad', 's.json', '--html', 'x.html'], '--html does not go with --squad.'],
    [['--squad', 's.json', 'a.jsonl'], '--squad takes one file.'],
    [['--ablate', '--out', 'x'], '--out does not go with --ablate.'],
    [['--compare', 'a'], '--compare takes two files that --out wrote.'],
    [['--compare', 'a', 'b', 'c'], '--compare takes two files that --out wrote.'],
  ])('refuses %j', (args, message) => {
    expect(() => readEvalArguments(args)).toThrow(
      expect.objectContaining({ code: 'usage', message }),
    );
  });

  it('refuses an option that does not exist', () => {
    expect(() => readEvalArguments(['--nope'])).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('explains every option in the help', () => {
    for (const name of [
      'held-out',
      'reports',
      'index',
      'every',
      'all',
      'json',
      'out',
      'html',
      'risk',
      'compare',
      'ablate',
      'squad',
      'questions',
    ]) {
      expect(evalUsage).toMatch(new RegExp(`^--${name} `, 'mu'));
    }
  });
});
