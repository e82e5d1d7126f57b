/** Takes in what a model says, sentence by sentence, and shows what holds. */
import type { DroppedClaim, Language } from '../domain/answer.js';
import { detectLanguage } from '../text/detect-language.js';
import { toSimplified } from '../text/to-simplified.js';
import type { AnswerSheet } from './answer-sheet.js';
import {
  type CheckModelClaimOptions,
  checkModelClaim,
  type ModelClaim,
} from './check-model-claim.js';
import type { StreamedItem } from './claim-stream.js';
import { type DraftCitation, plainWords, sentenceText } from './draft.js';
import { frameQuote } from './frame-quote.js';

export interface FailedClaim {
  readonly text: string;
  readonly reason: string;
}

export interface ClaimCollectorOptions extends CheckModelClaimOptions {
  readonly sheet: AnswerSheet;
  readonly toTraditional: (text: string) => Promise<string>;
}

export interface ClaimCollector {
  /** Resolves with false when more will not be taken. */
  take(item: StreamedItem): Promise<boolean>;
  /** The same for a sentence written anew; what fails now is dropped for good. */
  takeRepair(item: StreamedItem): Promise<void>;
  /** Sentences that failed and may be tried once more, in their order. */
  readonly failed: readonly FailedClaim[];
  dropped(): DroppedClaim[];
  /** What the model says that the passages do not answer; null when it did not say so. */
  readonly notFound: { readonly part: string | null } | null;
}

/** More are no answer to a question; this also ends an endless stream. */
const maxShown = 40;
const maxFailed = 20;

class Collector implements ClaimCollector {
  readonly failed: FailedClaim[] = [];
  notFound: ClaimCollector['notFound'] = null;
  readonly #options: ClaimCollectorOptions;
  readonly #replaced: DroppedClaim[] = [];
  readonly #uncited: DroppedClaim[] = [];
  readonly #mended = new Set<FailedClaim>();
  readonly #seen = new Set<string>();
  #cited = 0;

  constructor(options: ClaimCollectorOptions) {
    this.#options = options;
  }

  async take(item: StreamedItem): Promise<boolean> {
    if (item.kind === 'not_found') {
      this.notFound ??= { part: item.part };
      return true;
    }
    if (item.kind === 'prose' && item.passages.length === 0) {
      if (this.#uncited.length < maxFailed) {
        this.#uncited.push({ text: item.text, reason: 'it names no passage' });
      }
      return true;
    }
    this.#cited += 1;
    const claim = claimOf(item);
    if (this.#isRepeated(claim.text)) return this.#cited < maxShown * 2;
    const reason = await this.#show(claim);
    if (reason !== null) this.failed.push({ text: claim.text, reason });
    return this.#options.sheet.claims.length < maxShown && this.failed.length < maxFailed;
  }

  async takeRepair(item: StreamedItem): Promise<void> {
    if (item.kind === 'not_found' || (item.kind === 'prose' && item.passages.length === 0)) return;
    const open = this.failed.filter((one) => !this.#mended.has(one));
    const named = item.kind === 'claim' && item.sentence !== null ? item.sentence : null;
    const failed = named === null ? open[0] : this.failed[named - 1];
    const claim = claimOf(item);
    if (failed === undefined || this.#mended.has(failed) || this.#isRepeated(claim.text)) return;
    if ((await this.#show(claim)) === null) this.#mended.add(failed);
  }

  dropped(): DroppedClaim[] {
    const failed = this.failed.filter((one) => !this.#mended.has(one));
    // Beside anything else, plain text is an introduction or a remark.
    const isProse = this.#cited === 0 && this.notFound === null;
    return [...this.#replaced, ...failed, ...(isProse ? this.#uncited : [])];
  }

  #isRepeated(text: string): boolean {
    if (this.#seen.has(text)) return true;
    this.#seen.add(text);
    return false;
  }

  /** The reason why neither the claim nor its quotes are shown; null when they are. */
  async #show(claim: ModelClaim): Promise<string | null> {
    const { sheet, language, toTraditional } = this.#options;
    const verdict = checkModelClaim(claim, this.#options);
    if (verdict.kind === 'failed') return verdict.reason;
    if (verdict.kind === 'verified') {
      sheet.add(await inScript(claim.text, language, toTraditional), verdict.citations);
      return null;
    }
    for (const citation of verdict.citations) {
      if (!sheet.cites(citation)) await this.#showQuote(citation);
    }
    this.#replaced.push({
      text: claim.text,
      reason: `${verdict.reason} (the quote is shown in its place)`,
    });
    return null;
  }

  async #showQuote(citation: DraftCitation): Promise<void> {
    const { sheet, language, toTraditional } = this.#options;
    const text = await frameQuote(plainWords(sentenceText(citation.document, citation.sentence)), {
      isFirst: sheet.claims.length === 0,
      language,
      report: citation.document.text,
      toTraditional,
    });
    sheet.add(text, [citation]);
  }
}

/** A passage's number would read like a citation's. */
const marker = /\s*[[【]\s*\^?\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*[\]】]/gu;
const invisible = /[\p{Cc}\p{Cf}]/gu;

function claimOf(item: Exclude<StreamedItem, { kind: 'not_found' }>): ModelClaim {
  const text = item.text.replace(marker, '').replace(/\s+/gu, ' ').replace(invisible, '').trim();
  if (item.kind === 'claim') return { text, quotes: item.quotes };
  return {
    text,
    quotes: item.passages.map((passage) => ({ passage, words: null })),
  };
}

/** In the script of the question; models mix them. */
async function inScript(
  text: string,
  language: Language,
  toTraditional: (text: string) => Promise<string>,
): Promise<string> {
  if (language === 'en' || detectLanguage(text) === language) return text;
  return language === 'zh-Hant' ? await toTraditional(text) : toSimplified(text);
}

export function createClaimCollector(options: ClaimCollectorOptions): ClaimCollector {
  return new Collector(options);
}
