/** The process of one stage: does what it is called for, one call after the other, until its parent lets go. */
import type { Stage, StageCall, StageName, StageReply } from './stages.js';

async function open(stage: StageName, options: never): Promise<Stage> {
  switch (stage) {
    case 'server':
      return (await import('./server-stage.js')).openServerStage(options);
    case 'bare':
      return (await import('./bare-stage.js')).openBareStage(options);
    case 'vectors':
      return (await import('./vectors-stage.js')).openVectorsStage(options);
    case 'search':
      return (await import('./search-stage.js')).openSearchStage(options);
    case 'minisearch':
      return (await import('./minisearch-stage.js')).openMinisearchStage(options);
    case 'steps':
      return (await import('./steps-stage.js')).openStepsStage(options);
  }
}

function main(stageName: StageName, options: never): void {
  const opened = open(stageName, options);
  // Told to the first call.
  opened.catch(() => undefined);

  async function answer({ method, argument }: StageCall): Promise<StageReply> {
    try {
      const handler = (await opened).handlers[method];
      if (handler === undefined) throw new Error('The stage does not know this call.');
      return { result: await handler(argument as never), failure: null };
    } catch (error) {
      return { result: null, failure: error instanceof Error ? `${error.stack}` : String(error) };
    }
  }

  process.on('message', (call: StageCall) => {
    void answer(call).then((reply) => process.send?.(reply));
  });
  process.once('disconnect', () => {
    const closed = opened.then((stage) => stage.close());
    closed.then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

main(process.argv[2] as StageName, JSON.parse(process.argv[3] ?? '{}') as never);
