import type { App } from '../../domain/app.js';
import type { JobQueue } from '../../domain/job-queue.js';
import type { Access } from './access.js';
import type { TelegramCalls } from './call-telegram.js';
import type { ChatLanes } from './chat-lanes.js';
import type { Clock } from './clock.js';
import type { DraftSupport, Pace } from './growing-answer.js';
import type { RateLimit } from './rate-limit.js';
import type { BotIdentity } from './read-message.js';
import type { TelegramLog } from './telegram-log.js';
import type { TelegramSettings } from './telegram-settings.js';

/** What the parts of a running bot share. */
export interface ChatContext {
  readonly app: App;
  readonly jobs: JobQueue;
  readonly settings: TelegramSettings;
  readonly log: TelegramLog;
  readonly clock: Clock;
  readonly calls: TelegramCalls;
  readonly me: BotIdentity;
  readonly access: Access;
  readonly rateLimit: RateLimit;
  readonly lanes: ChatLanes;
  readonly pace: Pace;
  readonly drafts: DraftSupport;
  /** Chats that took no message when they were last sent one. */
  readonly inactiveChats: Set<number>;
  /** Aborts when what has not ended is to be broken off. */
  readonly stopping: AbortSignal;
  /** To be called after a job was added. */
  readonly wake: () => void;
}
