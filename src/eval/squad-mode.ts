import { basename } from 'node:path';
import type { SquadRequest } from './eval-arguments.js';
import type { EvalContext } from './eval-context.js';
import { createIndexNotes } from './index-notes.js';
import { readEvalFile } from './read-eval-file.js';
import { runSquad, type SquadResult, scoreSquad } from './run-squad.js';
import { parseSquadFile } from './squad-file.js';

/** Recall and sentence choice over a SQuAD-format file. */
export async function evaluateSquad(request: SquadRequest, context: EvalContext): Promise<void> {
  const { streams, signal } = context;
  const load = async (file: string) => parseSquadFile(await readEvalFile(file), basename(file));
  const set = await load(request.file);
  const wordings = new Map<string, string>();
  if (request.questions !== undefined) {
    const other = await load(request.questions);
    for (const { id, question } of other.questions) wordings.set(id, question);
  }
  const started = performance.now();
  const results = await runSquad({
    set,
    wordings,
    every: request.every,
    openPipeline: context.openPipeline,
    ...(request.index === undefined ? {} : { folder: request.index }),
    ...(signal === undefined ? {} : { signal }),
    onIndexProgress: createIndexNotes(streams.note),
    onResult: (result, done, total) => {
      if (request.json) streams.out(JSON.stringify(toSquadLine(result)));
      if (done % 250 === 0) streams.note(`${done} of ${total} questions asked`);
    },
  });
  if (request.json) return;
  const scores = scoreSquad(results);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  streams.out(
    `${basename(request.file)}: ${set.paragraphs.length} paragraphs, ${scores.questions} questions (${seconds} s)`,
  );
  streams.out(`paragraph recall@1  ${scores.recallAt1.toFixed(4)}`);
  streams.out(`paragraph recall@5  ${scores.recallAt5.toFixed(4)}`);
  streams.out(`sentence in gold    ${scores.sentence.toFixed(4)}`);
}

function toSquadLine({ id, paragraphs, sentenceInGold }: SquadResult) {
  return { id, paragraphs, sentenceInGold };
}
