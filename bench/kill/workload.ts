/** People at a server that will be killed: they change reports, ask, judge answers and leave questions for later. */
import { setTimeout as sleep } from 'node:timers/promises';
import { signWebhook } from '../../src/channels/http/sign-webhook.js';
import type { Answer } from '../../src/domain/answer.js';
import type { Acknowledged } from './acknowledged.js';
import type { DocumentState, ExpectedDocuments } from './expected-documents.js';
import { type MadeReport, makeReport } from './made-report.js';
import type { Seeded } from './seeded.js';
import { signedIn } from './server-client.js';

export interface WorkloadOptions {
  readonly url: string;
  readonly moment: string;
  readonly kind: 'upload' | 'delete';
  readonly random: Seeded;
  readonly documents: ExpectedDocuments;
  /** Nobody changes these: they are asked about. */
  readonly kept: readonly MadeReport[];
  readonly acknowledged: Acknowledged;
  readonly callbackUrl: string;
  readonly webhookSecret: string;
}

export interface Workload {
  /** What is under way now. */
  underWay(): readonly string[];
  /** Files of which a change was asked for. */
  readonly touched: ReadonlySet<string>;
  /** Responses that nobody expects of a server that lives. */
  readonly refusals: readonly string[];
  /** Resolves when everybody noticed that the server is gone. */
  end(): Promise<void>;
}

const changers = 2;
/** Deleting stops here, so that there is something left to ask. */
const fewestDocuments = 12;
const mostNumbers = 540;
const pauseMs = 40;

class Work {
  readonly running = new Map<symbol, string>();
  readonly touched = new Set<string>();
  readonly refusals: string[] = [];
  readonly options: WorkloadOptions;
  ended = false;

  constructor(options: WorkloadOptions) {
    this.options = options;
  }

  /** Null when the server is gone before it answered. */
  async request(what: string, path: string, init: RequestInit): Promise<Response | null> {
    const key = Symbol(what);
    this.running.set(key, what);
    try {
      const response = await fetch(`${this.options.url}${path}`, signedIn(init));
      const text = await this.#read(response);
      if (response.ok) return new Response(text || null, response);
      this.refusals.push(`${what}: ${response.status} ${text.slice(0, 200)}`);
      return null;
    } catch {
      this.ended = true;
      return null;
    } finally {
      this.running.delete(key);
    }
  }

  /** 204 allows no body, not even an empty one. */
  async #read(response: Response): Promise<string> {
    return response.status === 204 ? '' : await response.text();
  }

  async repeat(turn: (number: number) => Promise<unknown>): Promise<void> {
    for (let number = 0; !this.ended; number += 1) {
      await turn(number);
      if (!this.ended) await sleep(pauseMs);
    }
  }
}

export function startWorkload(options: WorkloadOptions): Workload {
  const work = new Work(options);
  const change = options.kind === 'upload' ? upload : remove;
  const everybody = Promise.all([
    ...Array.from({ length: changers }, () => work.repeat(() => change(work))),
    work.repeat((number) => converse(work, number)),
    work.repeat((number) => leaveQuestion(work, number)),
  ]);
  return {
    underWay: () => [...work.running.values()],
    touched: work.touched,
    refusals: work.refusals,
    async end() {
      work.ended = true;
      await everybody;
    },
  };
}

function isFree(work: Work, file: string): boolean {
  return !work.touched.has(file) && !work.options.kept.some((report) => report.file === file);
}

/** A third takes the place of a report that is there; half of the senders want to be told as soon as the file is stored. */
async function upload(work: Work): Promise<void> {
  const { documents, random } = work.options;
  const replaced = random.below(3) === 0;
  const [old] = random.pick(
    documents.reports.filter(({ file }) => isFree(work, file)),
    1,
  );
  const present = new Set(documents.reports.map(({ file }) => file));
  let number = random.below(mostNumbers);
  while (present.has(makeReport(number).file) || !isFree(work, makeReport(number).file)) {
    number = (number + 1) % mostNumbers;
  }
  const chosen = replaced && old !== undefined ? Number(old.id.replace(/\D/gu, '')) : number;
  const report = makeReport(chosen, 1 + random.below(1000));
  const streamed = random.below(2) === 0;
  work.touched.add(report.file);
  documents.begin(report.file, report);
  if (streamed) return await uploadStreamed(work, report);
  const response = await work.request(
    'upload',
    uploadPath(report),
    uploadOf(report, 'application/json'),
  );
  if (response !== null) documents.done(report.file, report);
}

const uploadPath = ({ file }: MadeReport): string => `/v1/documents?name=${file}&replace=1`;

const uploadOf = ({ text }: MadeReport, accept: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'text/plain', accept },
  body: text,
});

async function uploadStreamed(work: Work, report: MadeReport): Promise<void> {
  const { documents, url } = work.options;
  const key = Symbol('upload');
  work.running.set(key, 'upload');
  let said = '';
  try {
    const response = await fetch(
      `${url}${uploadPath(report)}`,
      signedIn(uploadOf(report, 'text/event-stream')),
    );
    if (!response.ok) work.refusals.push(`upload: ${response.status}`);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      said += decoder.decode(chunk as Uint8Array, { stream: true });
      if (/^event: ?done$/mu.test(said)) documents.done(report.file, report);
      else if (/^event: ?stored$/mu.test(said)) documents.stored(report.file, report);
    }
    if (/^event: ?error$/mu.test(said)) work.refusals.push(`upload: ${said.slice(-200)}`);
  } catch {
    work.ended = true;
  } finally {
    work.running.delete(key);
  }
}

async function remove(work: Work): Promise<void> {
  const { documents, random } = work.options;
  const free = documents.reports.filter(({ file }) => isFree(work, file));
  const [report] = random.pick(free, 1);
  if (report === undefined || documents.reports.length - work.touched.size <= fewestDocuments)
    return;
  const gone: DocumentState = null;
  work.touched.add(report.file);
  documents.begin(report.file, gone);
  const path = `/v1/documents/${report.id}`;
  if ((await work.request('delete', path, { method: 'DELETE' })) !== null) {
    documents.done(report.file, gone);
  }
}

/** A question, what is thought of its answer, and a question that leans on it. */
async function converse(work: Work, number: number): Promise<void> {
  const { kept, moment, random, acknowledged } = work.options;
  const report = kept[number % kept.length];
  if (report === undefined) return;
  const conversationId = `${moment.replace(':', '-')}-${number}`;
  for (const question of [report.question, '他是谁？']) {
    const response = await work.request('ask', '/v1/ask', postOf({ question, conversationId }));
    if (response === null) return;
    const { id, answer } = (await response.json()) as Answer;
    acknowledged.answers.push({ moment, id, answer, conversationId });
    const verdict = random.below(2) === 0 ? 'up' : 'down';
    const path = `/v1/answers/${id}/feedback`;
    const noted = await work.request('feedback', path, postOf({ verdict }));
    if (noted !== null) acknowledged.feedback.push({ moment, answerId: id, verdict });
  }
}

const postOf = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const mostJobs = 5;

async function leaveQuestion(work: Work, number: number): Promise<void> {
  const { kept, moment, acknowledged, callbackUrl, webhookSecret } = work.options;
  const report = kept[number % kept.length];
  if (report === undefined || number >= mostJobs) return;
  const questionId = `${moment.replace(':', '-')}-job-${number}`;
  const body = JSON.stringify({ question: report.question, id: questionId, callbackUrl });
  const message = {
    direction: 'request',
    timestamp: Math.floor(Date.now() / 1000),
    idempotencyKey: questionId,
    body: Buffer.from(body),
  } as const;
  const response = await work.request('webhook', '/v1/webhook', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': questionId,
      'x-report-qa-signature': signWebhook(message, webhookSecret),
    },
    body,
  });
  if (response === null) return;
  const { id } = (await response.json()) as { readonly id: string };
  acknowledged.jobs.push({ moment, id, questionId });
}
