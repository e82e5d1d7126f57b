/** Keeps what retrieval and reader brought for the labelled questions, so that a changed feature is fitted in a minute. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { analyseQuestion } from '../../src/answer/analyse-question.js';
import type { Tokenizer } from '../../src/text/tokenizer.js';
import type { Example } from './collect-examples.js';

/** Its question read anew, by the rules of today; the features are worked out anew anyway. */
function readAnew(example: Example, tokenizer: Tokenizer): Example {
  const { text, language } = example.question;
  const speakers = example.retrieval.sentences.flatMap(({ sentence }) => sentence.speaker ?? []);
  const knownSpeakers = [...new Set(speakers)];
  return { ...example, question: analyseQuestion({ text, language, tokenizer, knownSpeakers }) };
}

/** The set's examples out of the folder, or collected and put there; without a folder collected each time. */
export async function keepExamples(
  folder: string | undefined,
  set: string,
  tokenizer: Tokenizer,
  collect: () => Promise<Example[]>,
): Promise<Example[]> {
  if (folder === undefined) return await collect();
  const file = join(folder, `${set}.v8`);
  if (existsSync(file)) {
    const kept = deserialize(await readFile(file)) as Example[];
    return kept.map((example) => readAnew(example, tokenizer));
  }
  const examples = await collect();
  await mkdir(folder, { recursive: true });
  await writeFile(file, serialize(examples));
  return examples;
}
