/**
 * `npm run bench:callbacks`: many questions with a `callbackUrl`, a receiver that fails some attempts (500, connection reset,
 * stall), and a server that is killed in the middle and started again. Counts what arrived.
 * `-- [--count 1000] [--fail 0.3] [--seed 7] [--kills 1] [--timeout 2000] [--real]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { signWebhook } from '../src/channels/http/sign-webhook.js';
import { type FailingReceiver, startFailingReceiver } from './callbacks/failing-receiver.js';
import { ServerProcess } from './callbacks/server-process.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    /** Share of attempts that fail. */
    fail: { type: 'string', default: '0.3' },
    /** Which attempts fail. */
    seed: { type: 'string', default: '7' },
    /** How often the server is killed. */
    kills: { type: 'string', default: '1' },
    /** Milliseconds after which the server ends an attempt; 10 s in production. A machine that is busy for longer takes callbacks twice. */
    timeout: { type: 'string', default: '2000' },
    /** Answers of the real App over the reports of this repository. */
    real: { type: 'boolean', default: false },
  },
});
const amount = (name: 'count' | 'fail' | 'seed' | 'kills' | 'timeout'): number => {
  const value = Number(values[name]);
  if (!(value >= 0)) throw new Error(`--${name} is no number.`);
  return value;
};

const webhookSecret = 'bench-webhook-secret';
const callbackSecret = 'bench-callback-secret';
const senders = 20;
const limitMs = 600_000;

/** Asks until it is accepted, as a sender does whose server went away; gives the id it was told. */
async function ask(server: ServerProcess, callbackUrl: string, number: number): Promise<string> {
  const question = { question: '谁主持了会议？', id: `q-${number}`, callbackUrl };
  const body = JSON.stringify(question);
  const key = `key-${number}`;
  for (;;) {
    const timestamp = Math.floor(Date.now() / 1000);
    const message = { direction: 'request', timestamp, idempotencyKey: key } as const;
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      'x-report-qa-signature': signWebhook({ ...message, body: Buffer.from(body) }, webhookSecret),
    };
    const response = await fetch(`${server.url}/v1/webhook`, {
      method: 'POST',
      headers,
      body,
    }).catch(() => null);
    if (response?.status === 202) return ((await response.json()) as { id: string }).id;
    if (response !== null && response.status !== 409) {
      throw new Error(`a question got ${response.status}: ${await response.text()}`);
    }
    await sleep(100);
  }
}

async function askAll(server: ServerProcess, callbackUrl: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  let next = 0;
  const send = async (): Promise<void> => {
    while (next < amount('count')) {
      const number = next;
      next += 1;
      ids.set(`q-${number}`, await ask(server, callbackUrl, number));
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  return ids;
}

const takenBy = ({ ids }: FailingReceiver): number =>
  [...ids.values()].filter(({ taken }) => taken > 0).length;

async function untilTaken(receiver: FailingReceiver, count: number): Promise<void> {
  const began = Date.now();
  while (takenBy(receiver) < count && Date.now() - began < limitMs) await sleep(20);
}

async function killOften(server: ServerProcess, receiver: FailingReceiver): Promise<void> {
  const kills = amount('kills');
  for (let kill = 1; kill <= kills; kill += 1) {
    await untilTaken(receiver, (amount('count') * kill) / (kills + 1));
    const began = performance.now();
    const taken = takenBy(receiver);
    await server.kill();
    await server.start();
    const backMs = Math.round(performance.now() - began);
    console.log(`kill -9 after ${taken} were taken; back after ${backMs} ms`);
  }
}

/** Prints the table; whether every question was answered under one id, with one answer. */
function judge(receiver: FailingReceiver, told: ReadonlyMap<string, string>): boolean {
  const received = [...receiver.ids];
  const idsOf = new Map<string, string[]>();
  for (const [id, { questionIds }] of received) {
    for (const question of questionIds) idsOf.set(question, [...(idsOf.get(question) ?? []), id]);
  }
  const count = (fits: (id: string, question: string) => boolean): number =>
    [...told].filter(([question, id]) => fits(id, question)).length;
  const taken = (id: string): number => receiver.ids.get(id)?.taken ?? 0;
  const table = {
    'questions accepted': told.size,
    'delivered at least once': count((id) => taken(id) > 0),
    lost: count((id) => taken(id) === 0),
    'with one id, the one that was told': count((id, question) => {
      const ids = idsOf.get(question) ?? [];
      return ids.length === 1 && ids[0] === id;
    }),
    'with the same bytes in every attempt': count((id) => receiver.ids.get(id)?.bodies.size === 1),
    'taken more than once': count((id) => taken(id) > 1),
    attempts: receiver.attempts(),
    ...Object.fromEntries([...receiver.failed].map(([how, times]) => [`failed: ${how}`, times])),
    'with a wrong signature': receiver.unsigned(),
  };
  console.table(table);
  return (
    table['delivered at least once'] === told.size &&
    table['with one id, the one that was told'] === told.size &&
    table['with the same bytes in every attempt'] === told.size &&
    table['with a wrong signature'] === 0
  );
}

/** Small and repeatable (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'report-qa-callbacks-'));
const receiver = await startFailingReceiver(amount('fail'), callbackSecret, seeded(amount('seed')));
const server = new ServerProcess({
  ...{ folder, webhookSecret, callbackSecret },
  timeoutMs: amount('timeout'),
  real: values.real,
});
let good = false;
try {
  await server.start();
  const began = performance.now();
  const [told] = await Promise.all([askAll(server, receiver.url), killOften(server, receiver)]);
  await untilTaken(receiver, amount('count'));
  console.log(`all within ${((performance.now() - began) / 1000).toFixed(1)} s`);
  // What comes twice comes late.
  await sleep(3000);
  good = judge(receiver, told);
} finally {
  await server.kill();
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(good ? 'Nothing lost, one id each.' : 'NOT as promised.');
process.exitCode = good ? 0 : 1;
