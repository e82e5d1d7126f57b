import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Answer } from '../../domain/answer.js';
import type { JobCounts } from '../../domain/job-queue.js';

/** Numbers of one process for Prometheus, all channels together. */
export interface HttpMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  countAnswer(channel: string, answer: Answer): void;
  /** `code` is an `ErrorCode`. */
  countFailure(channel: string, code: string): void;
  countRequest(request: { method: string; route: string; status: number }): void;
  /** Asked each time that the numbers are read. */
  watchQueue(kind: string, counts: () => Promise<JobCounts>): void;
  watchGeneration(generation: () => Promise<number>): void;
  /** Memory, event loop and the like; observes until the process ends. */
  watchProcess(): void;
}

// Seconds: an answer in the report's words takes 10 to 100 ms, one of a model seconds.
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): HttpMetrics {
  const registry = new Registry();
  const registers = [registry];
  const questions = new Counter({
    name: 'report_qa_questions_total',
    help: 'Questions by channel, mode and outcome (answered, not_found or an error code).',
    labelNames: ['channel', 'mode', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'report_qa_answer_seconds',
    help: 'How long a question took, by step.',
    labelNames: ['step', 'mode'],
    buckets,
    registers,
  });
  const tokens = new Counter({
    name: 'report_qa_model_tokens_total',
    help: 'Tokens of the language model.',
    labelNames: ['direction'],
    registers,
  });
  const requests = new Counter({
    name: 'report_qa_http_requests_total',
    help: 'HTTP requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    countAnswer(channel, { mode, status, timingsMs, usage }) {
      questions.inc({ channel, mode, outcome: status });
      for (const step of ['retrieve', 'answer', 'total'] as const) {
        seconds.observe({ step, mode }, timingsMs[step] / 1000);
      }
      tokens.inc({ direction: 'input' }, usage?.inputTokens ?? 0);
      tokens.inc({ direction: 'output' }, usage?.outputTokens ?? 0);
    },
    countFailure: (channel, code) => questions.inc({ channel, mode: 'none', outcome: code }),
    countRequest: ({ method, route, status }) => requests.inc({ method, route, status }),
    ...watchers(registry),
  };
}

function watchers(
  registry: Registry,
): Pick<HttpMetrics, 'watchQueue' | 'watchGeneration' | 'watchProcess'> {
  const queues = new Map<string, () => Promise<JobCounts>>();
  const registers = [registry];
  return {
    watchQueue(kind, counts) {
      if (queues.size === 0) {
        new Gauge({
          name: 'report_qa_queue_jobs',
          help: 'Jobs of the durable queue by kind and state.',
          labelNames: ['kind', 'state'],
          registers,
          async collect() {
            for (const [name, read] of queues) {
              // The other numbers are wanted all the more when the queue cannot be read.
              const counts = await read().catch(() => ({}));
              for (const [state, value] of Object.entries(counts)) {
                this.set({ kind: name, state }, Number(value));
              }
            }
          },
        });
      }
      queues.set(kind, counts);
    },
    watchGeneration(generation) {
      new Gauge({
        name: 'report_qa_index_generation',
        help: 'Generation of the index that answers.',
        registers,
        async collect() {
          this.set(await generation().catch(() => 0));
        },
      });
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  };
}
