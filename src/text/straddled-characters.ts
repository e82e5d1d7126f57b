import iconv from 'iconv-lite';
import { parseSyllable } from './pinyin-syllable.js';
import type { ReadingDictionary } from './reading-of.js';

const GBK_LEAD = { first: 0x81, last: 0xfe };
const GBK_TRAIL = { first: 0x40, last: 0xfe };

/**
 * Readings were put in byte by byte in GBK. Where the second byte of one character and the first of the next happen to
 * be a third character, that one got a reading too, and the next one broke: 要創(chuàng) became 要, ?jiǎng), ?chuàng),
 * since 要 ends and 創 begins with a byte of 獎. Gives the characters that can have stood there.
 */
export function straddledCharacters(
  before: string,
  firstReading: string,
  secondReading: string,
  dictionary: ReadingDictionary,
): string[] {
  const trail = iconv.encode(before, 'gbk')[1];
  if (trail === undefined || trail < GBK_LEAD.first) return [];
  const found: string[] = [];
  for (let lead = GBK_LEAD.first; lead <= GBK_LEAD.last; lead += 1) {
    if (!reads(decode(trail, lead), firstReading, dictionary)) continue;
    for (let second = GBK_TRAIL.first; second <= GBK_TRAIL.last; second += 1) {
      const character = decode(lead, second);
      if (reads(character, secondReading, dictionary)) found.push(character);
    }
  }
  return found;
}

function decode(lead: number, trail: number): string {
  return iconv.decode(Buffer.of(lead, trail), 'gbk');
}

function reads(character: string, reading: string, dictionary: ReadingDictionary): boolean {
  return (
    /^\p{Script=Han}$/u.test(character) &&
    dictionary.readingsOf(character).has(parseSyllable(reading).exact)
  );
}
