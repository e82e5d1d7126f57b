import * as v from 'valibot';
import type { ReportMetadata } from '../domain/report-document.js';
import { type FoundMetadata, NO_METADATA } from './found-metadata.js';

/** The names a key may have, in order of precedence. */
export const METADATA_NAMES: Readonly<Record<keyof ReportMetadata, readonly string[]>> =
  Object.freeze({
    title: ['title', '标题'],
    publisher: ['publisher', '发布单位', '来源'],
    date: ['date', '日期'],
    url: ['url', '网址', '链接'],
  });

// Pages show the address as a link, and a link must not run a script.
const FOREIGN_SCHEME = /^(?!https?:)[a-z][a-z0-9+-]*:/iu;

const oneLine = v.pipe(
  v.string('must be a string'),
  v.check((text) => !/[\ufffd\p{Surrogate}]/u.test(text), 'holds a damaged character'),
  v.transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim() || null),
);

const webAddress = v.pipe(
  oneLine,
  v.check((text) => text === null || !FOREIGN_SCHEME.test(text), 'must be an http(s) address'),
);

const VALUE_SCHEMAS = {
  title: v.nullable(oneLine),
  publisher: v.nullable(oneLine),
  date: v.nullable(oneLine),
  url: v.nullable(webAddress),
};

export type MetadataResult =
  | { readonly metadata: FoundMetadata; readonly problem: null }
  | { readonly metadata: null; readonly problem: string };

/** Picks the known keys out of a parsed object; unknown ones are left alone. `problem` names the key that is wrong. */
export function pickMetadata(object: Readonly<Record<string, unknown>>): MetadataResult {
  const metadata: Record<keyof ReportMetadata, string | null> = { ...NO_METADATA };
  for (const key of ['title', 'publisher', 'date', 'url'] as const) {
    for (const name of METADATA_NAMES[key]) {
      if (!Object.hasOwn(object, name)) continue;
      const result = v.safeParse(VALUE_SCHEMAS[key], object[name]);
      if (!result.success) {
        return { metadata: null, problem: `\`${name}\` ${result.issues[0].message}` };
      }
      metadata[key] ??= result.output;
    }
  }
  return { metadata, problem: null };
}
