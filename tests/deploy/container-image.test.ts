import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpContext } from '../../src/channels/http/http-context.js';
import { refuseOpenAddress } from '../../src/channels/http/refuse-open-address.js';
import { routesHealth } from '../../src/channels/http/routes-health.js';
import { readConfig } from '../../src/config.js';
import { AppError } from '../../src/domain/app-error.js';
import { knownVariables, projectFolder, readProjectFile } from './read-variable-names.js';

interface Instruction {
  readonly name: string;
  readonly text: string;
}

function readInstructions(): Instruction[] {
  const joined = readProjectFile('Dockerfile')
    .replace(/^\s*#.*\n/gmu, '')
    .replace(/\\\n\s*/gu, '');
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/u.exec(line) ?? [];
      return { name, text };
    });
}

const instructions = readInstructions();
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const lastOf = (name: string): string =>
  lastStage.findLast((instruction) => instruction.name === name)?.text ?? '';

/** Of both stages, without what one stage takes from another. */
const copied = instructions
  .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from'))
  .map(({ text }) => text.split(/\s+/u))
  .map((words) => ({ sources: words.slice(0, -1), target: words.at(-1) ?? '' }));

const environment = Object.fromEntries(
  lastStage
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/u))
    .map((pair) => pair.split('=') as [string, string]),
);

describe('what goes into the image', () => {
  it('is in the repository, and let in by .dockerignore', () => {
    const rules = readProjectFile('.dockerignore').split('\n');
    const sources = copied.flatMap((one) => one.sources);
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect(existsSync(`${projectFolder}/${source}`), source).toBe(true);
      expect(rules).toContain(`!${source}`);
    }
  });

  it('is nothing that the Dockerfile does not name', () => {
    const [first, ...rules] = readProjectFile('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const sources = copied.flatMap((one) => one.sources);
    expect(rules.map((rule) => rule.slice(1)).sort()).toEqual([...new Set(sources)].sort());
  });

  it('has every folder that the program reads', () => {
    const config = readConfig({ env: { ...environment }, cwd: '/app', projectFolder: '/app' });
    const targets = lastStage
      .filter(({ name }) => name === 'COPY')
      .map(({ text }) => text.split(/\s+/u).at(-1) ?? '')
      .map((target) => (target.startsWith('/') ? target : `/app/${target}`));
    for (const folder of [
      config.modelsFolder,
      config.modelSettings.promptsFolder,
      config.evalFolder,
      config.reportsFolder,
      '/app/data/glossary',
      '/app/dist',
      '/app/node_modules',
    ]) {
      expect(targets).toContain(folder);
    }
  });
});

describe('the image', () => {
  it('sets variables that the program knows, to values that it takes', () => {
    expect(Object.keys(environment).length).toBeGreaterThan(3);
    for (const name of Object.keys(environment)) expect(knownVariables()).toContain(name);
  });

  it('keeps index and state outside the program, which may be read-only', () => {
    const config = readConfig({ env: { ...environment }, cwd: '/app', projectFolder: '/app' });
    const made = lastOf('RUN');
    for (const folder of [config.indexFolder, config.stateFolder]) {
      expect(folder).not.toMatch(/^\/app/u);
      expect(made).toContain(folder);
    }
  });

  it('listens for the outside, but never without keys unless that is asked for', () => {
    const config = readConfig({ env: { ...environment }, cwd: '/app', projectFolder: '/app' });
    expect(config.http.host).toBe('0.0.0.0');
    expect(lastOf('EXPOSE')).toBe(String(config.http.port));
    expect(() => refuseOpenAddress(config.http)).toThrow(AppError);
  });

  it('runs as a numbered user that is not root', () => {
    expect(lastOf('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/u);
  });

  it('starts node itself, so that it is told to stop', () => {
    expect(JSON.parse(lastOf('ENTRYPOINT'))).toEqual(['node', '/app/dist/main.js']);
    expect(JSON.parse(lastOf('CMD'))).toEqual(['serve']);
  });

  it('is built and run on one base, of the Node that package.json asks for', () => {
    const bases = instructions
      .filter(({ name }) => name === 'FROM')
      .map(({ text }) => text.split(' ')[0]);
    expect(new Set(bases).size).toBe(1);
    const { engines } = JSON.parse(readProjectFile('package.json'));
    expect(`>=${/node:(\d+)/u.exec(bases[0] ?? '')?.[1]}`).toBe(engines.node);
  });
});

describe('the health check of the image', () => {
  const [, json = '[]'] = /CMD\s+(\[.*\])$/u.exec(lastOf('HEALTHCHECK')) ?? [];
  const [, ...words] = JSON.parse(json) as string[];
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const asked: string[] = [];
  async function serveStatus(status: number): Promise<number> {
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
  const exitCode = (port: number): Promise<number> =>
    new Promise((resolve) => {
      execFile(process.execPath, words, { env: { HTTP_PORT: String(port) } }, (error) =>
        resolve(error === null ? 0 : Number(error.code)),
      );
    });

  it('asks a route that the server has', async () => {
    const server = fastify();
    routesHealth(server, {} as unknown as HttpContext);
    expect(await exitCode(await serveStatus(200))).toBe(0);
    const [path = ''] = asked;
    expect(server.hasRoute({ method: 'GET', url: path })).toBe(true);
    expect(path).toBe('/healthz');
  });

  it('fails for a failing server and for none', async () => {
    const port = await serveStatus(503);
    expect(await exitCode(port)).toBe(1);
    servers[0]?.close();
    expect(await exitCode(port)).toBe(1);
  });
});
