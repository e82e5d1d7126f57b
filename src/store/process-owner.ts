import { randomUUID } from 'node:crypto';
import { currentProcess, isRunning, type ProcessIdentity } from './process-identity.js';
import type { StoreConnection } from './store-connection.js';

interface OwnerRow extends ProcessIdentity {
  readonly id: string;
  readonly leased_until_ms: number;
}

export interface ProcessOwnerOptions {
  readonly clock: () => number;
  /** How long what a process of another host holds stays its own after the last sign of life. */
  readonly leaseMs: number;
}

/**
 * This opening of the state as the holder of jobs and requests, and what becomes of those whose process is gone. On one
 * host the system knows who is alive; of other hosts only the lease tells.
 */
export class ProcessOwner {
  readonly id = randomUUID();
  readonly #identity = currentProcess();
  readonly #options: ProcessOwnerOptions;

  constructor(options: ProcessOwnerOptions) {
    this.#options = options;
  }

  /** Has to be called within the transaction that takes something. */
  sign(connection: StoreConnection): void {
    const { host, pid, started } = this.#identity;
    const until = this.#options.clock() + this.#options.leaseMs;
    connection.run(
      `INSERT INTO owners (id, host, pid, started, leased_until_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET leased_until_ms = excluded.leased_until_ms`,
      ...[this.id, host, pid, started, until],
    );
  }

  /** For the timer: a lease that nobody holds is not renewed, and nothing is written. */
  renew(connection: StoreConnection): void {
    const until = this.#options.clock() + this.#options.leaseMs;
    connection.run('UPDATE owners SET leased_until_ms = ? WHERE id = ?', until, this.id);
  }

  /** Gives back everything that this opening holds. */
  leave(connection: StoreConnection): void {
    if (connection.get('SELECT 1 FROM owners WHERE id = ?', this.id) === undefined) return;
    connection.writing(() => release(connection, this.id));
  }

  /** Frees what gone processes held. */
  releaseGone(connection: StoreConnection): void {
    const gone = this.#gone(connection);
    if (gone.length === 0) return;
    connection.writing(() => {
      // A lease may have been renewed since it was read.
      const still = new Set(this.#gone(connection).map(({ id }) => id));
      for (const { id } of gone) if (still.has(id)) release(connection, id);
    });
  }

  #gone(connection: StoreConnection): OwnerRow[] {
    const others = connection.all<OwnerRow>('SELECT * FROM owners WHERE id <> ?', this.id);
    return others.filter((owner) => !this.#isAlive(owner));
  }

  #isAlive(owner: OwnerRow): boolean {
    const known = owner.host === this.#identity.host ? isRunning(owner) : 'unknown';
    return known === 'unknown' ? owner.leased_until_ms > this.#options.clock() : known;
  }
}

function release(connection: StoreConnection, owner: string): void {
  connection.run('UPDATE jobs SET owner = NULL WHERE owner = ?', owner);
  connection.run('DELETE FROM requests WHERE owner = ?', owner);
  connection.run('DELETE FROM owners WHERE id = ?', owner);
}
