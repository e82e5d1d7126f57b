import type { ChatSettings, EmbeddingSettings, ModelSettings } from './models/model-settings.js';
import type { VariableReader } from './read-variables.js';

const openAiUrl = 'https://api.openai.com/v1';

/** Which models answer and embed. A key or an address is enough to answer with a model, unless `ANSWERS` says otherwise. */
export function readModelSettings(read: VariableReader, promptsFolder: string): ModelSettings {
  return {
    chat: readChat(read),
    embedding: readEmbedding(read),
    answerTimeoutMs: read.number('ANSWER_TIMEOUT_MS', { min: 500, max: 600_000 }, 30_000),
    onModelFailure: read.choice('ON_MODEL_FAILURE', ['extractive', 'error'], 'extractive'),
    dailyTokens: read.number('DAILY_TOKENS', { min: 0, max: 1e12, whole: true }, 0),
    dailyTokensPerUser: read.number('DAILY_TOKENS_PER_USER', { min: 0, max: 1e12, whole: true }, 0),
    answerCache: read.flag('ANSWER_CACHE', ['on', 'off'], true),
    promptsFolder,
  };
}

function readChat(read: VariableReader): ChatSettings | null {
  const mode = read.choice('ANSWERS', ['auto', 'extractive', 'llm'], 'auto');
  if (mode === 'extractive') return null;
  const apiKey = read.text('OPENAI_API_KEY');
  const baseUrl = read.url('OPENAI_BASE_URL');
  if (apiKey === undefined && baseUrl === undefined) {
    if (mode === 'llm') {
      read.report('ANSWERS', 'is "llm", which needs OPENAI_API_KEY or OPENAI_BASE_URL');
    }
    return null;
  }
  return {
    // Servers of one's own often take any key; the client needs one.
    apiKey: apiKey ?? 'none',
    baseUrl: baseUrl ?? openAiUrl,
    model: read.text('OPENAI_MODEL') ?? 'gpt-4o-mini',
    temperature: readTemperature(read),
    maxAnswerTokens: read.number('OPENAI_MAX_TOKENS', { min: 16, max: 100_000, whole: true }, 1200),
    maxPassageTokens: read.number(
      'OPENAI_PASSAGE_TOKENS',
      { min: 100, max: 1_000_000, whole: true },
      4000,
    ),
    stallMs: read.number('OPENAI_STALL_MS', { min: 100, max: 600_000 }, 15_000),
  };
}

function readTemperature(read: VariableReader): number | null {
  if (read.text('OPENAI_TEMPERATURE')?.toLowerCase() === 'none') return null;
  return read.number('OPENAI_TEMPERATURE', { min: 0, max: 2, or: 'none' }, 0);
}

function readEmbedding(read: VariableReader): EmbeddingSettings | null {
  if (read.choice('EMBEDDINGS', ['builtin', 'openai'], 'builtin') === 'builtin') return null;
  const ownUrl = read.url('EMBEDDINGS_BASE_URL');
  const ownKey = read.text('EMBEDDINGS_API_KEY');
  // The chat server's key is not sent to another server.
  const apiKey = ownKey ?? (ownUrl === undefined ? read.text('OPENAI_API_KEY') : 'none');
  const baseUrl = ownUrl ?? read.url('OPENAI_BASE_URL') ?? openAiUrl;
  if (apiKey === undefined && baseUrl === openAiUrl) {
    read.report('EMBEDDINGS', 'is "openai", which needs EMBEDDINGS_API_KEY or EMBEDDINGS_BASE_URL');
  }
  return {
    apiKey: apiKey ?? 'none',
    baseUrl,
    model: read.text('EMBEDDINGS_MODEL') ?? 'text-embedding-3-small',
    dimensions:
      read.number('EMBEDDINGS_DIMENSIONS', { min: 8, max: 16_384, whole: true }, undefined) ?? null,
    batchSize: read.number('EMBEDDINGS_BATCH_SIZE', { min: 1, max: 2048, whole: true }, 10),
    parallelRequests: read.number('EMBEDDINGS_PARALLEL', { min: 1, max: 64, whole: true }, 2),
  };
}
