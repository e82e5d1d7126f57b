/** The bot as a model of OpenAI's Chat Completions API, for any client that speaks it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, Citation } from '../../domain/answer.js';
import { askQuestion } from './ask-question.js';
import { annotationsOf, claimText, closingText } from './chat-completion-text.js';
import type { HttpContext } from './http-context.js';
import { listOf, objectOf, responses, text } from './json-schemas.js';
import { openEventStream } from './open-event-stream.js';
import type { Problem } from './problem.js';
import { type ChatRequestBody, modelName, readChatRequest } from './read-chat-request.js';

const message = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { type: 'string', maxLength: 50 },
    content: {
      anyOf: [
        { type: 'string' },
        { type: 'null' },
        listOf({
          type: 'object',
          required: ['type'],
          properties: { type: { type: 'string' }, text: { type: 'string' } },
        }),
      ],
    },
  },
};

/** Other properties of OpenAI's (temperature and so on) are let pass and mean nothing here. */
const requestSchema = {
  type: 'object',
  required: ['model', 'messages'],
  properties: {
    model: { type: 'string', minLength: 1, maxLength: 1000 },
    messages: { ...listOf(message), minItems: 1, maxItems: 1000 },
    stream: { type: ['boolean', 'null'] },
    stream_options: {
      type: ['object', 'null'],
      properties: { include_usage: { type: 'boolean' } },
    },
  },
};

const anything = { type: 'object', additionalProperties: true };

export function routesChatCompletions(server: FastifyInstance, context: HttpContext): void {
  const { app, now } = context;
  server.setErrorHandler((error, request, reply) => {
    const problem = context.reportError(error, request, reply);
    return reply.code(problem.status).type('application/json').send(openAiError(problem));
  });

  server.get('/v1/models', {
    schema: {
      summary: `The models: ${modelName}, and one for each document that asks it alone.`,
      response: responses({ 200: objectOf({ object: text, data: listOf(anything) }) }),
    },
    async handler() {
      const ids = (await app.documents()).map(({ id }) => `${modelName}/${id}`);
      const created = seconds(now());
      const data = [modelName, ...ids].map((id) => ({
        id,
        object: 'model',
        created,
        owned_by: modelName,
      }));
      return { object: 'list', data };
    },
  });

  server.post<{ Body: ChatRequestBody }>('/v1/chat/completions', {
    schema: {
      summary:
        "OpenAI's Chat Completions; citations come as annotations and as a list in the text.",
      body: requestSchema,
      response: responses(
        { 200: anything },
        { events: "Chunks as OpenAI's API sends them, then `[DONE]`." },
      ),
    },
    handler: async (request, reply) =>
      request.body.stream === true
        ? streamCompletion(context, request, reply)
        : completeChat(context, request, reply),
  });
}

type ChatRequest = FastifyRequest<{ Body: ChatRequestBody }>;

async function completeChat(context: HttpContext, request: ChatRequest, reply: FastifyReply) {
  const question = readChatRequest(request.body);
  const { signal, done } = context.running.begin(reply);
  try {
    const answer = await askQuestion(context, question, { request, channel: 'openai', signal });
    return {
      id: `chatcmpl-${answer.id}`,
      object: 'chat.completion',
      created: seconds(context.now()),
      model: request.body.model,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: answer.claims.map(claimText).join('') + closingText(answer),
            refusal: null,
            annotations: annotate(context, request, answer),
          },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: usageOf(answer),
    };
  } finally {
    done();
  }
}

async function streamCompletion(
  context: HttpContext,
  request: ChatRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const question = readChatRequest(request.body);
  const { model, stream_options: streamOptions } = request.body;
  const { signal, done } = context.running.begin(reply);
  const stream = openEventStream(reply);
  const id = `chatcmpl-${context.newId()}`;
  const base = { id, object: 'chat.completion.chunk', created: seconds(context.now()), model };
  const send = (delta: Record<string, unknown>, finish: string | null = null) =>
    stream.send(null, {
      ...base,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    });
  let sent = 0;
  try {
    send({ role: 'assistant', content: '' });
    const answer = await askQuestion(context, question, {
      request,
      channel: 'openai',
      signal,
      onEvent(event) {
        if (event.type !== 'sentence') return;
        send({ content: claimText(event.claim, sent) });
        sent += 1;
      },
    });
    for (const [position, claim] of answer.claims.entries()) {
      if (position >= sent) send({ content: claimText(claim, position) });
    }
    send({ content: closingText(answer), annotations: annotate(context, request, answer) });
    send({}, 'stop');
    if (streamOptions?.include_usage === true) {
      stream.send(null, { ...base, choices: [], usage: usageOf(answer) });
    }
    stream.sendRaw('data: [DONE]');
  } catch (error) {
    stream.send(null, openAiError(context.reportError(error, request, reply)));
  } finally {
    done();
    stream.end();
  }
  return reply;
}

function annotate(context: HttpContext, request: FastifyRequest, answer: Answer) {
  const base = context.settings.publicUrl ?? `${request.protocol}://${request.host}`;
  return annotationsOf(answer, ({ documentId, paragraph, sentence }: Citation) => {
    return `${base}/r/${encodeURIComponent(documentId)}#p${paragraph}s${sentence}`;
  });
}

function usageOf({ usage }: Answer) {
  const { inputTokens, outputTokens } = usage ?? { inputTokens: 0, outputTokens: 0 };
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function openAiError({ status, detail, hint, code, requestId }: Problem) {
  const type =
    status === 401
      ? 'authentication_error'
      : status === 429
        ? 'rate_limit_error'
        : status < 500
          ? 'invalid_request_error'
          : 'server_error';
  const said = `${detail} ${hint} (request ${requestId})`;
  return { error: { message: said, type, param: null, code } };
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
