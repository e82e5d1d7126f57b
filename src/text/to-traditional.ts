import { Converter } from 'opencc-js/cn2t';

let convert: ((text: string) => string) | undefined;

/** Simplified to traditional Chinese (OpenCC `s2t`); traditional text stays as it is. */
export function toTraditional(text: string): string {
  convert ??= Converter({ from: 'cn', to: 't' }) as (text: string) => string;
  return convert(text);
}
