/** Reads claims off a model's stream as soon as each is complete. */

import { createProseReader, type ProseSentence } from './prose-reader.js';
import { type ClaimObject, readClaimObject } from './read-claim-object.js';

export type StreamedItem = ClaimObject | ProseSentence;

export interface ClaimStream {
  /** What the text completes, in its order. */
  push(text: string): StreamedItem[];
  /** The rest; `whole` is false for a stream that was cut, whose last words may be half of something. */
  end(whole: boolean): StreamedItem[];
  /** UTF-16 units that are held back. */
  readonly held: number;
}

/** Longer objects are no sentence of an answer; this bounds what an endless stream can pile up. */
const maxObjectChars = 8000;
const maxDepth = 8;
const fence = /^\s*(?:`{3,}|~{3,})/u;

/** A control character cannot stand in a JSON string; models put line breaks there. */
function escaped(unit: string): string {
  return unit < ' ' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
}

class ObjectReader {
  #text = '';
  /** Where each object that is open begins. */
  #starts: number[] = [];
  #inString = false;
  #escape = false;
  #lineBreak = false;

  get isOpen(): boolean {
    return this.#starts.length > 0;
  }

  get held(): number {
    return this.#text.length;
  }

  #restart(): void {
    this.#text = '';
    this.#starts = [];
    this.#inString = false;
    this.#escape = false;
    this.#lineBreak = false;
  }

  /** The claim that this unit completes. */
  push(unit: string): ClaimObject | null {
    if (this.#inString) {
      // An object that begins a line inside a string: the string was never closed, and the objects before it are lost.
      const isNext = this.#lineBreak && unit === '{';
      if (!isNext) return this.#pushInString(unit);
      this.#restart();
    }
    if (this.#text.length >= maxObjectChars || this.#starts.length >= maxDepth) this.#restart();
    if (unit === '{') this.#starts.push(this.#text.length);
    if (!this.isOpen) return null;
    this.#text += unit;
    if (unit === '"') this.#inString = true;
    return unit === '}' ? this.#close() : null;
  }

  #pushInString(unit: string): null {
    if (this.#text.length >= maxObjectChars) {
      this.#restart();
      return null;
    }
    this.#text += escaped(unit);
    if (this.#escape) this.#escape = false;
    else if (unit === '\\') this.#escape = true;
    else if (unit === '"') this.#inString = false;
    this.#lineBreak = unit === '\n' || (this.#lineBreak && /\s/u.test(unit));
    return null;
  }

  #close(): ClaimObject | null {
    const start = this.#starts.pop() ?? 0;
    const claim = readClaimObject(this.#text.slice(start));
    if (claim !== null) {
      // What is around a claim (a list of them in one object) needs no keeping.
      this.#text = this.#text.slice(0, start);
    }
    if (!this.isOpen) this.#restart();
    return claim;
  }
}

/**
 * Takes one JSON object a line and what models make of that: code fences, an array or an object around the objects, objects over several
 * lines, prose before them, and plain sentences with `[2]` behind. How the stream was cut into pieces changes nothing. Holds at most
 * `maxObjectChars` and a sentence.
 */
export function createClaimStream(): ClaimStream {
  const objects = new ObjectReader();
  const prose = createProseReader();
  let line = '';

  function pushUnit(unit: string, items: StreamedItem[]): void {
    if (objects.isOpen || unit === '{') {
      if (!objects.isOpen) items.push(...prose.end(true));
      const claim = objects.push(unit);
      if (claim !== null) items.push(claim);
      return;
    }
    line = unit === '\n' ? '' : (line + unit).slice(0, 8);
    if (fence.test(line)) prose.drop();
    else items.push(...prose.push(unit));
  }

  return {
    push(text) {
      const items: StreamedItem[] = [];
      for (let index = 0; index < text.length; index += 1) pushUnit(text[index] as string, items);
      return items;
    },
    end: (whole) => prose.end(whole),
    get held() {
      return objects.held + prose.held;
    },
  };
}
