import type { Span } from '../domain/span.js';

const date = /\p{N}+年(?:\p{N}+月(?:\p{N}+[日号])?)?|\p{N}+月\p{N}+[日号]/gu;
const word =
  /[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}.,'’%-]*[\p{Script=Latin}\p{N}%]|[\p{Script=Latin}\p{N}]/gu;

/** The span widened so that it cuts no number, date or alphabetic word in two. */
export function wholeWords(text: string, span: Span): Span {
  let { start, end } = span;
  for (const pattern of [word, date]) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (from < start && start < to) start = from;
      if (from < end && end < to) end = to;
    }
  }
  return { start, end };
}
