/** Places in reports as the page's address names them: `/r/employment-meeting#p3s2`. */

export interface SentencePlace {
  /** Both from 1. */
  readonly paragraph: number;
  readonly sentence: number;
}

export interface Place {
  readonly documentId: string;
  readonly at: SentencePlace | null;
}

/** Null where the address names no report. A hash that names no sentence is left aside. */
export function readPlace({ pathname, hash }: Pick<URL, 'pathname' | 'hash'>): Place | null {
  const [, encoded] = /^\/r\/([^/]+)$/u.exec(pathname) ?? [];
  if (encoded === undefined) return null;
  const documentId = decode(encoded);
  return documentId === null ? null : { documentId, at: readSentence(hash) };
}

export function placeUrl({ documentId, at }: Place): string {
  const hash = at === null ? '' : `#${sentenceId(at)}`;
  return `/r/${encodeURIComponent(documentId)}${hash}`;
}

export function sentenceId({ paragraph, sentence }: SentencePlace): string {
  return `p${paragraph}s${sentence}`;
}

/** `#p3s2`, or `#p3` for its first sentence. */
export function readSentence(hash: string): SentencePlace | null {
  const [, paragraph, sentence] = /^#p([1-9]\d{0,8})(?:s([1-9]\d{0,8}))?$/u.exec(hash) ?? [];
  if (paragraph === undefined) return null;
  return { paragraph: Number(paragraph), sentence: Number(sentence ?? 1) };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
