/** The bytes of a dictionary file: a word, a tab and its stems a line, sorted by the bytes of the words. */
export function sortedDictionary(entries: Readonly<Record<string, readonly string[]>>): Buffer {
  const lines = Object.entries(entries)
    .map(([word, stems]) => ({ word: Buffer.from(word), line: `${word}\t${stems.join(' ')}\n` }))
    .sort((a, b) => Buffer.compare(a.word, b.word));
  return Buffer.from(lines.map(({ line }) => line).join(''));
}
