import { type Parameters, TelegramRefusal, type TelegramUpdate } from './telegram-shapes.js';

interface WaitingPoll {
  readonly answer: (updates: readonly TelegramUpdate[]) => void;
  readonly refuse: (error: TelegramRefusal) => void;
}

interface Webhook {
  readonly url: string;
  readonly secret: string | null;
  lastError: string | null;
}

interface Pending {
  readonly update: TelegramUpdate;
  readonly lane: number;
}

const RARE_UPDATES = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** Updates until the bot has confirmed them, by a later offset or by answering a webhook post with 200. */
export class UpdateQueue {
  #nextId: number;
  #pending: Pending[] = [];
  #poll: WaitingPoll | null = null;
  #webhook: Webhook | null = null;
  #allowed: readonly string[] = [];
  #closed = false;
  readonly #busyLanes = new Set<number>();
  readonly #retryMs: number;
  readonly #deliveries: { updateId: number; status: number | null }[] = [];

  constructor(firstId: number, retryMs: number) {
    this.#nextId = firstId;
    this.#retryMs = retryMs;
  }

  /** Each post to the webhook; the status is null when there was no answer. */
  get deliveries(): readonly { updateId: number; status: number | null }[] {
    return this.#deliveries;
  }

  get pendingIds(): readonly number[] {
    return this.#pending.map(({ update }) => update.update_id);
  }

  /** Updates of one `lane` (a chat) reach a webhook one after the other. */
  push(kind: string, content: unknown, lane: number): number {
    const update = { update_id: this.#nextId, [kind]: content };
    this.#nextId += 1;
    const wanted =
      this.#allowed.length > 0 ? this.#allowed.includes(kind) : !RARE_UPDATES.has(kind);
    if (wanted) this.pushRaw(update, lane);
    return update.update_id;
  }

  /** An update as it stands; for one that comes twice. */
  pushRaw(update: TelegramUpdate, lane: number): void {
    this.#pending.push({ update, lane });
    this.#serve();
  }

  async poll(
    params: Parameters,
    onHangUp: (hangUp: () => void) => void,
  ): Promise<readonly TelegramUpdate[]> {
    if (this.#webhook !== null) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    this.#poll?.refuse(
      conflict(
        'terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    this.#poll = null;
    this.#allow(params);
    this.#confirm(Number(params.offset ?? 0));
    const limit = Number(params.limit ?? 100);
    const waitMs = Number(params.timeout ?? 0) * 1000;
    if (this.#pending.length > 0 || waitMs <= 0) return this.#first(limit);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        if (this.#poll === poll) this.#poll = null;
      };
      const poll: WaitingPoll = {
        answer: (updates) => {
          end();
          resolve(updates.slice(0, limit));
        },
        refuse: (error) => {
          end();
          reject(error);
        },
      };
      const timer = setTimeout(() => poll.answer([]), waitMs);
      this.#poll = poll;
      onHangUp(() => poll.answer([]));
    });
  }

  setWebhook(params: Parameters): void {
    const url = String(params.url ?? '');
    this.#allow(params);
    if (params.drop_pending_updates === true) this.#pending = [];
    const secret = params.secret_token;
    this.#webhook =
      url === ''
        ? null
        : { url, secret: typeof secret === 'string' ? secret : null, lastError: null };
    this.#serve();
  }

  webhookInfo(): Parameters {
    return {
      url: this.#webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.#pending.length,
      ...(this.#webhook?.lastError ? { last_error_message: this.#webhook.lastError } : {}),
    };
  }

  close(): void {
    this.#closed = true;
    this.#poll?.answer([]);
  }

  #allow(params: Parameters): void {
    const allowed = params.allowed_updates;
    if (Array.isArray(allowed)) this.#allowed = allowed as string[];
  }

  #confirm(offset: number): void {
    if (offset < 0) this.#pending = this.#pending.slice(offset);
    else this.#pending = this.#pending.filter(({ update }) => update.update_id >= offset);
  }

  #first(limit: number): readonly TelegramUpdate[] {
    return this.#pending.slice(0, limit).map(({ update }) => update);
  }

  #serve(): void {
    if (this.#closed || this.#pending.length === 0) return;
    if (this.#webhook === null) this.#poll?.answer(this.#first(100));
    else this.#post(this.#webhook);
  }

  #post(webhook: Webhook): void {
    for (const pending of this.#pending) {
      if (this.#busyLanes.has(pending.lane)) continue;
      this.#busyLanes.add(pending.lane);
      void this.#deliver(webhook, pending).then(() => {
        this.#busyLanes.delete(pending.lane);
        this.#serve();
      });
    }
  }

  async #deliver(webhook: Webhook, pending: Pending): Promise<void> {
    let waitMs = 0;
    while (!this.#closed && this.#webhook === webhook) {
      const status = await postUpdate(webhook, pending.update);
      this.#deliveries.push({ updateId: pending.update.update_id, status });
      if (status !== null && status >= 200 && status < 300) {
        this.#pending = this.#pending.filter((other) => other !== pending);
        return;
      }
      webhook.lastError = `Wrong response from the webhook: ${status ?? 'connection failed'}`;
      // The first resend comes at once, later ones ever more slowly.
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      waitMs = waitMs === 0 ? this.#retryMs : waitMs * 2;
    }
  }
}

async function postUpdate(webhook: Webhook, update: TelegramUpdate): Promise<number | null> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secret === null ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
      },
      body: JSON.stringify(update),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function conflict(description: string): TelegramRefusal {
  return new TelegramRefusal(409, `Conflict: ${description}`);
}
