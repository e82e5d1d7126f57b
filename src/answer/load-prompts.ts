/** What a model is told: the files in `prompts/`, read and checked at start-up. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/app-error.js';
import { type PromptNames, type PromptTemplate, parsePrompt } from './prompt-template.js';

export interface Prompts {
  readonly answer: PromptTemplate;
  readonly repair: PromptTemplate;
  readonly followUp: PromptTemplate;
  /** Changes whenever any of them does. */
  readonly version: string;
}

const passages: PromptNames = { number: 'text', source: 'text', text: 'text' };

/** File of each prompt, and the names that the code gives it. */
const files = {
  answer: { file: 'answer.md', names: { question: 'text', language: 'text', passages } },
  repair: {
    file: 'repair.md',
    names: {
      question: 'text',
      language: 'text',
      passages,
      claims: { number: 'text', text: 'text', reason: 'text' },
    },
  },
  followUp: {
    file: 'follow-up.md',
    names: {
      question: 'text',
      language: 'text',
      exchanges: { question: 'text', answer: 'text' },
    },
  },
} as const satisfies Readonly<Record<string, { file: string; names: PromptNames }>>;

function readPrompt(folder: string, file: string): string {
  const path = join(folder, file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new AppError(`The prompt ${path} cannot be read.`, {
      code: 'prompt_invalid',
      hint: 'Restore it with `git checkout -- prompts`, or set PROMPTS_DIR to the folder that holds the prompts.',
      cause: error,
    });
  }
  return text.replaceAll('\r\n', '\n');
}

/** Throws `prompt_invalid` with file, name and line for a prompt that is missing, empty or does not fit what the code gives. */
export function loadPrompts(folder: string): Prompts {
  const hash = createHash('sha256');
  const load = ({ file, names }: { file: string; names: PromptNames }): PromptTemplate => {
    const text = readPrompt(folder, file);
    hash.update(file).update('\0').update(text).update('\0');
    return parsePrompt({ text, file: join(folder, file), names });
  };
  return {
    answer: load(files.answer),
    repair: load(files.repair),
    followUp: load(files.followUp),
    version: hash.digest('hex').slice(0, 16),
  };
}
