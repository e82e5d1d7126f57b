import { onTestFinished } from 'vitest';
import { openPostgresState } from '../../../src/store/postgres/postgres-state.js';
import { jobQueueContract } from '../../contracts/job-queue.contract.js';
import { type StateUnderTest, stateStoreContract } from '../../contracts/state-store.contract.js';
import { startPostgres } from '../../support/postgres-server.js';

const server = await startPostgres();

function createState(): StateUnderTest {
  const settings = server.newSchema();
  let nowMs = Date.parse('2026-03-01T08:00:00Z');
  return {
    open() {
      const state = openPostgresState({ ...settings, clock: () => nowMs });
      onTestFinished(() => state.close());
      return state;
    },
    now: () => nowMs,
    advance: (durationMs) => {
      nowMs += durationMs;
    },
  };
}

stateStoreContract('Postgres', createState);
jobQueueContract('Postgres', createState);
