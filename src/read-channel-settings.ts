import { randomBytes } from 'node:crypto';
import type { ApiKey, HttpSettings } from './channels/http/http-settings.js';
import type { TelegramSettings } from './channels/telegram/telegram-settings.js';
import type { VariableReader } from './read-variables.js';

const shortestSecret = 8;

/** The keys of `HTTP_API_KEYS`: `secret` or `secret:admin`, with commas between them. */
function readApiKeys(read: VariableReader): readonly ApiKey[] {
  return read.list('HTTP_API_KEYS').flatMap((entry): ApiKey[] => {
    const [, secret = '', scope = 'ask'] = /^(.*?)(?::(ask|admin))?$/u.exec(entry) ?? [];
    if (secret.length >= shortestSecret && /^[\x21-\x7e]+$/u.test(secret)) {
      return [{ secret, scope: scope === 'admin' ? 'admin' : 'ask' }];
    }
    read.report('HTTP_API_KEYS', `holds a key of less than ${shortestSecret} plain characters`);
    return [];
  });
}

export function readHttpSettings(read: VariableReader, maxReportBytes: number): HttpSettings {
  const secrets = read.list('WEBHOOK_SECRET');
  if (secrets.length > 2) read.report('WEBHOOK_SECRET', 'may hold two secrets, new and old');
  const callbackSecret = read.text('CALLBACK_SECRET') ?? null;
  if (callbackSecret !== null && secrets.includes(callbackSecret)) {
    read.report('CALLBACK_SECRET', 'must be another secret than WEBHOOK_SECRET');
  }
  return {
    host: read.text('HTTP_HOST') ?? '127.0.0.1',
    port: read.number('HTTP_PORT', { min: 0, max: 65_535, whole: true }, 8080),
    apiKeys: readApiKeys(read),
    open: read.flag('HTTP_OPEN', ['1', '0'], false),
    allowedHosts: read.list('HTTP_ALLOWED_HOSTS').map((host) => host.toLowerCase()),
    trustedProxies: read.list('TRUST_PROXY'),
    publicUrl: read.url('PUBLIC_URL') ?? null,
    requestsPerMinute: read.number(
      'HTTP_REQUESTS_PER_MINUTE',
      { min: 1, max: 1_000_000, whole: true },
      60,
    ),
    bodyLimitBytes: read.number('HTTP_BODY_LIMIT_KB', { min: 1, max: 100_000 }, 256) * 1024,
    maxReportBytes,
    webhookSecrets: secrets,
    callbackSecret,
    callbackHosts: read.list('CALLBACK_HOSTS').map((host) => host.toLowerCase()),
    callbackPrivate: read.flag('CALLBACK_PRIVATE', ['1', '0'], false),
    logQuestions: read.flag('LOG_QUESTIONS', ['1', '0'], false),
    logLevel: read.choice('LOG_LEVEL', ['silent', 'error', 'warn', 'info', 'debug'], 'info'),
  };
}

/** Null without a token. */
export function readTelegramSettings(
  read: VariableReader,
  shared: { readonly maxReportBytes: number; readonly retentionDays: number },
): TelegramSettings | null {
  const token = read.text('TELEGRAM_BOT_TOKEN');
  if (token === undefined) return null;
  if (!/^\d+:[\w-]{6,}$/u.test(token)) {
    read.report('TELEGRAM_BOT_TOKEN', 'is not a token as @BotFather gives it (digits:letters)');
  }
  const url = read.url('TELEGRAM_WEBHOOK_URL');
  const secretToken = read.text('TELEGRAM_WEBHOOK_SECRET');
  if (secretToken !== undefined && !/^[\w-]{1,256}$/u.test(secretToken)) {
    read.report('TELEGRAM_WEBHOOK_SECRET', 'may hold letters, digits, _ and - only');
  }
  return {
    token,
    apiRoot: read.url('TELEGRAM_API_ROOT') ?? null,
    // A secret of this start will do: Telegram is told it when the webhook is set.
    webhook:
      url === undefined
        ? null
        : { url, secretToken: secretToken ?? randomBytes(24).toString('base64url') },
    admins: read.integers('TELEGRAM_ADMINS') ?? [],
    allowed: read.integers('TELEGRAM_ALLOWED') ?? null,
    questionsPerMinute: read.number(
      'TELEGRAM_QUESTIONS_PER_MINUTE',
      { min: 1, max: 10_000, whole: true },
      10,
    ),
    parallelAnswers: read.number('TELEGRAM_PARALLEL', { min: 1, max: 256, whole: true }, 8),
    waitingPerChat: read.number('TELEGRAM_WAITING', { min: 1, max: 1000, whole: true }, 5),
    publicUrl: read.url('PUBLIC_URL') ?? null,
    ...shared,
  };
}
