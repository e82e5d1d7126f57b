/** One server, killed again and again on the same folders while people work with it. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './acknowledged.js';
import type { CallbackReceiver } from './callback-receiver.js';
import { faultOfAnswer } from './check-answer.js';
import { checkKept } from './check-kept.js';
import { type DocumentFault, ExpectedDocuments } from './expected-documents.js';
import {
  faultOfDoctor,
  firstReports,
  foldersIn,
  type IndexingBench,
  type KilledMoment,
  writeReport,
} from './indexing-moments.js';
import { draftsIn, leftoversIn } from './leftovers.js';
import { type MadeReport, makeReport } from './made-report.js';
import { type Folders, type RunningServer, run, startServer } from './program.js';
import { seeded } from './seeded.js';
import { adminKey, ask, hasAllVectors, hasAnswer, listDocuments } from './server-client.js';
import { startWorkload, type Workload } from './workload.js';

/** The kill comes within this time of the first request. */
const workMs = 1500;
/** A document that is not in the index after so long is not coming. */
const freshWithinMs = 60_000;
const webhookSecret = 'kill-webhook-secret';
const fewestReports = 34;

export interface ServingMoment {
  readonly kind: 'upload' | 'delete';
  readonly number: number;
  readonly count: number;
}

/** The folders and what the server said of them. */
export class KilledServer {
  readonly #bench: IndexingBench;
  readonly #receiver: CallbackReceiver;
  readonly #callbackSecret: string;
  readonly #folders: Folders;
  readonly #name: string;
  readonly #documents: ExpectedDocuments;
  readonly #toldLeftovers = new Set<string>();
  readonly acknowledged: Acknowledged = { answers: [], feedback: [], jobs: [] };
  #server: RunningServer | null = null;
  #added = 0;

  constructor(
    bench: IndexingBench,
    { name, receiver, secret }: { name: string; receiver: CallbackReceiver; secret: string },
  ) {
    this.#bench = bench;
    this.#receiver = receiver;
    this.#callbackSecret = secret;
    this.#name = name;
    this.#folders = foldersIn(bench.workFolder, name);
    cpSync(bench.prepared.reports, this.#folders.reports, { recursive: true });
    cpSync(bench.prepared.index, this.#folders.index, { recursive: true });
    this.#documents = new ExpectedDocuments(firstReports(bench.reportCount));
  }

  /** Kills the server at this moment, starts another one and looks for what is missing. */
  async run({ kind, number, count }: ServingMoment): Promise<KilledMoment> {
    const moment = `${kind}:${number}`;
    const random = seeded(`${this.#bench.seed} ${moment}`);
    const killAfterMs = ((number + random.next()) / count) * workMs;
    const kept = random.pick(this.#documents.reports, 5);
    const server = await this.start();
    const workload = startWorkload({
      ...{ url: server.url, moment, kind, random, documents: this.#documents, kept },
      ...{ acknowledged: this.acknowledged, callbackUrl: this.#receiver.url, webhookSecret },
    });
    await sleep(killAfterMs);
    const underWay = [...workload.underWay()];
    await this.kill();
    await workload.end();
    await this.#check(moment, workload, kept);
    const phase = [...new Set(underWay)].sort().join(' + ');
    return { hit: underWay.includes(kind), phase: phase === '' ? 'idle' : phase };
  }

  /** Whether all that was ever acknowledged is still there. The server is of no use afterwards. */
  async checkAll(): Promise<void> {
    await checkKept({
      ...{ server: await this.start(), folders: this.#folders, receiver: this.#receiver },
      ...{ acknowledged: this.acknowledged, losses: this.#bench.losses },
    });
  }

  async start(): Promise<RunningServer> {
    this.#server ??= await startServer(this.#folders, {
      ...{ WEBHOOK_SECRET: webhookSecret, CALLBACK_SECRET: this.#callbackSecret },
      ...{ HTTP_API_KEYS: `${adminKey}:admin`, CALLBACK_HOSTS: '127.0.0.1', CALLBACK_PRIVATE: '1' },
    });
    return this.#server;
  }

  async kill(): Promise<void> {
    await this.#server?.kill();
    this.#server = null;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(join(this.#bench.workFolder, this.#name), { recursive: true, force: true });
  }

  async #check(moment: string, { touched, refusals }: Workload, kept: readonly MadeReport[]) {
    const { losses } = this.#bench;
    const broken = (what: string): void => losses.add('broken indexes', moment, what);
    for (const refusal of refusals) broken(refusal);
    for (const [kind, what] of this.#documents.settleBy(this.#folders.reports)) {
      losses.add(kind, moment, what);
    }
    const { output } = await run(['doctor'], this.#folders);
    const fault = faultOfDoctor(output);
    if (fault !== null) broken(`doctor: ${fault}`);

    const server = await this.start();
    const old = this.#documents.faultsOfOldIndex(await listDocuments(server));
    for (const [kind, what] of old) losses.add(kind, moment, what);
    this.#replenish();
    for (const [kind, what] of await this.#untilFresh(server)) losses.add(kind, moment, what);
    this.#documents.settleIndex();
    const changed = this.#documents.reports.filter(({ file }) => touched.has(file));
    for (const report of [...changed.slice(-6), ...kept.slice(0, 2)]) {
      const answer = await ask(server, { question: report.question });
      const wrong =
        answer === null ? `${report.id} is not answered` : faultOfAnswer(answer, report);
      if (wrong !== null) broken(`ask: ${wrong}`);
    }
    await this.#checkAnswers(moment, server);
    this.#checkLeftovers(moment);
  }

  /** Deleting must not run out of reports; these come as files that somebody puts into the folder. */
  #replenish(): void {
    const present = new Set(this.#documents.reports.map(({ file }) => file));
    while (this.#documents.reports.length < fewestReports) {
      const report = makeReport(this.#added % 100, 1000 + this.#added);
      this.#added += 1;
      if (present.has(report.file)) continue;
      writeReport(this.#folders.reports, report);
      this.#documents.settle(report.file, report);
      present.add(report.file);
    }
  }

  /** What the index still lacks when there was time enough to mend it. */
  async #untilFresh(server: RunningServer): Promise<DocumentFault[]> {
    const until = performance.now() + freshWithinMs;
    for (;;) {
      const faults = this.#documents.faultsOfNewIndex(await listDocuments(server));
      const complete = await hasAllVectors(server);
      if (faults.length === 0 && complete) return [];
      if (performance.now() > until) {
        return complete ? faults : [...faults, ['broken indexes', 'vectors are missing for good']];
      }
      await sleep(50);
    }
  }

  /** Every answer of this moment is kept, and the last conversation goes on from it. */
  async #checkAnswers(moment: string, server: RunningServer): Promise<void> {
    const { losses } = this.#bench;
    const given = this.acknowledged.answers.filter((answer) => answer.moment === moment);
    for (const { id, answer } of given) {
      if (!(await hasAnswer(server, id, answer)))
        losses.add('lost conversations', moment, `answer ${id}`);
    }
    const { conversationId } = given.at(-1) ?? {};
    if (conversationId === undefined) return;
    // Nothing but what was said before tells what this asks.
    const answer = await ask(server, { question: '还有别的吗？', conversationId });
    if (answer !== null && answer.understoodAs !== null) return;
    losses.add('lost conversations', moment, `${conversationId} does not go on`);
  }

  #checkLeftovers(moment: string): void {
    const { reports, index } = this.#folders;
    for (const name of [...draftsIn(reports), ...leftoversIn(index, this.#bench.prepared.index)]) {
      if (this.#toldLeftovers.has(name)) continue;
      this.#toldLeftovers.add(name);
      this.#bench.losses.add('files left behind', moment, name);
    }
  }
}
