/** An answer as the text of a chat: claims with their markers, then the sources; and where in it each marker stands. */
import type { Answer, Citation, Claim, Language } from '../../domain/answer.js';

/** Of OpenAI's kind; offsets are UTF-16 offsets of the marker in the text. */
export interface UrlAnnotation {
  readonly type: 'url_citation';
  readonly url_citation: {
    readonly start_index: number;
    readonly end_index: number;
    readonly title: string;
    readonly url: string;
  };
  /** Ours: what the marker stands for. */
  readonly citation: Citation;
}

interface Words {
  readonly sources: string;
  readonly nearest: string;
  readonly source: (citation: Citation) => string;
}

const chinese = (sources: string, nearest: string): Words => ({
  sources,
  nearest,
  source: ({ title, paragraph, quote }) => `《${title}》第${paragraph}段：“${quote}”`,
});

const wordsOf: Readonly<Record<Language, Words>> = {
  'zh-Hans': chinese('来源：', '最接近的内容：'),
  'zh-Hant': chinese('來源：', '最接近的內容：'),
  en: {
    sources: 'Sources:',
    nearest: 'What comes closest:',
    source: ({ title, paragraph, quote }) => `“${title}”, paragraph ${paragraph}: “${quote}”`,
  },
};

/** What a claim adds to the text; `position` from 0. */
export function claimText({ text, markers }: Claim, position: number): string {
  return `${position === 0 ? '' : '\n'}${text}${markers.map((marker) => `[${marker}]`).join('')}`;
}

/** What follows the claims: the sentence that refuses when there are none, notices, the list of sources. */
export function closingText(answer: Answer): string {
  const { status, claims, citations, nearest, notices, language } = answer;
  const words = wordsOf[language];
  const parts = claims.length === 0 ? [answer.answer] : [''];
  if (notices.length > 0) parts.push(notices.join('\n'));
  const [heading, list] =
    status === 'answered' ? [words.sources, citations] : [words.nearest, nearest];
  if (list.length > 0) {
    parts.push(
      [heading, ...list.map((citation) => `[${citation.marker}] ${words.source(citation)}`)].join(
        '\n',
      ),
    );
  }
  return parts.join('\n\n');
}

export function annotationsOf(
  { claims, citations }: Answer,
  urlOf: (citation: Citation) => string,
): UrlAnnotation[] {
  const annotations: UrlAnnotation[] = [];
  let end = 0;
  for (const [position, claim] of claims.entries()) {
    const begin = end;
    end += claimText(claim, position).length;
    let start = begin + (position === 0 ? 0 : 1) + claim.text.length;
    for (const marker of claim.markers) {
      const length = `[${marker}]`.length;
      const citation = citations.find((one) => one.marker === marker);
      if (citation !== undefined) {
        annotations.push({
          type: 'url_citation',
          url_citation: {
            start_index: start,
            end_index: start + length,
            title: citation.title,
            url: urlOf(citation),
          },
          citation,
        });
      }
      start += length;
    }
  }
  return annotations;
}
