import { OpenAI } from 'openai';
import { AppError } from '../domain/app-error.js';
import type { Fetch } from './guard-fetch.js';

export interface OpenAiClientOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
}

/** Longer than any request: the callers' own clocks end them. Also the limit of `setTimeout`. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * The SDK's client with everything passed that it would read from the environment, without its retries (they wait as long
 * as a server says and cannot be ended) and its log (it writes replies). One variable it reads all the same:
 * `OPENAI_CUSTOM_HEADERS`, which `guardFetch` keeps from going out.
 */
export function openOpenAiClient(options: OpenAiClientOptions): OpenAI {
  const client = tryOpen(options);
  if (client !== null) return client;
  // Without the cause: it quotes the variable, which often holds a secret.
  throw new AppError('The environment holds headers for OpenAI that are no headers.', {
    code: 'config',
    hint: 'Unset OPENAI_CUSTOM_HEADERS; it is not used.',
  });
}

function tryOpen({ apiKey, baseUrl, fetch }: OpenAiClientOptions): OpenAI | null {
  try {
    return new OpenAI({
      apiKey,
      baseURL: baseUrl,
      fetch,
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      logLevel: 'off',
      maxRetries: 0,
      timeout: NEVER_MS,
    });
  } catch {
    return null;
  }
}
