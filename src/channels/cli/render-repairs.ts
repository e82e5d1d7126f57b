import { createColors } from 'picocolors';
import type { RepairKind, ReportDocument } from '../../domain/report-document.js';
import { cleanText } from './clean-text.js';
import { displayWidth } from './display-width.js';
import { type LocatedRepair, locateRepairs } from './locate-repairs.js';
import { header, type RenderDocumentOptions } from './render-document.js';

// The ones to look at first: what could not be mended, and what was guessed.
const KINDS: readonly RepairKind[] = ['left', 'restored', 'reading', 'punctuation', 'script'];

/** What the repair changed: counts by kind, then every place. */
export function renderRepairs(document: ReportDocument, options: RenderDocumentOptions): string {
  const { show } = options.messages;
  const repairs = locateRepairs(document);
  const changes = repairs.filter(({ kind }) => kind !== 'left').length;
  const blocks = [header(document, null, options)];
  if (changes === 0) blocks.push(document.damaged ? show.noRepairs : show.undamaged);
  if (repairs.length > 0) blocks.push(counts(repairs, changes, options));
  for (const kind of KINDS) {
    const group = repairs.filter((repair) => repair.kind === kind);
    if (group.length > 0) blocks.push(groupText(kind, group, options));
  }
  return `${blocks.join('\n\n')}\n`;
}

function counts(
  repairs: readonly LocatedRepair[],
  changes: number,
  { messages }: RenderDocumentOptions,
): string {
  const { show } = messages;
  const rows = KINDS.map((kind) => ({
    amount: String(repairs.filter((repair) => repair.kind === kind).length),
    name: show.repairKinds[kind],
  })).filter(({ amount }) => amount !== '0');
  const width = Math.max(...rows.map(({ amount }) => amount.length));
  return [
    show.repairsTotal(changes),
    ...rows.map(({ amount, name }) => `  ${amount.padStart(width)}  ${name}`),
  ].join('\n');
}

function groupText(
  kind: RepairKind,
  repairs: readonly LocatedRepair[],
  { messages, colours }: RenderDocumentOptions,
): string {
  const { show } = messages;
  const paint = createColors(colours);
  const rows = repairs.map((repair) => ({
    place:
      repair.sentence === null ? `${repair.paragraph}` : `${repair.paragraph}.${repair.sentence}`,
    change:
      kind === 'left'
        ? visible(repair.before)
        : `${visible(repair.before)} → ${visible(repair.after)}`,
    source: show.source(repair.sourceSpan.start, repair.sourceSpan.end),
  }));
  const placeWidth = Math.max(...rows.map(({ place }) => place.length));
  // One long repair must not push the others' last column off the screen.
  const changeWidth = Math.min(32, Math.max(...rows.map(({ change }) => displayWidth(change))));
  return [
    `${paint.bold(show.repairKinds[kind])} (${repairs.length})`,
    ...rows.map(({ place, change, source }) => {
      const space = ' '.repeat(Math.max(0, changeWidth - displayWidth(change)));
      return `  ${paint.cyan(place.padEnd(placeWidth))}  ${change}${space}  ${paint.dim(source)}`;
    }),
  ].join('\n');
}

function visible(text: string): string {
  return text === '' ? '∅' : cleanText(text).replace(/\n/gu, '⏎');
}
