/** What stands between a server's bytes and the client that parses them as events. */
import { TextDecoder } from 'node:util';
import { normaliseErrorBody } from './normalise-error-body.js';
import { ReplyFault } from './reply-fault.js';

export interface EventBytesOptions {
  /** Of the whole reply. */
  readonly maxBytes: number;
  /** Called for everything that comes: a sign of life. */
  readonly onBytes: () => void;
}

/** An event holds a few words; without a limit a line that never ends is copied over and over by the client. */
const MAX_LINE_BYTES = 1024 * 1024;
const LINE_BREAK = 0x0a;

type Form = 'unknown' | 'events' | 'json';

/**
 * Gives the bytes on as they come and throws a `ReplyFault` when they are not UTF-8, are no events or go on without
 * end. A server that answers with one JSON completion instead is heard too: its reply becomes one event.
 */
export async function* readEventBytes(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, onBytes }: EventBytesOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let form: Form = 'unknown';
  let json = '';
  let bytes = 0;
  let lineBytes = 0;
  for await (const piece of body) {
    onBytes();
    bytes += piece.length;
    lineBytes = lengthOfLastLine(piece, lineBytes);
    if (bytes > maxBytes || (form === 'events' && lineBytes > MAX_LINE_BYTES)) {
      throw new ReplyFault('goes on without end', { kind: 'unusable' });
    }
    const text = decode(decoder, piece);
    if (form === 'unknown') form = formOf(text);
    if (form === 'json') json += text;
    else if (form === 'events') yield piece;
  }
  if (form === 'json') yield new TextEncoder().encode(eventsOf(json));
}

function lengthOfLastLine(piece: Uint8Array, before: number): number {
  const lastBreak = piece.lastIndexOf(LINE_BREAK);
  return lastBreak === -1 ? before + piece.length : piece.length - lastBreak - 1;
}

function decode(decoder: TextDecoder, piece: Uint8Array): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch (cause) {
    throw new ReplyFault('is not UTF-8', { kind: 'unusable', cause });
  }
}

/** By the first sign, since many servers send a wrong content type. */
function formOf(text: string): Form {
  const [first] = text.trimStart();
  if (first === undefined) return 'unknown';
  if (first === '<') {
    throw new ReplyFault('is a web page', {
      kind: 'unusable',
      hint: 'Check OPENAI_BASE_URL: it usually ends with /v1, and what answers there may be a proxy or a login page.',
    });
  }
  return first === '{' || first === '[' ? 'json' : 'events';
}

function eventsOf(json: string): string {
  const reply: unknown = JSON.parse(json);
  const event = asChunk(reply) ?? normaliseErrorBody(reply);
  if (event === null) throw new ReplyFault('holds no answer', { kind: 'unusable' });
  return `data: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`;
}

interface Completion {
  readonly choices?: unknown;
  readonly usage?: unknown;
}

interface CompletionChoice {
  readonly message?: { readonly content?: unknown; readonly refusal?: unknown };
  readonly finish_reason?: unknown;
}

function asChunk(reply: unknown): object | null {
  const { choices, usage } = (reply ?? {}) as Completion;
  if (!Array.isArray(choices)) return null;
  const choice = (choices as readonly (CompletionChoice | null)[])[0];
  if (!choice) return { choices: [], usage };
  const { content, refusal } = choice.message ?? {};
  // JSON that parses is complete, whether the server says so or not.
  const finish = choice.finish_reason ?? 'stop';
  return { choices: [{ index: 0, delta: { content, refusal }, finish_reason: finish }], usage };
}
