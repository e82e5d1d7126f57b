#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CliIo, CliOutput, ServedChannels } from './channels/cli/cli-io.js';
import { type Config, type DisplaySettings, readConfig, readDisplaySettings } from './config.js';
import type { App } from './domain/app.js';
import { AppError } from './domain/app-error.js';

const INTERRUPTED = 130;
const TERMINATED = 143;
const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

async function main(argv: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const exitCodeOfSignal = endOnSignals(controller);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  const app = appOnDemand({ warmModels: wantsAnswers(argv) });
  // The models load in their own thread: the sooner they begin, the sooner they are there.
  if (wantsAnswers(argv)) app.open().catch(() => {});
  const io = terminalIo(readDisplaySettings({ projectFolder }), app, controller.signal);
  const { runCli } = await import('./channels/cli/run-cli.js');
  const exitCode = await runCli(argv, io);
  await app.close();
  // Threads and watchers that are still about must not keep a finished command alive.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit(exitCode === INTERRUPTED ? exitCodeOfSignal() : exitCode);
}

function wantsAnswers(argv: readonly string[]): boolean {
  return (
    /^(?:ask|chat)$/u.test(argv[0] ?? '') && !argv.some((word) => /^(?:-h|--help)$/u.test(word))
  );
}

interface AppOnDemand {
  config(): Config;
  open(): Promise<App>;
  /** A failure to close is no failure of the command. */
  close(): Promise<void>;
}

function appOnDemand({ warmModels }: { readonly warmModels: boolean }): AppOnDemand {
  let config: Config | null = null;
  let opening: Promise<App> | null = null;
  const readOnce = (): Config => {
    config ??= readConfig({ projectFolder });
    return config;
  };
  const open = async (): Promise<App> => {
    const config = readOnce();
    const { openApp } = await import('./compose.js').catch(explainMissingModule);
    return openApp(config, { warmModels });
  };
  return {
    config: readOnce,
    open() {
      opening ??= open();
      return opening;
    },
    async close() {
      await opening?.then((app) => app.close()).catch(() => {});
    },
  };
}

const UNLOADABLE = ['ERR_DLOPEN_FAILED', 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

/** Packages that are missing, or built for another Node, show when the App is loaded. */
function explainMissingModule(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!UNLOADABLE.includes(code)) throw error;
  throw new AppError(`A package cannot be loaded by Node ${process.version} (${code}).`, {
    code: 'native_module',
    hint: 'Run `npm ci` with the Node version that runs report-qa; REPORT_QA_DEBUG=1 names the package.',
    cause: error,
  });
}

function terminalIo(display: DisplaySettings, app: AppOnDemand, signal: AbortSignal): CliIo {
  const colour = (stream: CliOutput): boolean =>
    display.colours === 'always' || (display.colours === 'auto' && stream.isTTY === true);
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    colours: { stdout: colour(process.stdout), stderr: colour(process.stderr) },
    language: display.language,
    debug: display.debug,
    version: packageVersion(),
    signal,
    openApp: app.open,
    reportsFolder: () => app.config().reportsFolder,
    serve: (what, io) => runServers(what, io, app.config()),
    async evaluate(args, io) {
      const config = app.config();
      const { openPipeline } = await import('./compose-pipeline.js').catch(explainMissingModule);
      const { loadProviders } = await import('./compose-providers.js');
      const providers = await loadProviders(config);
      const { runEval } = await import('./eval/run-eval.js');
      return runEval({
        args,
        evalFolder: config.evalFolder,
        folders: { reports: config.reportsFolder, index: config.indexFolder },
        openPipeline: (folders, changes) => openPipeline(config, providers, folders, changes),
        signal: io.signal,
        streams: {
          out: (line) => io.stdout.write(`${line}\n`),
          note: (line) => io.stderr.write(`${line}\n`),
        },
      });
    },
  };
}

async function runServers(what: ServedChannels, io: CliIo, config: Config): Promise<void> {
  const { openServices } = await import('./compose.js').catch(explainMissingModule);
  const { serve } = await import('./serve.js').catch(explainMissingModule);
  const { createServeView } = await import('./channels/cli/serve-view.js');
  const { createServerLog } = await import('./create-server-log.js');
  const log = createServerLog(config.http.logLevel);
  const services = await openServices(config, {
    rememberAnswers: true,
    searchApart: true,
    onModelFailure: ({ code, message, hint }) =>
      log.warn({ event: 'model_failed', code, message, hint }),
  });
  const view = createServeView(services.app, io);
  await serve({
    config,
    services,
    log,
    what,
    version: packageVersion(),
    signal: io.signal,
    onHttp: view.http,
    onBot: view.bot,
    onIndexed: view.indexed,
  });
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  return String(version);
}

/** The first signal asks the command to end, the second does not ask. Gives the exit code of the one that came. */
function endOnSignals(controller: AbortController): () => number {
  let received = INTERRUPTED;
  for (const [signal, exitCode] of [
    ['SIGINT', INTERRUPTED],
    ['SIGTERM', TERMINATED],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCode);
      received = exitCode;
      controller.abort();
    });
  }
  return () => received;
}

/** Each write tells its own failure; without a listener, the event would end the process. */
function ignoreClosedPipe(): void {}

await main(process.argv.slice(2));
