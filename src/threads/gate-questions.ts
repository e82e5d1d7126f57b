import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IndexProblem } from '../domain/app.js';
import { AppError } from '../domain/app-error.js';
import { type EvalQuestion, parseEvalQuestions } from '../eval/eval-question.js';

export interface GateQuestion {
  readonly asked: EvalQuestion;
  /** Documents that it is about. */
  readonly documents: readonly string[];
  /** Hash of the question and of what is expected. */
  readonly key: string;
}

export interface GateQuestions {
  readonly questions: readonly GateQuestion[];
  /** Files that cannot be used, or the folder; the other files are. */
  readonly problems: readonly IndexProblem[];
}

const KEY_LENGTH = 12;

/** A question that names no document is about the one that its file is named after: `report.held-out.jsonl` asks about `report`. */
function toGateQuestion(asked: EvalQuestion): GateQuestion {
  const { file, question, history, answerable, must, must_not, support } = asked;
  const documents = asked.documents ?? [file.replace(/\..*$/su, '')];
  const parts = [question, history, documents, answerable, must, must_not, support];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return { asked, documents, key: hash.slice(0, KEY_LENGTH) };
}

async function namesIn(folder: string, problems: IndexProblem[]): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  } catch {
    problems.push({
      file: folder,
      message: `The folder of questions ${folder} cannot be read, so a new index is not asked any.`,
      hint: 'Set EVAL_DIR to the folder that holds them, or INDEX_GATE=off.',
      severity: 'notice',
    });
    return [];
  }
}

/** The questions of all .jsonl files of a folder, each once. */
export async function loadGateQuestions(folder: string): Promise<GateQuestions> {
  const questions = new Map<string, GateQuestion>();
  const problems: IndexProblem[] = [];
  for (const file of await namesIn(folder, problems)) {
    try {
      for (const asked of parseEvalQuestions(await readFile(join(folder, file), 'utf8'), file)) {
        const question = toGateQuestion(asked);
        if (!questions.has(question.key)) questions.set(question.key, question);
      }
    } catch (error) {
      const told = error instanceof AppError;
      problems.push({
        file,
        message: told ? error.message : `${file} cannot be read.`,
        hint: told ? error.hint : 'Check its permissions.',
        severity: 'notice',
      });
    }
  }
  return { questions: [...questions.values()], problems };
}
