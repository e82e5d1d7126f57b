import { Converter } from 'opencc-js/cn2t';

let convert: ((text: string) => string) | undefined;

/** Simplified to traditional Chinese in Taiwan's standard forms (OpenCC `s2tw`: 為, 群, 裡). For simplified text: characters of both scripts (布, 群, 台) are converted in a traditional one too. */
export function toTraditional(text: string): string {
  convert ??= Converter({ from: 'cn', to: 'tw' }) as (text: string) => string;
  return convert(text);
}
