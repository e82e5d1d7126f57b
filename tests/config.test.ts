import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig, readDisplaySettings } from '../src/config.js';
import { AppError } from '../src/domain/app-error.js';
import type { Environment } from '../src/read-variables.js';

let root: string;
let projectFolder: string;
let cwd: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'report-qa-config-'));
  projectFolder = join(root, 'project');
  cwd = join(root, 'elsewhere');
  mkdirSync(projectFolder);
  mkdirSync(cwd);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (env: Environment = {}) => readConfig({ env, cwd, projectFolder });

function errorOf(env: Environment): AppError {
  try {
    read(env);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('No AppError was thrown.');
}

describe('readConfig', () => {
  it('keeps everything below the project when nothing is set', () => {
    expect(read()).toMatchObject({
      reportsFolder: join(projectFolder, 'data', 'reports'),
      indexFolder: join(projectFolder, 'data', 'index'),
      modelsFolder: join(projectFolder, 'data', 'models'),
      evalFolder: join(projectFolder, 'data', 'eval'),
      maxReportBytes: 20 * 1024 * 1024,
      indexGate: 5,
      reader: true,
      refusalThreshold: undefined,
      language: 'en',
      colours: 'auto',
      tracing: false,
      debug: false,
    });
    expect(read().modelThreads).toBeGreaterThanOrEqual(1);
    expect(read().modelThreads).toBeLessThanOrEqual(2);
  });

  it('lets the gate of the index be set in points, or switched off', () => {
    expect(read({ INDEX_GATE: '0' }).indexGate).toBe(0);
    expect(read({ INDEX_GATE: 'OFF' }).indexGate).toBeNull();
    expect(errorOf({ INDEX_GATE: 'no' }).message).toContain(
      'INDEX_GATE is "no", but must be a number from 0 to 100, or "off"',
    );
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(read())).toBe(true);
  });

  it('reads relative paths against the current folder', () => {
    const config = read({ REPORTS_DIR: 'mine', INDEX_DIR: join(root, 'index') });
    expect(config.reportsFolder).toBe(join(cwd, 'mine'));
    expect(config.indexFolder).toBe(join(root, 'index'));
  });

  it('completes the environment from .env: the real one first, then the current folder, then the project', () => {
    writeFileSync(join(projectFolder, '.env'), 'MODEL_THREADS=7\nMAX_REPORT_MB=7\nREADER=off\n');
    writeFileSync(join(cwd, '.env'), 'MODEL_THREADS=6\nMAX_REPORT_MB=6\n');
    const config = read({ MODEL_THREADS: '5' });
    expect(config.modelThreads).toBe(5);
    expect(config.maxReportBytes).toBe(6 * 1024 * 1024);
    expect(config.reader).toBe(false);
  });

  it('says that an .env which is a folder cannot be read', () => {
    mkdirSync(join(cwd, '.env'));
    expect(errorOf({}).message).toContain('EISDIR');
  });

  it('takes a variable that is set to nothing as not set', () => {
    expect(read({ MODEL_THREADS: '', READER: ' ', REPORTS_DIR: '' })).toMatchObject({
      reader: true,
      reportsFolder: join(projectFolder, 'data', 'reports'),
    });
  });

  it('names every bad variable, its value and what it may be, at once', () => {
    const error = errorOf({
      MODEL_THREADS: '1.5',
      MAX_REPORT_MB: '0',
      READER: 'maybe',
      REFUSAL_THRESHOLD: '0x1',
      REPORT_QA_LANG: 'fr',
      REPORT_QA_TRACING: 'yes',
    });
    expect(error.code).toBe('config');
    expect(error.hint).toContain('.env.example');
    for (const part of [
      'MODEL_THREADS is "1.5", but must be a whole number from 1 to 64',
      'MAX_REPORT_MB is "0", but must be a number from 0.001 to 60',
      'READER is "maybe", but must be "on" or "off"',
      'REFUSAL_THRESHOLD is "0x1", but must be a number from 0 to 1',
      'REPORT_QA_LANG is "fr", but must be "zh", "zh-Hant", "en"',
      'REPORT_QA_TRACING is "yes", but must be "1" or "0"',
    ]) {
      expect(error.message).toContain(part);
    }
  });

  it('does not print a long value whole: it may be a secret in the wrong place', () => {
    expect(errorOf({ READER: 'sk-0123456789abcdef' }).message).not.toContain('9abcdef');
  });

  it('switches LangChain tracing off, whatever the environment and .env say', () => {
    writeFileSync(join(cwd, '.env'), 'LANGSMITH_TRACING=true\n');
    const env: Environment = { LANGCHAIN_TRACING_V2: 'true' };
    read(env);
    expect(env).toMatchObject({
      LANGSMITH_TRACING: 'false',
      LANGSMITH_TRACING_V2: 'false',
      LANGCHAIN_TRACING: 'false',
      LANGCHAIN_TRACING_V2: 'false',
    });
  });

  it('leaves tracing alone when it is asked for', () => {
    const env: Environment = { LANGCHAIN_TRACING_V2: 'true', REPORT_QA_TRACING: '1' };
    expect(read(env).tracing).toBe(true);
    expect(env.LANGCHAIN_TRACING_V2).toBe('true');
    expect(env.LANGSMITH_TRACING).toBeUndefined();
  });
});

describe('readDisplaySettings', () => {
  const display = (env: Environment) => readDisplaySettings({ env, cwd, projectFolder });

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-Hans'],
    [{ LANG: 'zh' }, 'zh-Hans'],
    [{ LANG: 'zh_TW.UTF-8' }, 'zh-Hant'],
    [{ LANG: 'zh_Hant_HK' }, 'zh-Hant'],
    [{ LANG: 'zha_CN' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'zh_HK' }, 'zh-Hant'],
    [{ LANG: 'en_GB.UTF-8', REPORT_QA_LANG: 'zh' }, 'zh-Hans'],
    [{ LANG: 'zh_CN', REPORT_QA_LANG: 'en' }, 'en'],
    [{ REPORT_QA_LANG: 'zh-Hant' }, 'zh-Hant'],
    [{ LANG: 'zh_CN', REPORT_QA_LANG: 'nonsense' }, 'zh-Hans'],
  ] as const)('takes the language of messages from %j: %s', (env, language) => {
    expect(display({ ...env }).language).toBe(language);
  });

  it.each([
    [{}, 'auto'],
    [{ NO_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '' }, 'auto'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ TERM: 'dumb' }, 'never'],
  ] as const)('takes colours from %j: %s', (env, colours) => {
    expect(display({ ...env }).colours).toBe(colours);
  });

  it('does not mind a configuration that cannot be used', () => {
    expect(display({ MODEL_THREADS: 'many' }).language).toBe('en');
  });
});
