import type { TelegramCalls } from './call-telegram.js';
import type { Clock } from './clock.js';
import { type Place, placeFields } from './place.js';

/** Telegram shows "typing" for about 5 s. */
const repeatMs = 4000;

/** Shows "typing" at once and until the returned function is called. Its failures are of no account. */
export function keepTyping(calls: TelegramCalls, place: Place, clock: Clock): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const repeat = async () => {
    while (!signal.aborted) {
      const payload = { ...placeFields(place), action: 'typing' };
      const failed = await calls.call('sendChatAction', payload, { signal }).then(
        () => false,
        () => true,
      );
      if (failed) return;
      await clock.wait(repeatMs, signal);
    }
  };
  void repeat();
  return () => ended.abort();
}
