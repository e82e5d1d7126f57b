import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeToken, matchAny } from '../../src/store/encode-token.js';

const token = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
const oddToken = fc.constantFrom(
  '100%',
  '3.5',
  'a-b',
  '"',
  '""',
  "'",
  'OR',
  'NEAR(a b)',
  '*',
  'A',
  'a',
  '\0',
  '^x',
  'x:y',
  '\ue025',
  '\ue0ff',
  '(',
  '稳就业',
  '😀',
);

function openWords() {
  const database = new Database(':memory:');
  database.exec(`CREATE VIRTUAL TABLE words USING fts5(tokens, content='', contentless_delete=1, tokenize='ascii');
    CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'row')`);
  return database;
}

it('makes exactly one search term of each token, and different ones of different tokens', () => {
  const database = openWords();
  const put = database.prepare('INSERT INTO words (rowid, tokens) VALUES (?, ?)');
  const find = database
    .prepare('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid')
    .pluck();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(token, oddToken), { minLength: 1, maxLength: 6 }),
      (tokens) => {
        database.exec('DELETE FROM words');
        tokens.forEach((one, index) => {
          put.run(index + 1, encodeToken(one));
        });
        expect(database.prepare('SELECT count(*) FROM terms').pluck().get()).toBe(tokens.length);
        tokens.forEach((one, index) => {
          expect(find.all(matchAny([one]))).toEqual([index + 1]);
        });
        expect(find.all(matchAny(tokens))).toHaveLength(tokens.length);
      },
    ),
    { numRuns: 200 },
  );
});

it('leaves words of Chinese, lower-case letters and digits as they are', () => {
  expect(encodeToken('稳就业2024abc')).toBe('稳就业2024abc');
});

it('looks for nothing when there is no token', () => {
  expect(matchAny([])).toBeNull();
  expect(matchAny([''])).toBeNull();
});
