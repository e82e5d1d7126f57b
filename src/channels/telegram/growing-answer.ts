import type { TelegramCalls } from './call-telegram.js';
import type { Clock } from './clock.js';
import { createPacedMessage } from './paced-message.js';
import { type Place, placeFields } from './place.js';
import { editText, type MessageContent } from './send-text.js';
import { TelegramFailure } from './telegram-failure.js';

/** Milliseconds between two edits. Telegram's guidance is one message a second, twenty a minute in a group. */
export interface Pace {
  readonly privateMs: number;
  readonly groupMs: number;
}

export const PACE: Pace = Object.freeze({ privateMs: 1500, groupMs: 3000 });

/** Whether the server takes drafts; false for good after it refused one. */
export interface DraftSupport {
  supported: boolean;
}

export interface GrowingAnswer {
  show(content: MessageContent): void;
  /** After it nothing is shown any more, and the final text may be. */
  settle(): Promise<void>;
}

/** Telegram takes a draft away about 30 s after it was last written. */
const draftRepeatMs = 20_000;

export interface GrowOptions {
  readonly calls: TelegramCalls;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly place: Place;
  readonly signal: AbortSignal;
}

/** Grows in the placeholder, by edits. */
export function growInMessage(options: GrowOptions, messageId: number): GrowingAnswer {
  const { calls, place, signal } = options;
  return createPacedMessage<MessageContent>({
    clock: options.clock,
    intervalMs: place.group ? options.pace.groupMs : options.pace.privateMs,
    keyOf,
    write: async (content) => {
      await editText(calls, { place, messageId }, content, { patience: 'once', signal });
    },
  });
}

/**
 * Grows in a draft, which only private chats have. Null when the server does not take it. The draft goes by itself
 * after half a minute, or when a message is sent.
 */
export async function growInDraft(
  options: GrowOptions & { readonly drafts: DraftSupport; readonly draftId: number },
  first: MessageContent,
): Promise<GrowingAnswer | null> {
  const { calls, place, drafts, signal } = options;
  if (place.group || !drafts.supported) return null;
  const write = async ({ text, entities }: MessageContent) => {
    const draft = { draft_id: options.draftId, text, entities };
    await calls.call('sendMessageDraft', { ...placeFields(place), ...draft }, { signal });
  };
  try {
    await write(first);
  } catch (error) {
    if (!(error instanceof TelegramFailure)) throw error;
    if (error.fault === 'cancelled' || error.fault === 'blocked') throw error;
    if (error.fault !== 'limited' && error.fault !== 'unreachable') drafts.supported = false;
    return null;
  }
  return keepShown(options, first, write);
}

/** Writes a draft again before it goes by itself. */
function keepShown(
  { clock, pace }: GrowOptions,
  first: MessageContent,
  write: (content: MessageContent) => Promise<void>,
): GrowingAnswer {
  const ended = new AbortController();
  let last = first;
  const paced = createPacedMessage<MessageContent>({
    clock,
    intervalMs: pace.privateMs,
    keyOf,
    write,
  });
  const repeat = async () => {
    for (;;) {
      await clock.wait(draftRepeatMs, ended.signal);
      if (ended.signal.aborted) return;
      await write(last).catch(() => {});
    }
  };
  void repeat();
  return {
    show(content) {
      last = content;
      paced.show(content);
    },
    async settle() {
      ended.abort();
      await paced.settle();
    },
  };
}

function keyOf({ text, entities }: MessageContent): string {
  return JSON.stringify([text, entities]);
}
