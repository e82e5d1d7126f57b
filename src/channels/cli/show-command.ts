import { AppError } from '../../domain/app-error.js';
import type { DocumentSummary, ReportDocument } from '../../domain/report-document.js';
import type { CliIo } from './cli-io.js';
import { EXIT_FAILURE, EXIT_OK } from './exit-code.js';
import { freshenIndex } from './freshen-index.js';
import { layoutWidth } from './layout-width.js';
import { locateRepairs } from './locate-repairs.js';
import { messagesIn } from './messages.js';
import {
  type RenderDocumentOptions,
  renderDocument,
  renderDocumentList,
  renderPassages,
} from './render-document.js';
import { renderRepairs } from './render-repairs.js';
import { toJson } from './to-json.js';
import { writeOutput } from './write-output.js';

export interface ShowFlags {
  readonly repairs?: boolean;
  readonly passages?: boolean;
  readonly json?: boolean;
}

/** `show`: a document as it is understood; the list of documents when none is named and there are several. */
export async function showCommand(
  id: string | undefined,
  flags: ShowFlags,
  io: CliIo,
): Promise<number> {
  const app = await io.openApp();
  const isFresh = await freshenIndex(app, io);
  const options: RenderDocumentOptions = {
    messages: messagesIn(io.language),
    colours: io.colours.stdout,
    width: layoutWidth(io.stdout),
  };
  const documents = id === undefined ? await app.documents() : [];
  if (id === undefined && documents.length === 0 && !isFresh) return EXIT_FAILURE;
  const chosen = id ?? (await onlyDocument(documents, flags, io, options));
  if (typeof chosen === 'number') return chosen;
  const document = await app.document(chosen);
  const text = flags.json === true ? jsonOf(document, flags) : textOf(document, flags, options);
  await writeOutput(text, io);
  return EXIT_OK;
}

/** The id of the one document there is; otherwise the exit code after the list was written. */
async function onlyDocument(
  documents: readonly DocumentSummary[],
  flags: ShowFlags,
  io: CliIo,
  options: RenderDocumentOptions,
): Promise<string | number> {
  const { show } = messagesIn(io.language);
  const [first] = documents;
  if (first === undefined) {
    throw new AppError(show.none, { code: 'reports_missing', hint: show.noneHint });
  }
  if (documents.length === 1) return first.id;
  if (flags.json === true) {
    await writeOutput(`${toJson(documents, 2)}\n`, io);
  } else {
    await writeOutput(renderDocumentList(documents, options), io);
    io.stderr.write(`\n${show.several}${options.messages.colon}report-qa show ${first.id}\n`);
  }
  return flags.repairs === true || flags.passages === true ? EXIT_FAILURE : EXIT_OK;
}

function jsonOf(document: ReportDocument, flags: ShowFlags): string {
  if (flags.repairs === true) return `${toJson(locateRepairs(document), 2)}\n`;
  if (flags.passages === true) {
    const passages = document.passages.map((passage) => ({
      ...passage,
      text: document.text.slice(passage.span.start, passage.span.end),
    }));
    return `${toJson(passages, 2)}\n`;
  }
  return `${toJson(document, 2)}\n`;
}

function textOf(
  document: ReportDocument,
  flags: ShowFlags,
  options: RenderDocumentOptions,
): string {
  if (flags.repairs === true) return renderRepairs(document, options);
  if (flags.passages === true) return renderPassages(document, options);
  return renderDocument(document, options);
}
