import { setTimeout as sleepFor } from 'node:timers/promises';
import { AppError } from '../domain/app-error.js';
import type { ChatChunk, ChatModel, ChatRequest } from '../domain/chat-model.js';
import { ChatReply } from './chat-reply.js';
import { ChatRequestShape } from './chat-request-shape.js';
import type { ServerPlace } from './describe-failure.js';
import { type Fetch, guardFetch } from './guard-fetch.js';
import type { ChatSettings } from './model-settings.js';
import { openOpenAiClient } from './open-openai-client.js';
import { readServerFailure, type ServerFailure } from './read-server-failure.js';
import { RequestWatch } from './request-watch.js';
import { isPassingStatus, type RetryRules, retryWait } from './retry-schedule.js';
import { chatEnded, chatKeyUnusable, translateChatError } from './translate-chat-error.js';

export interface OpenAiChatOptions {
  readonly fetch?: Fetch;
  /** Ends early, with an error, when the signal does. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

interface Setting {
  readonly settings: ChatSettings;
  readonly place: ServerPlace;
  readonly shape: ChatRequestShape;
  readonly fetch: Fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** Somebody waits for the answer: a longer wait is worse than an answer in the report's own words. */
const RETRIES: RetryRules = { maxRetries: 2, firstWaitMs: 500, longestWaitMs: 5000 };

/** After the model's last word only the usage is due; a server that keeps the connection open is not waited for. */
const FAREWELL_MS = 1000;

/** An event of one token has 150 to 400 bytes; what models think, which is not limited by `maxTokens` everywhere, comes on top. */
const BYTES_PER_TOKEN = 1024;
const SPARE_BYTES = 8 * 1024 * 1024;

/**
 * A model behind an OpenAI-compatible server. Sends the messages to `settings.baseUrl` and nowhere else, with the key and
 * without anything of the environment. Tries again (twice at most, within the request's time) what fails before the first
 * word for a passing reason. Dialects of the protocol that a server refuses are learned by the first request.
 */
export function createOpenAiChat(
  settings: ChatSettings,
  options: OpenAiChatOptions = {},
): ChatModel {
  const { apiKey, baseUrl, model, temperature } = settings;
  const host = new URL(baseUrl).host;
  const setting: Setting = {
    settings,
    place: { model, host, apiKey },
    shape: new ChatRequestShape(model, temperature),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    sleep:
      options.sleep ?? (async (ms, signal) => void (await sleepFor(ms, undefined, { signal }))),
    random: options.random ?? Math.random,
  };
  return { name: model, host, stream: (request) => streamChat(setting, request) };
}

async function* streamChat(
  setting: Setting,
  request: ChatRequest,
): AsyncGenerator<ChatChunk, void, undefined> {
  const { settings, place } = setting;
  if (!/^[\x21-\x7e]+$/u.test(settings.apiKey)) throw chatKeyUnusable(place);
  const { signal, timeoutMs } = request;
  const watch = new RequestWatch({
    signals: [signal],
    timeoutMs,
    stallMs: settings.stallMs,
  });
  try {
    for (let retries = 0; ; ) {
      const attempt = new Attempt(setting, request, watch);
      try {
        yield* attempt.chunks();
        return;
      } catch (error) {
        if (watch.ended !== null) throw chatEnded(watch.ended, place);
        if (error instanceof AppError) throw error;
        const failure = readServerFailure(error);
        if (attempt.hasSpoken) throw translateChatError(failure, place);
        if (setting.shape.adapt(failure)) continue;
        await waitForRetry(failure, retries, setting, watch);
        retries += 1;
      }
    }
  } finally {
    watch.close();
  }
}

/** Throws the failure when another try is not worth it. */
async function waitForRetry(
  failure: ServerFailure,
  retries: number,
  { place, sleep, random }: Setting,
  watch: RequestWatch,
): Promise<void> {
  const error = translateChatError(failure, place);
  const { retryAfterMs } = failure;
  const question = { retries, retryAfterMs, leftMs: watch.leftMs, random: random() };
  const waitMs = mayPass(failure, error.code) ? retryWait(question, RETRIES) : null;
  if (waitMs === null) throw error;
  try {
    await watch.waitQuietly(sleep(waitMs, watch.signal));
  } catch (cause) {
    throw watch.ended === null ? cause : chatEnded(watch.ended, place);
  }
}

function mayPass({ kind, status }: ServerFailure, code: string): boolean {
  if (kind === 'unreachable' || kind === 'cut') return true;
  if (status === null) return code === 'chat_limited';
  // An account without money is told with 429 by some; waiting does not fill it.
  return isPassingStatus(status) && (code === 'chat_limited' || code === 'chat_failed');
}

class Attempt {
  hasSpoken = false;
  readonly #setting: Setting;
  readonly #request: ChatRequest;
  readonly #watch: RequestWatch;

  constructor(setting: Setting, request: ChatRequest, watch: RequestWatch) {
    this.#setting = setting;
    this.#request = request;
    this.#watch = watch;
  }

  async *chunks(): AsyncGenerator<ChatChunk, void, undefined> {
    const reply = new ChatReply(this.#request.maxTokens);
    try {
      for await (const text of this.#texts(reply)) {
        this.hasSpoken = true;
        yield { type: 'text', text };
      }
    } catch (error) {
      // Everything was said; only the farewell went wrong.
      if (!reply.finished || this.#watch.ended === 'cancelled') throw error;
    }
    yield reply.end();
  }

  async *#texts(reply: ChatReply): AsyncGenerator<string, void, undefined> {
    const watch = this.#watch;
    const events = (await watch.wait(this.#open()))[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await watch.wait(events.next(), reply.finished ? FAREWELL_MS : undefined);
        // The client ends the loop without an error when its signal does.
        watch.signal.throwIfAborted();
        if (next.done === true) return;
        const text = reply.add(next.value);
        if (text !== '') yield text;
      }
    } finally {
      // Not awaited: a read that is still under way ends with the signal, at the latest when the watch closes.
      events.return?.().catch(() => {});
    }
  }

  #open() {
    const { settings, shape, fetch } = this.#setting;
    const { apiKey, baseUrl } = settings;
    const client = openOpenAiClient({
      apiKey,
      baseUrl,
      fetch: guardFetch({
        fetch,
        apiKey,
        reply: 'events',
        maxBytes: this.#request.maxTokens * BYTES_PER_TOKEN + SPARE_BYTES,
        onBytes: this.#watch.touch,
      }),
    });
    const parameters = shape.parameters(this.#request);
    return client.chat.completions.create(parameters, { signal: this.#watch.signal });
  }
}
