import { accessSync, constants } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { refuseOpenAddress } from '../../src/channels/http/refuse-open-address.js';
import { type Config, readConfig } from '../../src/config.js';
import {
  knownVariables,
  projectFolder,
  readProjectFile,
  readVariableNames,
} from './read-variable-names.js';

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const text = readProjectFile('compose.yaml');
const { services } = parse(text, { merge: true }) as {
  services: Readonly<Record<'bot' | 'second' | 'postgres', Service>>;
};
const bots = [services.bot, services.second];
const all = Object.entries(services);

/** As compose fills it in: `:-` gives a value where the variable is not set, `:?` ends with an error. */
function fillIn(value: string, variables: Readonly<Record<string, string>>): string {
  return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/gu, (_, name, kind, rest) => {
    const set = variables[name] ?? '';
    if (set === '' && kind === '?') throw new Error(rest);
    return set === '' && kind === '-' ? rest : set;
  });
}

const filled = {
  POSTGRES_PASSWORD: 'administrators-password',
  DATABASE_PASSWORD: '0123456789abcdef',
  HTTP_API_KEYS: 'first-key-of-a-test,second-key-of-a-test:admin',
  TELEGRAM_BOT_TOKEN: '123:abcdefgh',
};

function configOf({ environment }: Service): Config {
  const given = Object.entries(environment).map(([name, value]) => [name, fillIn(value, filled)]);
  const env = { ...filled, ...Object.fromEntries(given) };
  return readConfig({ env, cwd: '/app', projectFolder: '/app' });
}

describe('compose.yaml', () => {
  it.each(all)('shuts %s in', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.any(String),
      logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
      restart: 'unless-stopped',
    });
    expect(service.tmpfs).toContain('/tmp');
    expect(service.privileged ?? false).toBe(false);
  });

  it.each(all)('publishes %s on this machine only', (_name, service) => {
    for (const port of (service.ports ?? []) as string[]) expect(port).toMatch(/^127\.0\.0\.1:/u);
  });

  it('lets nothing but the bot reach the database', () => {
    expect(services.postgres.ports).toBeUndefined();
    expect(services.postgres.networks).toEqual(['database']);
    expect(parse(text, { merge: true }).networks.database.internal).toBe(true);
  });

  it('sets variables that the program knows', () => {
    for (const { environment } of bots) {
      const { POSTGRES_PASSWORD, ...own } = environment;
      expect(POSTGRES_PASSWORD).toBe('');
      for (const name of Object.keys(own)) expect(knownVariables()).toContain(name);
    }
  });

  it('holds no secret, and does not start without one', () => {
    const secrets = all.flatMap(([, { environment }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|KEY|TOKEN|SECRET|URL/u.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(5);
    for (const [, value] of secrets.filter(([, one]) => one !== '')) {
      expect(() => fillIn(value, {})).toThrow(/^Set \w+ in \.env$/u);
    }
  });

  it('asks for nothing that deploy/example.env does not name', () => {
    const names = [...text.matchAll(/\$\{(\w+)/gu)].map(([, name = '']) => name);
    const { set, offered } = readVariableNames('deploy/example.env');
    for (const name of names) expect([...set, ...offered]).toContain(name);
    const required = [...text.matchAll(/\$\{(\w+):\?/gu)].map(([, name = '']) => name);
    expect(new Set(set)).toEqual(new Set(required));
  });

  it('gives the program a configuration that it starts with', () => {
    for (const service of bots) {
      const { http, database } = configOf(service);
      expect(http.host).toBe('0.0.0.0');
      expect(() => refuseOpenAddress(http)).not.toThrow();
      expect(new URL(database?.url ?? '').host).toBe('postgres:5432');
      const [port = ''] = service.ports as string[];
      expect(port.split(':').at(-1)).toBe(String(http.port));
    }
  });

  it('has one process that indexes and takes messages of Telegram', () => {
    expect(bots.map((bot) => configOf(bot).database?.indexes)).toEqual([true, false]);
    expect(bots.map((bot) => configOf(bot).telegram !== null)).toEqual([true, false]);
  });

  it('starts the second process on request only', () => {
    expect(services.second.profiles).toEqual(['second']);
    expect(services.bot.profiles).toBeUndefined();
  });

  it('makes the database user by a script that is there, and connects as that user', () => {
    const mounts = services.postgres.volumes as string[];
    const [script = ''] = mounts.find((mount) => mount.startsWith('./'))?.split(':') ?? [];
    accessSync(`${projectFolder}/${script}`, constants.X_OK);
    const { username, pathname } = new URL(configOf(services.bot).database?.url ?? '');
    expect(readProjectFile(script)).toContain(`CREATE ROLE ${username} LOGIN`);
    expect(pathname).toBe(`/${services.postgres.environment.POSTGRES_DB}`);
  });
});

describe('deploy/example.env', () => {
  it('offers variables that the program or compose.yaml knows, and no secret', () => {
    const { set, offered } = readVariableNames('deploy/example.env');
    for (const name of [...set, ...offered]) {
      expect(knownVariables().has(name) || text.includes(`\${${name}:`), name).toBe(true);
    }
    const values = [...readProjectFile('deploy/example.env').matchAll(/^\w+=(.*)$/gmu)];
    expect(values.map(([, value]) => value)).toEqual(set.map(() => ''));
  });
});
