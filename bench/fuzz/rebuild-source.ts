import type { ReportDocument } from '../../src/domain/report-document.js';
import type { Span } from '../../src/domain/span.js';

/** Reads a span of the decoded file: as it stands, or through the escapes of a JSON string. */
export type ReadSource = (span: Span) => string;

export function readSourceOf(file: string, decoded: string): ReadSource {
  if (!file.endsWith('.jsonl')) return ({ start, end }) => decoded.slice(start, end);
  return ({ start, end }) => JSON.parse(`"${decoded.slice(start, end)}"`) as string;
}

/** Index of the first repair that ends behind the offset of the file. */
function firstRepairBehind({ repairs }: ReportDocument, offset: number): number {
  let low = 0;
  let high = repairs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((repairs[middle]?.sourceSpan.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a span of the file comes to when the listed repairs are made, those of them that it cuts as far as `span` holds them. */
export function rebuildSource(
  document: ReportDocument,
  read: ReadSource,
  { span, sourceSpan }: { readonly span: Span; readonly sourceSpan: Span },
): string {
  let rebuilt = '';
  let copied = sourceSpan.start;
  for (let index = firstRepairBehind(document, copied); ; index += 1) {
    const repair = document.repairs[index];
    if (repair === undefined || repair.sourceSpan.start >= sourceSpan.end) break;
    if (repair.sourceSpan.start > copied) {
      rebuilt += read({ start: copied, end: repair.sourceSpan.start });
    }
    const isWhole = repair.span.start >= span.start && repair.span.end <= span.end;
    rebuilt += isWhole
      ? repair.after
      : document.text.slice(
          Math.max(span.start, repair.span.start),
          Math.min(span.end, repair.span.end),
        );
    copied = Math.min(sourceSpan.end, repair.sourceSpan.end);
  }
  if (copied < sourceSpan.end) rebuilt += read({ start: copied, end: sourceSpan.end });
  return rebuilt;
}

/** Without what the layout takes from the ends of lines or puts between them. */
export function withoutBlanks(text: string): string {
  return text.replace(/[\s\u0085\u200b\u2060]+/gu, '');
}
