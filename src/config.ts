import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import type { Language } from './domain/answer.js';
import { AppError } from './domain/app-error.js';

export type Environment = Record<string, string | undefined>;

export interface ConfigOptions {
  /** The real environment, which always wins; it is completed from `.env`. */
  readonly env?: Environment;
  /** Relative paths are read against it. */
  readonly cwd?: string;
  readonly projectFolder: string;
}

/** What the messages and the colours of a terminal depend on; reading it never fails. */
export interface DisplaySettings {
  readonly language: Language;
  /** `auto`: on terminals only. */
  readonly colours: 'always' | 'never' | 'auto';
  /** Whether an unexpected error is shown with its stack. */
  readonly debug: boolean;
}

export interface Config extends DisplaySettings {
  readonly projectFolder: string;
  readonly reportsFolder: string;
  readonly indexFolder: string;
  readonly modelsFolder: string;
  readonly evalFolder: string;
  readonly maxReportBytes: number;
  readonly modelThreads: number;
  /** Whether the built-in reader model picks the answer's words. */
  readonly reader: boolean;
  /** From 0 to 1; undefined means the built-in threshold. */
  readonly refusalThreshold: number | undefined;
  readonly tracing: boolean;
}

const TRACING_VARIABLES = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
] as const;

const BYTES_PER_MEGABYTE = 1024 * 1024;
const LANGUAGES: Readonly<Record<string, Language>> = {
  zh: 'zh-Hans',
  'zh-hans': 'zh-Hans',
  'zh-cn': 'zh-Hans',
  'zh-hant': 'zh-Hant',
  'zh-tw': 'zh-Hant',
  'zh-hk': 'zh-Hant',
  en: 'en',
};

/**
 * The whole configuration, frozen. Completes `env` from the `.env` files of `cwd` and of the project (in this order,
 * neither overrides what is set) and switches LangChain's tracing off in it.
 * Throws `config`, naming every variable that cannot be used.
 */
export function readConfig(options: ConfigOptions): Config {
  const { env, cwd, projectFolder } = withDefaults(options);
  const problems = completeFromFiles(env, [join(cwd, '.env'), join(projectFolder, '.env')]);
  const read = variableReader(env, problems);
  const folder = (name: string, fallback: string): string => {
    const value = env[name]?.trim();
    return value ? resolve(cwd, value) : join(projectFolder, 'data', fallback);
  };
  const tracing = read.flag('REPORT_QA_TRACING', ['1', '0'], false);
  read.choice('REPORT_QA_LANG', ['zh', 'zh-Hant', 'en'], (value) => languageNamed(value) !== null);
  const config: Config = Object.freeze({
    ...displaySettings(env),
    projectFolder,
    reportsFolder: folder('REPORTS_DIR', 'reports'),
    indexFolder: folder('INDEX_DIR', 'index'),
    modelsFolder: folder('MODELS_DIR', 'models'),
    evalFolder: folder('EVAL_DIR', 'eval'),
    maxReportBytes: Math.floor(
      read.number('MAX_REPORT_MB', { min: 0.001, max: 60 }, 20) * BYTES_PER_MEGABYTE,
    ),
    modelThreads: read.number(
      'MODEL_THREADS',
      { min: 1, max: 64, whole: true },
      Math.min(2, availableParallelism()),
    ),
    reader: read.flag('READER', ['on', 'off'], true),
    refusalThreshold: read.number('REFUSAL_THRESHOLD', { min: 0, max: 1 }, undefined),
    tracing,
  });
  if (problems.length > 0) {
    throw new AppError(`The configuration cannot be used: ${problems.join('; ')}.`, {
      code: 'config',
      hint: 'Correct it in the environment or in .env; .env.example explains every variable.',
    });
  }
  // Any of these at "true" makes LangChain post texts to LangSmith, even without a key.
  if (!tracing) for (const name of TRACING_VARIABLES) env[name] = 'false';
  return config;
}

/** What can be known before, and without, a valid configuration. */
export function readDisplaySettings(options: ConfigOptions): DisplaySettings {
  const { env, cwd, projectFolder } = withDefaults(options);
  completeFromFiles(env, [join(cwd, '.env'), join(projectFolder, '.env')]);
  return Object.freeze(displaySettings(env));
}

function withDefaults(options: ConfigOptions): Required<ConfigOptions> {
  return { env: process.env, cwd: process.cwd(), ...options };
}

/** Returns what is wrong with the files; a file that is not there is not wrong. */
function completeFromFiles(env: Environment, files: readonly string[]): string[] {
  const problems: string[] = [];
  for (const file of new Set(files)) {
    try {
      for (const [name, value] of Object.entries(parse(readFileSync(file)))) env[name] ??= value;
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') {
        problems.push(`${file} cannot be read (${code})`);
      }
    }
  }
  return problems;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function displaySettings(env: Environment): DisplaySettings {
  return {
    language: languageNamed(env.REPORT_QA_LANG ?? '') ?? languageOfLocale(env),
    colours: colourChoice(env),
    debug: env.REPORT_QA_DEBUG === '1',
  };
}

function languageNamed(value: string): Language | null {
  return LANGUAGES[value.trim().replace('_', '-').toLowerCase()] ?? null;
}

/** POSIX order: the first of the three that is set decides. */
function languageOfLocale(env: Environment): Language {
  const locale = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase();
  if (!/^zh(?![a-z])/u.test(locale)) return 'en';
  return /^zh[-_](?:tw|hk|mo|hant)/u.test(locale) ? 'zh-Hant' : 'zh-Hans';
}

function colourChoice(env: Environment): DisplaySettings['colours'] {
  if (env.NO_COLOR) return 'never';
  if (env.FORCE_COLOR === '0' || env.FORCE_COLOR === 'false') return 'never';
  if (env.FORCE_COLOR !== undefined) return 'always';
  return env.TERM === 'dumb' ? 'never' : 'auto';
}

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

interface VariableReader {
  number<Fallback extends number | undefined>(
    name: string,
    range: NumberRange,
    fallback: Fallback,
  ): number | Fallback;
  flag(name: string, values: readonly [on: string, off: string], fallback: boolean): boolean;
  choice(name: string, values: readonly string[], accepts: (value: string) => boolean): void;
}

/** A variable that is set to nothing counts as not set, since `.env` files are full of `NAME=`. */
function variableReader(env: Environment, problems: string[]): VariableReader {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const report = (name: string, valid: string): void => {
    problems.push(`${name} is ${JSON.stringify(shorten(env[name] ?? ''))}, but must be ${valid}`);
  };
  return {
    number(name, { min, max, whole = false }, fallback) {
      const value = given(name);
      if (value === undefined) return fallback;
      const number = /^-?\d*\.?\d+$/u.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number;
      report(name, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
      return fallback;
    },
    flag(name, [on, off], fallback) {
      const value = given(name)?.toLowerCase();
      if (value === on) return true;
      if (value === off) return false;
      if (value !== undefined) report(name, `"${on}" or "${off}"`);
      return fallback;
    },
    choice(name, values, accepts) {
      const value = given(name);
      if (value !== undefined && !accepts(value)) {
        report(name, values.map((valid) => `"${valid}"`).join(', '));
      }
    },
  };
}

/** A misplaced secret must not be printed whole. */
function shorten(value: string): string {
  return value.length > 12 ? `${value.slice(0, 6)}…` : value;
}
