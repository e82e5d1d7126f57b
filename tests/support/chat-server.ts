import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatMessage } from '../../src/domain/chat-model.js';
import { hashVector } from './hash-embedder.js';

/** The parsed JSON of a request; fields that a client did not send are undefined. */
export interface RequestBody {
  readonly model?: string;
  readonly messages?: readonly ChatMessage[];
  readonly stream?: boolean;
  readonly stream_options?: unknown;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly input?: string | readonly string[];
  readonly encoding_format?: string;
  readonly dimensions?: number;
}

export interface RecordedRequest {
  readonly method: string;
  /** `/v1/chat/completions`, `/v1/embeddings` or `/v1/models`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: RequestBody;
  /** From 0, counted for each path. */
  readonly number: number;
  /** `aborted` when the connection was gone before the reply was complete. */
  readonly closed: Promise<'finished' | 'aborted'>;
}

/** A reply in the shape of the protocol: a stream of events when the client asked for one, JSON otherwise. */
export interface TextReply {
  readonly kind: 'text';
  readonly chunks: readonly string[];
  /** Before every chunk, the first one too. */
  readonly delayMs?: number;
  /** Of the thinking that comes before the text. */
  readonly reasoning?: readonly string[];
  /** Sent as a refusal delta after the chunks. */
  readonly refusal?: string;
  /** Default `stop`; null sends none. */
  readonly finish?: string | null;
  /** Told in a chunk with empty choices when asked for (`always`: unasked too); null never. */
  readonly usage?: {
    readonly input: number;
    readonly output: number;
    readonly always?: true;
  } | null;
  /** Default true: `data: [DONE]` ends the stream. */
  readonly done?: boolean;
  /** Default `close`. `reset` destroys the socket, `stall` leaves it open and says nothing more. */
  readonly ending?: Ending;
  /** Writes so many bytes at a time, so that characters and events are split. */
  readonly pieceBytes?: number;
  /** Answers with one JSON completion although a stream was asked for. */
  readonly plain?: boolean;
}

type Ending = 'close' | 'reset' | 'stall';

export type ServerReply =
  | TextReply
  /** Any status. An object becomes JSON, a string goes out as it is (HTML unless `headers` say otherwise). */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Bytes as they are, status 200, `text/event-stream` unless told otherwise. */
  | {
      readonly kind: 'raw';
      readonly body: string | Uint8Array;
      readonly contentType?: string;
      readonly ending?: Ending;
    }
  /** Headers never come. */
  | { readonly kind: 'silence' }
  /** The socket is destroyed before headers. */
  | { readonly kind: 'reset' }
  /** A stream that goes on until the client leaves; as fast as the client reads when `delayMs` is 0. */
  | { readonly kind: 'endless'; readonly text: string; readonly delayMs?: number }
  /** A reply to /embeddings; `data` is sent as it is. */
  | { readonly kind: 'embeddings'; readonly data: readonly unknown[] };

/** A string is a reply of one chunk, an array of strings one of several. */
export type ScriptItem = ServerReply | string | readonly string[];

/** Items are used one by one and the last again and again; a function makes the reply from the request. */
export type Script =
  | readonly ScriptItem[]
  | ((request: RecordedRequest) => ScriptItem | Promise<ScriptItem>);

export interface ChatServerOptions {
  /** Default: answers `OK.`. */
  readonly chat?: Script;
  /** Default: floats that depend on the text alone, whatever encoding was asked for. */
  readonly embeddings?: Script;
  /** Of the default embeddings, when the request asks for none. */
  readonly dimensions?: number;
  readonly models?: readonly string[];
}

export interface ChatServer {
  /** Ends with `/v1`: a base URL. */
  readonly url: string;
  readonly host: string;
  /** In the order of their arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Puts another script in the place of the one it was started with; numbers go on. */
  setChat(script: Script): void;
  setEmbeddings(script: Script): void;
  openConnections(): Promise<number>;
  /** Ends every connection. */
  close(): Promise<void>;
}

const CHAT = '/v1/chat/completions';
const EMBEDDINGS = '/v1/embeddings';

/** The texts of an /embeddings request. */
export function inputsOf(request: RecordedRequest): readonly string[] {
  const { input } = request.body;
  return typeof input === 'string' ? [input] : (input ?? []);
}

/** What the default embeddings are: for a script that changes one thing of them. */
export function embeddingData(
  texts: readonly string[],
  dimensions: number,
): { object: string; index: number; embedding: number[] }[] {
  return texts.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: Array.from(hashVector(text, dimensions)),
  }));
}

/** A server on this machine that speaks the protocol of OpenAI and misbehaves on order. */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const requests: RecordedRequest[] = [];
  const embedText: Script = (request) => ({
    kind: 'embeddings',
    data: embeddingData(inputsOf(request), request.body.dimensions ?? options.dimensions ?? 8),
  });
  const scripts: Record<string, Script> = {
    [CHAT]: options.chat ?? ['OK.'],
    [EMBEDDINGS]: options.embeddings ?? embedText,
    '/v1/models': [
      {
        kind: 'status',
        status: 200,
        body: { object: 'list', data: (options.models ?? ['test-model']).map((id) => ({ id })) },
      },
    ],
  };
  const server = createServer((message, response) => {
    response.on('error', () => {});
    void (async () => {
      const request = await record(message, response, requests);
      const script = scripts[request.path];
      const reply = await nextReply(script, request);
      await send(reply, request, response);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    host: `127.0.0.1:${port}`,
    requests,
    setChat: (script) => {
      scripts[CHAT] = script;
    },
    setEmbeddings: (script) => {
      scripts[EMBEDDINGS] = script;
    },
    openConnections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function record(
  message: IncomingMessage,
  response: ServerResponse,
  requests: RecordedRequest[],
): Promise<RecordedRequest> {
  const closed = new Promise<'finished' | 'aborted'>((resolve) => {
    response.on('close', () => resolve(response.writableFinished ? 'finished' : 'aborted'));
  });
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  const path = message.url ?? '';
  const request: RecordedRequest = {
    method: message.method ?? '',
    path,
    headers: message.headers,
    body: text === '' ? {} : (JSON.parse(text) as RequestBody),
    number: requests.filter((earlier) => earlier.path === path).length,
    closed,
  };
  requests.push(request);
  return request;
}

const positions = new WeakMap<readonly ScriptItem[], number>();

async function nextReply(
  script: Script | undefined,
  request: RecordedRequest,
): Promise<ServerReply> {
  let item: ScriptItem | undefined;
  if (typeof script === 'function') item = await script(request);
  else if (script !== undefined) {
    const position = positions.get(script) ?? 0;
    positions.set(script, position + 1);
    item = script[Math.min(position, script.length - 1)];
  }
  if (item === undefined) return { kind: 'status', status: 404, body: { detail: 'Not Found' } };
  if (typeof item === 'string') return { kind: 'text', chunks: [item] };
  return 'kind' in item ? item : { kind: 'text', chunks: item };
}

async function send(
  reply: ServerReply,
  request: RecordedRequest,
  response: ServerResponse,
): Promise<void> {
  switch (reply.kind) {
    case 'silence':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'status':
      sendStatus(reply, response);
      return;
    case 'embeddings':
      sendJson(response, 200, {
        object: 'list',
        data: reply.data,
        model: request.body.model,
        usage: { prompt_tokens: 1, total_tokens: 1 },
      });
      return;
    case 'raw':
      response.writeHead(200, { 'content-type': reply.contentType ?? 'text/event-stream' });
      await write(response, reply.body);
      end(response, reply.ending);
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!response.destroyed) {
        await write(response, event(chunkOf(request, { content: reply.text })));
        if (reply.delayMs !== undefined && reply.delayMs > 0) await sleep(reply.delayMs);
      }
      return;
    case 'text':
      if (request.body.stream === true && reply.plain !== true) {
        await sendStream(reply, request, response);
      } else await sendCompletion(reply, request, response);
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function sendStatus(
  reply: Extract<ServerReply, { kind: 'status' }>,
  response: ServerResponse,
): void {
  if (typeof reply.body === 'object') {
    sendJson(response, reply.status, reply.body, reply.headers);
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'text/html', ...reply.headers });
  response.end(reply.body === undefined ? '' : String(reply.body));
}

async function sendStream(
  reply: TextReply,
  request: RecordedRequest,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  const deltas: object[] = [
    { role: 'assistant', content: '' },
    ...(reply.reasoning ?? []).map((text) => ({ reasoning_content: text })),
    ...reply.chunks.map((content) => ({ content })),
    ...(reply.refusal === undefined ? [] : [{ refusal: reply.refusal }]),
  ];
  for (const [index, delta] of deltas.entries()) {
    if (index > 0 && reply.delayMs !== undefined) await sleep(reply.delayMs);
    if (response.destroyed) return;
    await write(response, event(chunkOf(request, delta)), reply.pieceBytes);
  }
  const finish = reply.finish === undefined ? 'stop' : reply.finish;
  let tail = finish === null ? '' : event(chunkOf(request, {}, finish));
  const { usage } = reply;
  if (usage && (usage.always === true || request.body.stream_options !== undefined)) {
    tail += event({ ...chunkOf(request, {}), choices: [], usage: usageOf(usage) });
  }
  if (reply.done !== false) tail += 'data: [DONE]\n\n';
  await write(response, tail, reply.pieceBytes);
  end(response, reply.ending);
}

async function sendCompletion(
  reply: TextReply,
  request: RecordedRequest,
  response: ServerResponse,
): Promise<void> {
  if (reply.delayMs !== undefined) await sleep(reply.delayMs * reply.chunks.length);
  const message = {
    role: 'assistant',
    content: reply.chunks.join(''),
    ...(reply.refusal === undefined ? {} : { refusal: reply.refusal }),
  };
  sendJson(response, 200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: request.body.model,
    choices: [{ index: 0, message, finish_reason: reply.finish ?? 'stop' }],
    ...(reply.usage ? { usage: usageOf(reply.usage) } : {}),
  });
}

function usageOf(usage: { readonly input: number; readonly output: number }): object {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
  };
}

function chunkOf(request: RecordedRequest, delta: object, finish: string | null = null): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: request.body.model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
}

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** Resolves when the client has room for more, so that an endless stream does not fill the memory. */
async function write(
  response: ServerResponse,
  body: string | Uint8Array,
  pieceBytes?: number,
): Promise<void> {
  const bytes = Buffer.from(body as Uint8Array);
  const step = pieceBytes ?? bytes.length;
  for (let start = 0; start < bytes.length && !response.destroyed; start += step) {
    const roomy = response.write(bytes.subarray(start, start + step));
    if (pieceBytes !== undefined) await new Promise((resolve) => setImmediate(resolve));
    if (!roomy) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.off('drain', go);
          response.off('close', go);
          resolve();
        };
        response.on('drain', go);
        response.on('close', go);
      });
    }
  }
}

function end(response: ServerResponse, ending: Ending = 'close'): void {
  if (ending === 'close') response.end();
  else if (ending === 'reset') {
    // What was written has to leave first.
    setImmediate(() => response.destroy());
  }
}
