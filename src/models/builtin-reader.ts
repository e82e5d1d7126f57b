import { AppError } from '../domain/app-error.js';
import type { Reader, ReadOptions, WindowReading } from '../domain/reader.js';
import type { Span } from '../domain/span.js';
import { type AlignedText, alignText } from './align-text.js';
import { findAnswerSpans } from './find-answer-spans.js';
import type { ModelThread } from './model-thread.js';
import type {
  SessionReply,
  SessionRequest,
  TokenizedText,
  TokenizeRequest,
} from './model-worker-protocol.js';
import { runSequence } from './session-thread.js';
import { END_ID, START_ID } from './special-tokens.js';
import { tokenSpans } from './token-spans.js';

export interface BuiltinReaderOptions {
  readonly fingerprint: string;
  /** Shared; whoever made it closes it. */
  readonly tokenizer: ModelThread<TokenizeRequest, TokenizedText[]>;
  readonly session: ModelThread<SessionRequest, SessionReply>;
}

/** Of the model: 512 positions. */
const MAX_TOKENS = 512;
/** The training cut questions here (the reader's README). */
const MAX_QUESTION_TOKENS = 64;
/** A window has 220 characters; this only keeps a caller's mistake from filling the memory. */
const MAX_WINDOW_UNITS = 8_192;

interface WindowInput {
  readonly window: string;
  readonly sequence: readonly number[];
  /** Index of the window's first token in the sequence. */
  readonly first: number;
  readonly tokens: readonly Span[];
}

function windowInput(
  question: Int32Array,
  window: { readonly text: string; readonly aligned: AlignedText },
  body: TokenizedText,
): WindowInput {
  const head = [START_ID, ...question.subarray(0, MAX_QUESTION_TOKENS - 1), END_ID, END_ID];
  const room = MAX_TOKENS - head.length - 1;
  return {
    window: window.text,
    sequence: [...head, ...body.ids.subarray(0, room), END_ID],
    first: head.length,
    tokens: tokenSpans(window.aligned, body.lengths).slice(0, room),
  };
}

function reading(input: WindowInput, { start, end }: SessionReply): WindowReading {
  const nullScore = (start?.[0] ?? Number.NaN) + (end?.[0] ?? Number.NaN);
  if (start === undefined || end === undefined || !Number.isFinite(nullScore)) {
    throw new AppError('The reader gave scores that are not numbers.', {
      code: 'model_failed',
      hint: 'Run `npm run doctor`: it compares the model files with what was shipped.',
    });
  }
  const { window, tokens, first } = input;
  const spans = findAnswerSpans({
    starts: start.subarray(first, first + tokens.length),
    ends: end.subarray(first, first + tokens.length),
    tokens,
    window,
  });
  return { nullScore, spans };
}

/** multilingual-e5-small fine-tuned to mark the words that answer. Questions are cut at 64 tokens. */
export function createBuiltinReader(options: BuiltinReaderOptions): Reader {
  const { fingerprint, tokenizer, session } = options;

  async function prepare(
    question: string,
    windows: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<WindowInput[]> {
    const [asked, ...aligned] = [question, ...windows].map((text) =>
      alignText(text.slice(0, MAX_WINDOW_UNITS)),
    );
    const texts = [asked, ...aligned].map((part) => part?.text ?? '');
    const [head, ...bodies] = await tokenizer.call({ texts }, { urgent: true, signal });
    const ids = head?.ids ?? new Int32Array();
    return windows.map((text, index) =>
      windowInput(
        ids,
        { text, aligned: aligned[index] as AlignedText },
        bodies[index] as TokenizedText,
      ),
    );
  }

  return {
    fingerprint,
    warm() {
      tokenizer.warm();
      session.warm();
    },
    async read(question: string, windows: readonly string[], { signal }: ReadOptions = {}) {
      if (windows.length === 0) return [];
      const inputs = await prepare(question, windows, signal);
      const readings: WindowReading[] = [];
      for (const input of inputs) {
        const scores = await runSequence(session, input.sequence, { urgent: false, signal });
        readings.push(reading(input, scores));
      }
      return readings;
    },
    close: () => session.close(),
  };
}
