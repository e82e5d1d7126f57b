import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import type { HttpSettings } from './channels/http/http-settings.js';
import type { TelegramSettings } from './channels/telegram/telegram-settings.js';
import type { Language } from './domain/answer.js';
import { AppError } from './domain/app-error.js';
import type { ModelSettings } from './models/model-settings.js';
import { readHttpSettings, readTelegramSettings } from './read-channel-settings.js';
import { readDatabaseSettings, type SharedDatabase } from './read-database-settings.js';
import { readModelSettings } from './read-model-settings.js';
import { createVariableReader, type Environment, type VariableReader } from './read-variables.js';

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
  /** By so many of 100 questions of `evalFolder` fewer may be answered right after a flip; null: nothing is asked. */
  readonly indexGate: number | null;
  /** What people wrote and what is owed to them. */
  readonly stateFolder: string;
  /** Null: index and state are in the folders above. */
  readonly database: SharedDatabase | null;
  readonly maxReportBytes: number;
  /** Bytes of reports above which the index keeps nothing of single sentences that a question can make anew. */
  readonly bigFromBytes: number;
  readonly modelThreads: number;
  /** Whether the built-in reader model picks the answer's words. */
  readonly reader: boolean;
  /** From 0 to 1; undefined means the built-in threshold. */
  readonly refusalThreshold: number | undefined;
  readonly tracing: boolean;
  readonly modelSettings: ModelSettings;
  readonly http: HttpSettings;
  /** Null without a bot token. */
  readonly telegram: TelegramSettings | null;
  /** What people wrote is kept for so long. */
  readonly retentionDays: number;
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
  const read = createVariableReader(env, problems);
  const folder = (name: string, fallback: string): string => {
    const value = read.text(name);
    return value !== undefined ? resolve(cwd, value) : join(projectFolder, 'data', fallback);
  };
  const tracing = read.flag('REPORT_QA_TRACING', ['1', '0'], false);
  if (languageNamed(read.text('REPORT_QA_LANG') ?? 'en') === null) {
    read.reject('REPORT_QA_LANG', '"zh", "zh-Hant", "en"');
  }
  const maxReportBytes = Math.floor(
    read.number('MAX_REPORT_MB', { min: 0.001, max: 60 }, 20) * BYTES_PER_MEGABYTE,
  );
  const retentionDays = read.number('RETENTION_DAYS', { min: 1, max: 36_500 }, 90);
  const prompts = read.text('PROMPTS_DIR');
  const config: Config = Object.freeze({
    ...displaySettings(env),
    projectFolder,
    reportsFolder: folder('REPORTS_DIR', 'reports'),
    indexFolder: folder('INDEX_DIR', 'index'),
    modelsFolder: folder('MODELS_DIR', 'models'),
    evalFolder: folder('EVAL_DIR', 'eval'),
    indexGate: readIndexGate(read),
    stateFolder: folder('STATE_DIR', 'state'),
    database: readDatabaseSettings(read),
    maxReportBytes,
    bigFromBytes: read.number('BIG_COLLECTION_MB', { min: 0, max: 1e6 }, 5) * BYTES_PER_MEGABYTE,
    modelThreads: read.number(
      'MODEL_THREADS',
      { min: 1, max: 64, whole: true },
      Math.min(2, availableParallelism()),
    ),
    reader: read.flag('READER', ['on', 'off'], true),
    refusalThreshold: read.number('REFUSAL_THRESHOLD', { min: 0, max: 1 }, undefined),
    tracing,
    modelSettings: readModelSettings(
      read,
      prompts === undefined ? join(projectFolder, 'prompts') : resolve(cwd, prompts),
    ),
    http: readHttpSettings(read, maxReportBytes),
    telegram: readTelegramSettings(read, { maxReportBytes, retentionDays }),
    retentionDays,
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

function readIndexGate(read: VariableReader): number | null {
  if (read.text('INDEX_GATE')?.toLowerCase() === 'off') return null;
  return read.number('INDEX_GATE', { min: 0, max: 100, or: 'off' }, 5);
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
