/** One request to a model, held to its deadline whatever the model does. */
import type { TokenUsage } from '../domain/answer.js';
import { AppError } from '../domain/app-error.js';
import type { ChatChunk, ChatMessage, ChatModel } from '../domain/chat-model.js';
import { estimateTokens } from './estimate-tokens.js';
import { createThinkingFilter } from './skip-thinking.js';

export interface RunModelOptions {
  readonly model: ChatModel;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Gives false when nothing more is wanted. What it throws is passed on. */
  readonly onText: (text: string) => boolean | Promise<boolean>;
}

export interface ModelRun {
  /** `length`: the model was stopped before it had finished. */
  readonly finish: 'stop' | 'length';
  /** Null when the stream ended as it should. */
  readonly failure: AppError | null;
  /** Estimated where the server does not tell it. */
  readonly usage: TokenUsage;
}

/** No tokenizer makes one token of more characters, taken over a whole answer; a stream that grows beyond it does not keep to its limit. */
const maxCharsPerToken = 12;
/** The model's own deadline comes a little before ours, since its error says more. */
const ownMarginMs = 50;

export function asFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('The language model failed.', {
    code: 'chat_failed',
    hint: 'Run `report-qa doctor` to see what the model answers; set ANSWERS=extractive to answer without it.',
    cause: error,
  });
}

function timedOut(timeoutMs: number): AppError {
  return new AppError(`The language model did not answer within ${Math.round(timeoutMs)} ms.`, {
    code: 'chat_timed_out',
    hint: 'Raise ANSWER_TIMEOUT_MS, or set OPENAI_MODEL to a quicker model.',
  });
}

const cancelled = (cause: unknown): AppError =>
  new AppError('The question was cancelled.', { code: 'cancelled', hint: 'Ask it again.', cause });

/** What ends a run from outside: the deadline and the caller's signal. */
function startWatch(timeoutMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  let end: (error: AppError) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error);
      controller.abort(error);
    };
  });
  // Whoever races against it sees it; nobody may be there any more.
  ended.catch(() => undefined);
  const onAbort = () => end(cancelled(signal?.reason));
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => end(timedOut(timeoutMs)), timeoutMs);
  return {
    ended,
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      controller.abort();
    },
  };
}

/** Never throws for what the model does; `failure` tells it. */
export async function runModel(options: RunModelOptions): Promise<ModelRun> {
  const { model, messages, maxTokens, timeoutMs } = options;
  const watch = startWatch(timeoutMs, options.signal);
  const maxChars = maxTokens * maxCharsPerToken;
  const spoken = createThinkingFilter();
  let written = '';
  let usage: TokenUsage | null = null;
  let finish: ModelRun['finish'] = 'length';
  let failure: AppError | null = null;
  let listenerError: { readonly error: unknown } | null = null;
  let iterator: AsyncIterator<ChatChunk> | undefined;
  try {
    iterator = model
      .stream({
        ...{ messages, maxTokens, signal: watch.signal },
        timeoutMs: Math.max(1, timeoutMs - ownMarginMs),
      })
      [Symbol.asyncIterator]();
    for (;;) {
      const step = await Promise.race([iterator.next(), watch.ended]);
      if (step.done === true) throw cut();
      if (step.value.type === 'end') {
        ({ finish, usage } = step.value);
        break;
      }
      written += step.value.text;
      const goesOn = await callListener(options.onText, spoken(step.value.text), (error) => {
        listenerError = { error };
      });
      if (!goesOn || written.length > maxChars) break;
    }
  } catch (error) {
    failure = asFailure(error);
  } finally {
    watch.stop();
    // Not awaited: a model that hangs would hold the answer up.
    Promise.resolve(iterator?.return?.()).catch(() => undefined);
  }
  if (listenerError !== null) throw (listenerError as { error: unknown }).error;
  return { finish, failure, usage: usage ?? estimateUsage(messages, written) };
}

async function callListener(
  onText: RunModelOptions['onText'],
  text: string,
  onError: (error: unknown) => void,
): Promise<boolean> {
  try {
    return await onText(text);
  } catch (error) {
    onError(error);
    return false;
  }
}

function cut(): AppError {
  return new AppError('The answer of the language model broke off.', {
    code: 'chat_cut',
    hint: 'Ask again; if it happens often, look at the server’s log.',
  });
}

function estimateUsage(messages: readonly ChatMessage[], written: string): TokenUsage {
  return {
    inputTokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
    outputTokens: estimateTokens(written),
  };
}
