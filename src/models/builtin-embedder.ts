import { AppError } from '../domain/app-error.js';
import type { Embedder, EmbedOptions } from '../domain/embedder.js';
import { alignText } from './align-text.js';
import type { ModelThread } from './model-thread.js';
import type {
  SessionReply,
  SessionRequest,
  TokenizedText,
  TokenizeRequest,
} from './model-worker-protocol.js';
import { runSequence } from './session-thread.js';
import { END_ID, START_ID } from './special-tokens.js';

export interface BuiltinEmbedderOptions {
  readonly fingerprint: string;
  /** Shared; whoever made it closes it. */
  readonly tokenizer: ModelThread<TokenizeRequest, TokenizedText[]>;
  readonly session: ModelThread<SessionRequest, SessionReply>;
  /** The form that texts are embedded in: simplified, NFKC. */
  readonly normalize: (text: string) => string;
}

const DIMENSIONS = 384;
/** Of the model, `<s>` and `</s>` included (its README). */
const MAX_TOKENS = 512;
/** No piece is longer than 16 UTF-16 units, so what stands behind these is cut off anyway. */
const MAX_UNITS = MAX_TOKENS * 16;
const TEXTS_PER_TOKENIZE = 256;
const UNIT_LENGTH_TOLERANCE = 1e-3;

function checkedVector(vector: Float32Array | undefined): Float32Array {
  const length = Math.sqrt(vector?.reduce((sum, value) => sum + value * value, 0) ?? 0);
  if (vector?.length === DIMENSIONS && Math.abs(length - 1) < UNIT_LENGTH_TOLERANCE) return vector;
  throw new AppError('The embedding model gave something that is not a unit vector.', {
    code: 'model_failed',
    hint: 'Run `npm run doctor`: it compares the model files with what was shipped.',
  });
}

/**
 * multilingual-e5-small, its vocabulary cut to Chinese and English. Texts are cut at 512 tokens; a text's vector does not
 * depend on the others in the call.
 */
export function createBuiltinEmbedder(options: BuiltinEmbedderOptions): Embedder {
  const { fingerprint, tokenizer, session, normalize } = options;

  async function tokenSequences(texts: readonly string[], call: Call): Promise<number[][]> {
    const sequences: number[][] = [];
    for (let start = 0; start < texts.length; start += TEXTS_PER_TOKENIZE) {
      const inputs = texts
        .slice(start, start + TEXTS_PER_TOKENIZE)
        .map((text) => alignText(text.slice(0, MAX_UNITS)).text);
      for (const { ids } of await tokenizer.call({ texts: inputs }, call)) {
        sequences.push([START_ID, ...ids.subarray(0, MAX_TOKENS - 2), END_ID]);
      }
    }
    return sequences;
  }

  async function embed(texts: readonly string[], call: Call): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const sequence of await tokenSequences(texts, call)) {
      const { embedding } = await runSequence(session, sequence, call);
      vectors.push(checkedVector(embedding));
    }
    return vectors;
  }

  return {
    fingerprint,
    dimensions: DIMENSIONS,
    warm() {
      tokenizer.warm();
      session.warm();
    },
    async embedQuery(text) {
      const [vector] = await embed([`query: ${normalize(text)}`], { urgent: true });
      return checkedVector(vector);
    },
    embedPassages(texts: readonly string[], { signal, urgent = false }: EmbedOptions = {}) {
      const inputs = texts.map((text) => `passage: ${normalize(text)}`);
      return embed(inputs, { urgent, signal });
    },
    close: () => session.close(),
  };
}

interface Call {
  readonly urgent: boolean;
  readonly signal?: AbortSignal | undefined;
}
