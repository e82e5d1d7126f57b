import { Converter } from 'opencc-js/t2cn';

let convert: ((text: string) => string) | undefined;

/** Traditional to simplified Chinese (OpenCC `t2s`). */
export function toSimplified(text: string): string {
  convert ??= Converter({ from: 't', to: 'cn' }) as (text: string) => string;
  return convert(text);
}
