import type { Script, ServerReply } from '../../tests/support/chat-server.js';

/** One way in which a model or its server misbehaves. */
export interface FaultCase {
  readonly name: string;
  readonly chat: Script;
  /** Instead of the server's address and the usual key. */
  readonly env?: Readonly<Record<string, string>>;
}

const line = (say: string, quote: string, passage = 1): string =>
  `${JSON.stringify({ say, passage, quote })}\n`;

export const goodSentences = [
  '省委副书记、省长蓝佛安主持会议。',
  '副省长张复明出席会议。',
] as const;
const first = line(goodSentences[0], '省长蓝佛安主持会议');
const second = line(goodSentences[1], '副省长张复明出席会议');
/** What a sound model says. */
export const goodReply: ServerReply = {
  kind: 'text',
  chunks: [first, second],
  usage: { input: 1500, output: 80 },
};

const status = (code: number, message: string, retryAfter?: string): ServerReply => ({
  kind: 'status',
  status: code,
  body: { error: { message } },
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
});
const text = (...chunks: string[]): ServerReply => ({ kind: 'text', chunks });
const broken = (ending: 'reset' | 'stall', ...chunks: string[]): ServerReply => ({
  ...{ kind: 'text', chunks, finish: null, done: false, ending },
});
const half = '{"say":"省委副书记、省长蓝佛安主';
const emptyChoice = `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', choices: [] })}\n\ndata: [DONE]\n\n`;

export const faultCases: readonly FaultCase[] = [
  { name: 'none', chat: [goodReply] },
  {
    name: 'server down',
    chat: [],
    // Port 9 is "discard"; nothing listens there.
    env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
  },
  { name: '401', chat: [status(401, 'Incorrect API key')] },
  { name: '402', chat: [status(402, 'Insufficient balance')] },
  { name: '404 model', chat: [status(404, 'The model does not exist')] },
  { name: '408', chat: [status(408, 'Request timeout')] },
  { name: '413', chat: [status(413, 'Request too large')] },
  { name: '429, Retry-After 1 s, then well', chat: [status(429, 'Slow down', '1'), goodReply] },
  { name: '429, Retry-After 3600 s', chat: [status(429, 'Slow down', '3600')] },
  { name: '500', chat: [status(500, 'Internal error')] },
  {
    name: 'HTML for JSON',
    chat: [{ kind: 'status', status: 200, body: '<!doctype html><h1>Welcome</h1>' }],
  },
  { name: 'empty choice', chat: [{ kind: 'raw', body: emptyChoice }] },
  { name: 'content filter', chat: [{ kind: 'text', chunks: [half], finish: 'content_filter' }] },
  { name: 'cut in the first sentence', chat: [broken('reset', half)] },
  { name: 'cut in the second sentence', chat: [broken('reset', first, half)] },
  { name: 'body stalls in the first sentence', chat: [broken('stall', half)] },
  { name: 'body stalls in the second sentence', chat: [broken('stall', first, half)] },
  { name: 'no headers', chat: [{ kind: 'silence' }] },
  { name: 'endless words', chat: [{ kind: 'endless', text: '会议' }] },
  { name: 'endless sentence', chat: [{ kind: 'endless', text: first }] },
  {
    name: 'invalid UTF-8',
    chat: [
      {
        kind: 'raw',
        body: Buffer.concat([
          Buffer.from('data: {"choices":[{"delta":{"content":"'),
          Buffer.from([0xff, 0xc3, 0x28]),
        ]),
      },
    ],
  },
  {
    name: 'passages that were not given',
    chat: [text(line(goodSentences[0], '省长蓝佛安主持会议', 99))],
  },
  { name: 'refusal text', chat: [text('I’m sorry, but I can’t help with that.')] },
  { name: 'prose without a marker', chat: [text('会议由省长蓝佛安主持。')] },
  { name: 'a changed name', chat: [text(line('省长林武主持会议。', '省长蓝佛安主持会议'))] },
  { name: 'a foreign predicate', chat: [text(line('会议决定给企业减税。', '省长蓝佛安主持会议'))] },
  { name: 'key with a line break', chat: [goodReply], env: { OPENAI_API_KEY: 'secret\nkey' } },
];
