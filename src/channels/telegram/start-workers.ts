import { setMaxListeners } from 'node:events';
import { AppError } from '../../domain/app-error.js';
import type { Job } from '../../domain/job-queue.js';
import { type JobFailure, type JobOutcome, runJobs } from '../run-jobs.js';
import { answerQuestion } from './answer-question.js';
import type { ChatContext } from './chat-context.js';
import { CHAT_JOBS, REPORT_JOBS, readChatWork, readReportWork } from './chat-job.js';
import { chatMessagesIn } from './chat-messages.js';
import { forgetConversation } from './forget-conversation.js';
import { outcomeOfFailure } from './job-failure.js';
import { receiveReport } from './receive-report.js';
import { plainContent } from './send-text.js';
import { reply } from './speak.js';

export interface ChatWorkers {
  /** To be called after a job was added. */
  wake(): void;
  stop(options?: { readonly abort?: boolean }): Promise<void>;
}

/** Does what was accepted, now and by earlier processes. */
export function startWorkers(context: ChatContext): ChatWorkers {
  const { jobs: queue, settings, log } = context;
  const onError = (error: unknown, { job, givenUp }: JobFailure) => {
    const code = error instanceof AppError ? error.code : 'internal';
    const name = error instanceof Error ? error.name : 'unknown';
    log.error('telegram_job_failed', { jobId: job?.id ?? null, code, name, givenUp });
    if (givenUp && job !== null) void apologise(context, job).catch(() => {});
  };
  const runners = [
    runJobs({
      ...{ queue, kind: CHAT_JOBS, parallel: settings.parallelAnswers, onError },
      handle: (job, signal) => {
        // Every call of every answer under way listens to it.
        setMaxListeners(0, signal);
        return handleChatJob(context, job, signal);
      },
    }),
    runJobs({
      ...{ queue, kind: REPORT_JOBS, parallel: 1, onError },
      handle: async (job, signal) => {
        const work = readReportWork(job.payload);
        if (work === null) return { giveUp: 'payload_unknown' };
        return await receiveReport(context, job, work, signal);
      },
    }),
  ];
  return {
    wake() {
      for (const runner of runners) runner.wake();
    },
    async stop(options) {
      await Promise.all(runners.map((runner) => runner.stop(options)));
    },
  };
}

async function handleChatJob(
  context: ChatContext,
  job: Job,
  signal: AbortSignal,
): Promise<JobOutcome | undefined> {
  const work = readChatWork(job.payload);
  if (work === null) return { giveUp: 'payload_unknown' };
  if (work.type === 'refused') return undefined;
  if (work.type === 'question') return await answerQuestion(context, job, work, signal);
  try {
    return await forgetConversation(context, work);
  } catch (error) {
    const ageMs = context.clock.nowMs() - job.acceptedAtMs;
    const outcome = outcomeOfFailure(error, { attempts: job.attempts, ageMs });
    if (outcome === null) throw error;
    return outcome;
  }
}

/** For what failed in a way that nobody foresaw. */
async function apologise(context: ChatContext, job: Job): Promise<void> {
  const work = readChatWork(job.payload) ?? readReportWork(job.payload);
  if (work === null || !('place' in work)) return;
  await reply(context, work, plainContent(chatMessagesIn(work.language).problem.other));
}
