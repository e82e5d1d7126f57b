import type { OffsetMap } from '../domain/offset-map.js';
import type { Repair } from '../domain/report-document.js';
import type { Span } from '../domain/span.js';
import { applyReplacements, type Replacement } from './apply-replacements.js';
import { composeOffsets, invertOffsets } from './compose-offsets.js';
import { convertScript } from './convert-script.js';
import { type DamageProfile, judgeDamage } from './judge-damage.js';
import { mapSpan } from './map-offsets.js';
import { createReadingDictionary, type ReadingDictionary } from './reading-of.js';
import { createLostRestorer, type LostPlace, type RestoreLost } from './restore-lost.js';
import { restorePunctuation } from './restore-punctuation.js';
import { type LostCharacter, stripReadings } from './strip-readings.js';

export interface RepairedText {
  readonly text: string;
  /** `text` back to the text that was given. */
  readonly offsets: OffsetMap;
  /** In ascending order; each one's `before` and `after` are exactly what stands at its two spans. */
  readonly repairs: readonly Repair[];
  readonly profile: DamageProfile;
}

let tools:
  | { readonly dictionary: ReadingDictionary; readonly restoreLost: RestoreLost }
  | undefined;

/** Made at the first repair and kept: fixed tables, which cost up to 300 ms to read. */
function getTools() {
  if (tools === undefined) {
    const dictionary = createReadingDictionary();
    tools = { dictionary, restoreLost: createLostRestorer(dictionary) };
  }
  return tools;
}

/**
 * Undoes what scrapers do to Chinese pages: readings in brackets, doubled and half-width punctuation, traditional
 * script, lost characters. Judges the text first, and gives an undamaged one back as it is; with `profile` it does not
 * judge but obeys, so that a part of a file is repaired as the file was. Line breaks stay. Source spans are UTF-16
 * offsets in the given text.
 */
export function repairText(text: string, profile?: DamageProfile): RepairedText {
  const { dictionary, restoreLost } = getTools();
  const verdict = profile ?? judgeDamage(text, dictionary);
  if (!verdict.damaged) return { text, offsets: [], repairs: [], profile: verdict };

  const work = createWork(text);
  const { replacements, lost } = stripReadings(text, dictionary);
  work.apply(replacements);
  work.apply(restorePunctuation(work.text));
  work.apply(convertScript(work.text));
  const places = locate(lost, text, work.offsets);
  work.apply(restoreLost(work.text, places));
  return {
    text: work.text,
    offsets: work.offsets,
    repairs: listRepairs(text, work.text, work.offsets, work.changes),
    profile: verdict,
  };
}

interface Change {
  readonly kind: Repair['kind'];
  readonly sourceSpan: Span;
}

interface Work {
  readonly text: string;
  readonly offsets: OffsetMap;
  readonly changes: readonly Change[];
  apply(replacements: readonly Replacement[]): void;
}

/** Keeps text, map and list of changes in step through the repairs. */
function createWork(source: string): Work {
  const changes: Change[] = [];
  let text = source;
  let offsets: OffsetMap = [];
  return {
    get text() {
      return text;
    },
    get offsets() {
      return offsets;
    },
    changes,
    apply(replacements) {
      for (const { kind, start, end } of replacements) {
        changes.push({ kind, sourceSpan: mapSpan(offsets, { start, end }) });
      }
      const applied = applyReplacements(text, replacements);
      text = applied.text;
      offsets = composeOffsets(applied.offsets, offsets);
    },
  };
}

/** Where the lost characters of the source stand by now. */
function locate(lost: readonly LostCharacter[], source: string, offsets: OffsetMap): LostPlace[] {
  const forward = invertOffsets(offsets);
  return lost.map(({ start, end, reading }) => ({
    ...mapSpan(forward, { start, end }),
    reading,
    remains: source.slice(start, end),
    sourceBefore: /\p{Script=Han}$/u.exec(source.slice(Math.max(0, start - 2), start))?.[0] ?? '',
  }));
}

/**
 * One repair for every stretch that changed or was left. A script change within another repair is part of that one;
 * script changes side by side are one.
 */
function listRepairs(
  source: string,
  text: string,
  offsets: OffsetMap,
  changes: readonly Change[],
): Repair[] {
  const forward = invertOffsets(offsets);
  return joinChanges(changes).flatMap(({ kind, sourceSpan }) => {
    const span = mapSpan(forward, sourceSpan);
    const before = source.slice(sourceSpan.start, sourceSpan.end);
    const after = text.slice(span.start, span.end);
    return before === after && kind !== 'left' ? [] : [{ kind, span, sourceSpan, before, after }];
  });
}

function joinChanges(changes: readonly Change[]): Change[] {
  const rank = { restored: 0, left: 1, reading: 1, punctuation: 1, script: 2 };
  const sorted = changes.toSorted(
    (a, b) => a.sourceSpan.start - b.sourceSpan.start || rank[a.kind] - rank[b.kind],
  );
  const joined: Change[] = [];
  for (const change of sorted) {
    const last = joined.at(-1);
    const overlaps = last !== undefined && change.sourceSpan.start < last.sourceSpan.end;
    const goesOn =
      last?.kind === 'script' &&
      change.kind === 'script' &&
      change.sourceSpan.start === last.sourceSpan.end;
    if (last === undefined || !(overlaps || goesOn)) {
      joined.push(change);
      continue;
    }
    const end = Math.max(last.sourceSpan.end, change.sourceSpan.end);
    joined[joined.length - 1] = {
      kind: last.kind,
      sourceSpan: { start: last.sourceSpan.start, end },
    };
  }
  return joined;
}
