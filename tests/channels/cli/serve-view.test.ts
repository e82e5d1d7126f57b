import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/channels/cli/run-cli.js';
import { createServeView } from '../../../src/channels/cli/serve-view.js';
import { AppError } from '../../../src/domain/app-error.js';
import { createFakeApp, sampleIndexReport } from '../../support/fake-app.js';
import { createMemoryIo } from '../../support/memory-io.js';

describe('createServeView', () => {
  it('says where it is reached, who may ask, and that it stops, on the standard error stream', () => {
    const controller = new AbortController();
    const io = createMemoryIo({ signal: controller.signal });
    const view = createServeView(createFakeApp(), io);
    view.http('http://127.0.0.1:8080');
    view.bot({ name: 'report_bot', isOpen: true });
    view.indexed(sampleIndexReport({ generation: 4 }));
    view.indexed(sampleIndexReport({ generation: 5, changed: false }));
    const gate = {
      ...{ before: 98, now: 90.5, questions: 200, fallen: 7, kept: true },
      ...{ stage: 'words' as const, fell: [] },
    };
    view.indexed(sampleIndexReport({ generation: 5, changed: false, gate }));
    controller.abort();
    expect(io.err().split('\n').slice(1)).toEqual([
      'Web page and API: http://127.0.0.1:8080',
      'Telegram: @report_bot',
      'Anyone may ask the bot; TELEGRAM_ALLOWED limits it.',
      'Index refreshed (generation 4)',
      'The changed reports are not put in place: 90.5 % of the questions are answered right, 98.0 % before. `report-qa index` names them.',
      'Stopping; what was begun is finished. Once more to stop at once.',
      '',
    ]);
    expect(io.out()).toBe('');
  });

  it('warns of no open bot where the people who may ask are named', () => {
    const io = createMemoryIo();
    createServeView(createFakeApp(), io).bot({ name: 'report_bot', isOpen: false });
    expect(io.err()).not.toContain('Anyone');
  });
});

describe('serve and telegram', () => {
  it('run what they are named for, and exit 0 when it ended', async () => {
    const started: string[] = [];
    const io = createMemoryIo({ serve: async (what) => void started.push(what) });
    expect(await runCli(['serve'], io)).toBe(0);
    expect(await runCli(['telegram'], io)).toBe(0);
    expect(started).toEqual(['all', 'telegram']);
  });

  it('exit 1 with the mend when a channel cannot start', async () => {
    const io = createMemoryIo({
      async serve() {
        throw new AppError('The port is taken.', {
          code: 'channel_failed',
          hint: 'Set HTTP_PORT.',
        });
      },
    });
    expect(await runCli(['serve'], io)).toBe(1);
    expect(io.err()).toBe('error: The port is taken.\nhint: Set HTTP_PORT.\n');
  });
});
