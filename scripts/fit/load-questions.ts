/** The labelled questions that the weights are fitted on. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportDocument } from '../../src/domain/report-document.js';
import { parseEvalQuestions } from '../../src/eval/eval-question.js';
import { parseSquadFile } from '../../src/eval/squad-file.js';
import type { LabelledQuestion } from './collect-examples.js';

/** Every third question of a SQuAD set is asked a second time where its answer is not. */
const unanswerableEvery = 3;
const otherDocuments = 7;

/** Linear congruential generator (Numerical Recipes), so that the same documents are drawn each time. */
function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Questions on reports; a sentence is right that overlaps one of the question's supports. */
export async function loadReportQuestions(
  set: string,
  files: readonly string[],
  documents: ReadonlyMap<string, ReportDocument>,
): Promise<LabelledQuestion[]> {
  const questions: LabelledQuestion[] = [];
  for (const file of files) {
    for (const question of parseEvalQuestions(await readFile(file, 'utf8'), file)) {
      const ids = question.documents ?? [...documents.keys()];
      // Follow-ups are resolved before they are ranked, and so are asked in other words than these.
      if (question.history !== undefined || !ids.every((id) => documents.has(id))) continue;
      const places = ids.flatMap((id) => occurrences(documents.get(id), question.support));
      questions.push({
        set,
        text: question.question,
        documents: ids,
        answerable: question.answerable,
        isRight: ({ documentId, span }) =>
          places.some(
            ({ id, start, end }) => id === documentId && start < span.end && span.start < end,
          ),
      });
    }
  }
  return questions;
}

function occurrences(document: ReportDocument | undefined, parts: readonly string[]) {
  if (document === undefined) return [];
  return parts.flatMap((part) => {
    const found = [];
    for (let at = document.text.indexOf(part); at >= 0; at = document.text.indexOf(part, at + 1)) {
      found.push({ id: document.id, start: at, end: at + part.length });
    }
    return found;
  });
}

/**
 * Questions of a SQuAD-format file, each asked over its own paragraph alone (the set's name with `-alone`), over it and
 * seven others, and some once more over the others alone, where they have no answer; `every` takes every n-th. Writes the paragraphs as a report into `reportsFolder`.
 */
export async function loadSquadQuestions(
  set: string,
  file: string,
  reportsFolder: string,
  options: { readonly wordingsFile?: string; readonly every: number },
): Promise<LabelledQuestion[]> {
  const { wordingsFile, every } = options;
  const squad = parseSquadFile(await readFile(file, 'utf8'), file);
  const wordings = new Map(
    wordingsFile === undefined
      ? []
      : parseSquadFile(await readFile(wordingsFile, 'utf8'), wordingsFile).questions.map(
          ({ id, question }) => [id, question] as const,
        ),
  );
  await mkdir(reportsFolder, { recursive: true });
  const lines = squad.paragraphs.map((text, index) => JSON.stringify({ id: String(index), text }));
  await writeFile(join(reportsFolder, 'squad.jsonl'), lines.join('\n'));
  const random = seededNumbers(7);
  const asked = squad.questions.filter((_, position) => position % every === 0);
  return asked.flatMap(({ id, question, paragraph, answers }, position) => {
    const text = wordings.get(id) ?? question;
    const own = `squad#${paragraph}`;
    const others = Array.from(
      { length: otherDocuments },
      () => `squad#${Math.floor(random() * squad.paragraphs.length)}`,
    ).filter((other) => other !== own);
    const answerable: LabelledQuestion = {
      set,
      text,
      documents: [own, ...others],
      answerable: true,
      isRight: (sentence) =>
        sentence.documentId === own && answers.some((answer) => sentence.text.includes(answer)),
    };
    const alone = { ...answerable, set: `${set}-alone`, documents: [own] };
    if (position % unanswerableEvery !== 0) return [answerable, alone];
    return [
      answerable,
      alone,
      { ...answerable, documents: others, answerable: false, isRight: () => false },
    ];
  });
}
