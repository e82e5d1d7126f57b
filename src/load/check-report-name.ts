import { AppError } from '../domain/app-error.js';
import { endingOf } from './assign-ids.js';

/** File systems allow 255 bytes; room is left for the names of the files beside it. */
const longestNameBytes = 200;
const README = /^readme(?:\..+)?\.md$/iu;

/**
 * The name under which an uploaded report is stored: the last part of what the sender named it, composed (NFC).
 * Throws `report_invalid` for a name that is no plain file name of a report.
 */
export function checkReportName(name: string): string {
  const plain = (name.split(/[/\\]/u).at(-1) ?? '').normalize('NFC').trim();
  const problem = problemOf(plain);
  if (problem === null) return plain;
  throw new AppError(`The file cannot become a report: ${problem}.`, {
    code: 'report_invalid',
    hint: 'Name it like meeting-2026.txt, .md or .jsonl, and send it again.',
  });
}

function problemOf(name: string): string | null {
  if (endingOf(name) === '') return 'its name must end in .txt, .md or .jsonl';
  if (/[\p{C}<>:"|?*#]/u.test(name)) return 'its name holds a sign that a file name may not have';
  if (name.startsWith('.')) return 'its name begins with a full stop';
  if (README.test(name)) return 'a file of this name is never read as a report';
  if (Buffer.byteLength(name) > longestNameBytes) return 'its name is too long';
  return null;
}
