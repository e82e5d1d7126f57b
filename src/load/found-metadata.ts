import type { ReportMetadata } from '../domain/report-document.js';

/** What a file says of itself; what it does not say is null. */
export type FoundMetadata = { readonly [Key in keyof ReportMetadata]: string | null };

export const NO_METADATA: FoundMetadata = Object.freeze({
  title: null,
  publisher: null,
  date: null,
  url: null,
});

/** The first that says something, key by key. */
export function mergeMetadata(...sources: readonly FoundMetadata[]): FoundMetadata {
  const first = (key: keyof ReportMetadata): string | null =>
    sources.find((source) => source[key] !== null)?.[key] ?? null;
  return {
    title: first('title'),
    publisher: first('publisher'),
    date: first('date'),
    url: first('url'),
  };
}
