import { describe, expect, it } from 'vitest';
import { readHttpSettings, readTelegramSettings } from '../src/read-channel-settings.js';
import { readDatabaseSettings } from '../src/read-database-settings.js';
import { readModelSettings } from '../src/read-model-settings.js';
import { createVariableReader, type Environment } from '../src/read-variables.js';

/** What is read, and what was wrong. */
function settings(env: Environment) {
  const problems: string[] = [];
  const read = createVariableReader(env, problems);
  return {
    models: readModelSettings(read, 'prompts'),
    http: readHttpSettings(read, 1000),
    telegram: readTelegramSettings(read, { maxReportBytes: 1000, retentionDays: 90 }),
    problems,
  };
}

describe('readModelSettings', () => {
  it('sends nothing anywhere unless a key or an address is set', () => {
    const { models, problems } = settings({});
    expect(models).toMatchObject({ chat: null, embedding: null });
    expect(problems).toEqual([]);
  });

  it('answers with a model when a key is set, at OpenAI unless told otherwise', () => {
    const { chat } = settings({ OPENAI_API_KEY: ' sk-1\n' }).models;
    expect(chat).toMatchObject({ apiKey: 'sk-1', baseUrl: 'https://api.openai.com/v1' });
  });

  it('answers with a server of its own that needs no key', () => {
    const { chat } = settings({ OPENAI_BASE_URL: 'http://127.0.0.1:8099/v1/' }).models;
    expect(chat?.baseUrl).toBe('http://127.0.0.1:8099/v1');
    expect(chat?.apiKey).not.toBe('');
  });

  it('sends nothing with ANSWERS=extractive, whatever else is set', () => {
    const env = { ANSWERS: 'extractive', OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://x/v1' };
    expect(settings(env).models.chat).toBeNull();
  });

  it('asks for what ANSWERS=llm lacks', () => {
    expect(settings({ ANSWERS: 'llm' }).problems).toEqual([
      'ANSWERS is "llm", which needs OPENAI_API_KEY or OPENAI_BASE_URL',
    ]);
  });

  it('takes no temperature, or a number from 0 to 2', () => {
    const temperature = (value: string) =>
      settings({ OPENAI_API_KEY: 'k', OPENAI_TEMPERATURE: value });
    expect(temperature('none').models.chat?.temperature).toBeNull();
    expect(temperature('0.7').models.chat?.temperature).toBe(0.7);
    expect(temperature('3').problems).toHaveLength(1);
  });

  it('never sends the key of the chat server to an embedding server of another address', () => {
    const env = { EMBEDDINGS: 'openai', OPENAI_API_KEY: 'sk-1' };
    expect(settings(env).models.embedding?.apiKey).toBe('sk-1');
    const apart = settings({ ...env, EMBEDDINGS_BASE_URL: 'http://other/v1' }).models.embedding;
    expect(apart).toMatchObject({ baseUrl: 'http://other/v1', batchSize: 10, dimensions: null });
    expect(apart?.apiKey).not.toBe('sk-1');
  });

  it('refuses an address that is none, without repeating it', () => {
    const { problems } = settings({ OPENAI_BASE_URL: 'user:secret@host' });
    expect(problems).toEqual([
      'OPENAI_BASE_URL must be an address that begins with http:// or https://',
    ]);
  });
});

describe('readHttpSettings', () => {
  it('stays on this machine, without keys, webhook and callbacks', () => {
    expect(settings({}).http).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      apiKeys: [],
      webhookSecrets: [],
      callbackSecret: null,
      callbackHosts: [],
      callbackPrivate: false,
      logQuestions: false,
    });
  });

  it('reads keys with their scopes, and refuses short ones without repeating them', () => {
    const { http, problems } = settings({ HTTP_API_KEYS: 'long-enough, other:key-1:admin' });
    expect(http.apiKeys).toEqual([
      { secret: 'long-enough', scope: 'ask' },
      { secret: 'other:key-1', scope: 'admin' },
    ]);
    expect(problems).toEqual([]);
    const short = settings({ HTTP_API_KEYS: 'tiny' });
    expect(short.problems[0]).not.toContain('tiny');
    expect(short.problems).toHaveLength(1);
  });

  it('takes an old and a new webhook secret, not a third', () => {
    expect(settings({ WEBHOOK_SECRET: 'new,old' }).http.webhookSecrets).toEqual(['new', 'old']);
    expect(settings({ WEBHOOK_SECRET: 'a,b,c' }).problems).toHaveLength(1);
  });

  it('wants a secret of their own for callbacks', () => {
    const env = { WEBHOOK_SECRET: 'new,old', CALLBACK_SECRET: 'old' };
    expect(settings(env).problems).toEqual([
      'CALLBACK_SECRET must be another secret than WEBHOOK_SECRET',
    ]);
    expect(settings({ ...env, CALLBACK_SECRET: 'third' }).problems).toEqual([]);
  });
});

describe('readTelegramSettings', () => {
  it('is off without a token', () => {
    expect(settings({ TELEGRAM_ADMINS: '1' }).telegram).toBeNull();
  });

  it('polls, for everyone, by default', () => {
    expect(settings({ TELEGRAM_BOT_TOKEN: '123:abc_DEF-9' }).telegram).toMatchObject({
      webhook: null,
      allowed: null,
      admins: [],
      retentionDays: 90,
    });
  });

  it('tells an empty list of allowed chats from none, and refuses names', () => {
    const env = { TELEGRAM_BOT_TOKEN: '123:abc_DEF-9' };
    const { telegram } = settings({ ...env, TELEGRAM_ALLOWED: '42,-1001' });
    expect(telegram?.allowed).toEqual([42, -1001]);
    expect(settings({ ...env, TELEGRAM_ALLOWED: '@me' }).problems).toHaveLength(1);
  });

  it('makes a secret for its webhook when none is given, a new one each time', () => {
    const env = {
      TELEGRAM_BOT_TOKEN: '123:abc_DEF-9',
      TELEGRAM_WEBHOOK_URL: 'https://x.example/t',
    };
    const [one, other] = [settings(env).telegram?.webhook, settings(env).telegram?.webhook];
    expect(one?.secretToken).toMatch(/^[\w-]{20,}$/u);
    expect(one?.secretToken).not.toBe(other?.secretToken);
  });

  it('refuses what is no token, without repeating it', () => {
    const { problems } = settings({ TELEGRAM_BOT_TOKEN: 'my secret' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('secret');
  });
});

describe('readDatabaseSettings', () => {
  const database = (env: Environment) => {
    const problems: string[] = [];
    return { settings: readDatabaseSettings(createVariableReader(env, problems)), problems };
  };

  it('keeps everything in files without an address', () => {
    expect(database({})).toEqual({ settings: null, problems: [] });
  });

  it('reads the address, the schema and whether this process indexes', () => {
    const url = 'postgres://user:secret@host/reports';
    expect(database({ DATABASE_URL: url }).settings).toEqual({
      ...{ url, schema: 'report_qa', indexes: true },
    });
    const env = { DATABASE_URL: url, DATABASE_SCHEMA: 'mine', DATABASE_INDEXER: 'off' };
    expect(database(env).settings).toMatchObject({ schema: 'mine', indexes: false });
  });

  it('refuses another kind of address and a schema that is no plain name, without repeating a password', () => {
    expect(database({ DATABASE_URL: 'mysql://user:secret@host/x' }).problems).toEqual([
      'DATABASE_URL must be an address that begins with postgres://',
    ]);
    expect(database({ DATABASE_SCHEMA: 'a"; drop' }).problems).toHaveLength(1);
  });
});
