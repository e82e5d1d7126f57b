/** When all the killing is done: whether everything that the server ever acknowledged is still there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListedFeedback } from '../../src/domain/kept-answer.js';
import type { Acknowledged } from './acknowledged.js';
import type { CallbackReceiver, ReceivedCallback } from './callback-receiver.js';
import type { Losses } from './losses.js';
import { type Folders, type RunningServer, run } from './program.js';
import { hasAnswer, signedIn } from './server-client.js';

export interface CheckKeptOptions {
  readonly server: RunningServer;
  readonly folders: Folders;
  readonly acknowledged: Acknowledged;
  readonly receiver: CallbackReceiver;
  readonly losses: Losses;
}

/** A callback that was refused is sent again after 2.5 to 5 seconds, or twice as long. */
const deliveredWithinMs = 60_000;
const noLimit = '100000';

export async function checkKept(options: CheckKeptOptions): Promise<void> {
  await checkJobs(options);
  await checkFeedback(options);
  await checkConversations(options);
}

async function checkJobs({ acknowledged, receiver, losses }: CheckKeptOptions): Promise<void> {
  const isTaken = (id: string): boolean => (receiver.callbacks.get(id)?.taken ?? 0) > 0;
  const until = performance.now() + deliveredWithinMs;
  while (performance.now() < until && !acknowledged.jobs.every(({ id }) => isTaken(id))) {
    await sleep(100);
  }
  for (const { id, questionId, moment } of acknowledged.jobs) {
    const callback = receiver.callbacks.get(id);
    const fault =
      callback === undefined ? 'never delivered' : faultOfCallback(callback, questionId);
    if (fault !== null) losses.add('lost jobs', moment, `${questionId}: ${fault}`);
  }
}

function faultOfCallback({ taken, bodies }: ReceivedCallback, questionId: string): string | null {
  if (taken === 0) return 'not delivered again';
  if (bodies.size > 1) return 'delivered with several bodies';
  const [body = '{}'] = bodies;
  const delivered = JSON.parse(body) as { readonly questionId?: string; readonly answer?: unknown };
  if (delivered.questionId !== questionId) return 'delivered for another question';
  return delivered.answer ? null : 'delivered without an answer';
}

async function checkFeedback({ folders, acknowledged, losses }: CheckKeptOptions): Promise<void> {
  const { output } = await run(['feedback', '--json', '--limit', noLimit], folders);
  const kept = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ListedFeedback);
  const verdicts = new Map(kept.map(({ answerId, verdict }) => [answerId, verdict]));
  for (const { answerId, verdict, moment } of acknowledged.feedback) {
    if (verdicts.get(answerId) !== verdict) losses.add('lost feedback', moment, answerId);
  }
}

/** Forgetting a conversation tells how many answers it had. */
async function checkConversations(options: CheckKeptOptions): Promise<void> {
  const { server, acknowledged, losses } = options;
  const counts = new Map<string, { given: number; readonly moment: string }>();
  for (const { id, answer, conversationId, moment } of acknowledged.answers) {
    if (!(await hasAnswer(server, id, answer))) {
      losses.add('lost conversations', moment, `answer ${id}, in the end`);
    }
    const count = counts.get(conversationId) ?? { given: 0, moment };
    count.given += 1;
    counts.set(conversationId, count);
  }
  for (const [conversationId, { given, moment }] of counts) {
    const url = `${server.url}/v1/conversations/${conversationId}`;
    const response = await fetch(url, signedIn({ method: 'DELETE' }));
    const { forgotten } = (await response.json()) as { readonly forgotten: number };
    if (forgotten >= given) continue;
    losses.add('lost conversations', moment, `${conversationId} has ${forgotten} of ${given}`);
  }
}
