import type { Repair, ReportDocument } from '../../domain/report-document.js';

export interface LocatedRepair extends Repair {
  readonly paragraph: number;
  /** Null where no sentence stands. */
  readonly sentence: number | null;
}

/** The repairs with the paragraph and the sentence where each is found. */
export function locateRepairs(document: ReportDocument): LocatedRepair[] {
  return document.repairs.map((repair) => {
    // Something taken out at the end of a sentence stands at its end, not in the next one.
    const at = repair.span.start < repair.span.end ? repair.span.start : repair.span.start - 1;
    const sentence = lastStartingAt(document.sentences, Math.max(0, at));
    const paragraph = lastStartingAt(document.paragraphs, Math.max(0, at));
    const within = sentence !== undefined && sentence.paragraph === paragraph?.number;
    return {
      ...repair,
      paragraph: paragraph?.number ?? 1,
      sentence: within ? sentence.number : null,
    };
  });
}

function lastStartingAt<Item extends { readonly span: { readonly start: number } }>(
  items: readonly Item[],
  offset: number,
): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
