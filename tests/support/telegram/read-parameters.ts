import type { IncomingMessage } from 'node:http';
import { badRequest, type Parameters, type UploadedFile } from './telegram-shapes.js';

export interface ReadBody {
  readonly params: Parameters;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** The parameters of a call from its address and its JSON, form or multipart body. */
export async function readParameters(request: IncomingMessage, url: URL): Promise<ReadBody> {
  const params: Record<string, unknown> = fromText(Object.fromEntries(url.searchParams));
  const files = new Map<string, UploadedFile>();
  const body = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': type },
    }).formData();
    const texts: Record<string, string> = {};
    for (const [name, value] of form.entries()) {
      if (typeof value === 'string') texts[name] = value;
      else files.set(name, { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
    }
    Object.assign(params, fromText(texts));
  } else if (type.startsWith('application/json')) {
    Object.assign(params, parseObject(body.toString('utf8')));
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    Object.assign(params, fromText(Object.fromEntries(new URLSearchParams(body.toString('utf8')))));
  }
  return { params, files };
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseObject(text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw badRequest("can't parse JSON object", cause);
  }
}

const JSON_FIELDS = new Set([
  'allowed_updates',
  'caption_entities',
  'commands',
  'entities',
  'link_preview_options',
  'reaction',
  'reply_markup',
  'reply_parameters',
  'scope',
]);
const NUMBER_FIELDS = new Set(['chat_id', 'draft_id', 'limit', 'message_id', 'offset', 'timeout']);

/** Forms and addresses hold text; objects in them are JSON. */
function fromText(texts: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => {
      if (JSON_FIELDS.has(name)) return [name, JSON.parse(value)];
      if (NUMBER_FIELDS.has(name) && /^-?\d+$/u.test(value)) return [name, Number(value)];
      return [name, value];
    }),
  );
}
