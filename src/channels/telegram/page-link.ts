export interface PageTarget {
  readonly documentId: string;
  readonly paragraph: number;
  readonly sentence?: number;
}

/** The address of a place on the web page; null when there is no page, or none that Telegram would open (`localhost`). */
export function pageLink(publicUrl: string | null, target: PageTarget): string | null {
  if (publicUrl === null || !URL.canParse(publicUrl)) return null;
  if (!new URL(publicUrl).hostname.includes('.')) return null;
  const sentence = target.sentence === undefined ? '' : `s${target.sentence}`;
  const base = publicUrl.replace(/\/+$/u, '');
  return `${base}/r/${encodeURIComponent(target.documentId)}#p${target.paragraph}${sentence}`;
}
