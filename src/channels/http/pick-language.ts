import type { Language } from '../../domain/answer.js';

/** The first of the languages of an `Accept-Language` header, in order of preference, that is spoken here; English otherwise. */
export function pickLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const quality = parameters.find((part) => part.startsWith('q='))?.slice(2);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    if (/^zh-(?:hant|tw|hk|mo)\b/u.test(tag)) return 'zh-Hant';
    if (/^zh\b/u.test(tag)) return 'zh-Hans';
    if (/^en\b/u.test(tag)) return 'en';
  }
  return 'en';
}
