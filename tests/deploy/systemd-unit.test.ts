import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import {
  knownVariables,
  projectFolder,
  readProjectFile,
  readVariableNames,
} from './read-variable-names.js';

const settings = readProjectFile('deploy/report-qa.service')
  .split('\n')
  .flatMap((line) => {
    const [, name, value] = /^([A-Z]\w*)=(.*)$/u.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
const valuesOf = (name: string) =>
  settings.filter((setting) => setting.name === name).map(({ value }) => value);

describe('deploy/report-qa.service', () => {
  const environment = Object.fromEntries(
    valuesOf('Environment').map((pair) => pair.replace('%S', '/var/lib').split('=')),
  );

  it('has its folders where it may write', () => {
    const config = readConfig({
      env: { ...environment },
      cwd: '/',
      projectFolder: '/opt/report-qa',
    });
    const writable = valuesOf('StateDirectory').flatMap((value) => value.split(' '));
    for (const folder of [config.reportsFolder, config.indexFolder, config.stateFolder]) {
      expect(writable.map((name) => `/var/lib/${name}`)).toContain(folder);
    }
    expect(valuesOf('StateDirectoryMode')).toEqual(['0700']);
  });

  it('sets variables that the program knows, and offers no others', () => {
    for (const name of Object.keys(environment)) expect(knownVariables()).toContain(name);
    const { set, offered } = readVariableNames('deploy/report-qa.env');
    expect(set).toEqual([]);
    for (const name of offered) expect(knownVariables()).toContain(name);
  });

  it('runs the program as a user of its own, with the rest of the system out of reach', () => {
    const [command = ''] = valuesOf('ExecStart');
    expect(command).toBe('/usr/bin/node /opt/report-qa/dist/main.js serve');
    expect(valuesOf('User')).toEqual(['report-qa']);
    expect(valuesOf('ProtectSystem')).toEqual(['strict']);
    expect(valuesOf('NoNewPrivileges')).toEqual(['yes']);
    expect(valuesOf('CapabilityBoundingSet')).toEqual(['']);
  });

  it('leaves the compiler of V8 and the files of /proc that are read alone', () => {
    expect(valuesOf('MemoryDenyWriteExecute')).toEqual([]);
    expect(valuesOf('ProcSubset')).toEqual([]);
  });

  it('takes the exit code after SIGTERM for a success, and starts again after failures', () => {
    const [, terminated] = /TERMINATED = (\d+)/u.exec(readProjectFile('src/main.ts')) ?? [];
    expect(valuesOf('SuccessExitStatus')).toEqual([terminated]);
    expect(valuesOf('Restart')).toEqual(['on-failure']);
  });
});

describe('docs/DEPLOYMENT.md', () => {
  const text = readProjectFile('docs/DEPLOYMENT.md');

  it('names files that are there', () => {
    const names = new Set(text.match(/\bdeploy\/[\w.-]*\w/gu));
    expect(names.size).toBeGreaterThan(2);
    for (const name of names) expect(existsSync(`${projectFolder}/${name}`), name).toBe(true);
  });

  it('names variables that are there', () => {
    const named = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/gu)];
    const { set, offered } = readVariableNames('deploy/example.env');
    const known = new Set([...knownVariables(), ...set, ...offered]);
    for (const [, name = ''] of named) expect(known).toContain(name);
  });
});
