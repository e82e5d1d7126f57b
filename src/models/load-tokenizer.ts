import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import type {
  TokenizedText,
  TokenizeRequest,
  TokenizerWorkerData,
} from './model-worker-protocol.js';
import { UNKNOWN_ID } from './special-tokens.js';

function tokenize(tokenizer: Tokenizer, text: string): TokenizedText {
  const pieces: string[] = tokenizer.tokenize(text);
  return {
    ids: Int32Array.from(pieces, (piece: string) => tokenizer.token_to_id(piece) ?? UNKNOWN_ID),
    lengths: Int32Array.from(pieces, (piece) => piece.length),
  };
}

/** Loads the tokenizer, in the worker that calls it. */
export async function loadTokenizer(data: TokenizerWorkerData): Promise<{
  answer(request: unknown): Promise<{ reply: TokenizedText[]; transfer: ArrayBuffer[] }>;
}> {
  const description = JSON.parse(await readFile(data.tokenizerFile, 'utf8'));
  const tokenizer = new Tokenizer(description, {});
  return {
    async answer(request) {
      const { texts } = request as TokenizeRequest;
      return { reply: texts.map((text) => tokenize(tokenizer, text)), transfer: [] };
    },
  };
}
