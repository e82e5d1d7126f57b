import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, sharedSchemas } from '../../../src/channels/http/json-schemas.js';
import { createFakeApp } from '../../support/fake-app.js';
import { openHttpServer } from '../../support/http-setup.js';
import { sampleAnswer, sampleRefusal } from '../../support/sample-answer.js';

interface Operation {
  readonly summary?: string;
  readonly responses: Record<string, unknown>;
  readonly security?: unknown[];
}

interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

const registered: string[] = [];
const app = createFakeApp({ answer: () => sampleRefusal() });
app.kept.set('A', {
  answer: sampleAnswer(),
  at: '2026-01-02T03:04:05.000Z',
  conversationId: null,
  paragraphs: [],
  changedSince: [],
});
let whole: FastifyInstance | null = null;
const server = openHttpServer(
  {},
  {
    app,
    plugins: [
      (scope) => {
        whole = scope;
      },
    ],
  },
);
async function readDocument(): Promise<OpenApi> {
  return (await server.inject({ url: '/openapi.json' })).json();
}

const documented = [
  'delete /v1/conversations/{id}',
  'delete /v1/documents/{id}',
  'get /healthz',
  'get /metrics',
  'get /openapi.json',
  'get /readyz',
  'get /v1/answers/{id}',
  'get /v1/documents',
  'get /v1/documents/{id}',
  'get /v1/examples',
  'get /v1/models',
  'get /v1/passages/{id}',
  'get /v1/session',
  'post /v1/answers/{id}/feedback',
  'post /v1/ask',
  'post /v1/chat/completions',
  'post /v1/documents',
];
/** The router lists `/assets/*` by its end only. */
const pageRoutes = ['get /', 'get /{*}', 'get /r/{document}'];

/** Every route of the router's own listing, as `method path`. */
function routesOf(instance: FastifyInstance): string[] {
  const path: string[] = [];
  for (const line of instance.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', segment = '', methods = ''] =
      /^([│ ├└─]*)(\S+)(?: \(([A-Z, ]+)\))?/u.exec(line) ?? [];
    if (segment === '') continue;
    path.length = Math.max(0, indent.length / 4 - 1);
    path.push(segment);
    for (const method of methods.split(', ')) {
      if (method === '' || method === 'HEAD') continue;
      const url = path.join('').replaceAll(/:(\w+)|\*/gu, (_all, name) => `{${name ?? '*'}}`);
      registered.push(`${method.toLowerCase()} ${url}`);
    }
  }
  return registered.sort();
}

describe('/openapi.json', () => {
  it('documents every route but the page’s own files', async () => {
    const { paths } = await readDocument();
    const found = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(found.sort()).toEqual(documented);
    if (whole === null) throw new Error('the plugin was not called');
    expect(routesOf(whole)).toEqual([...documented, ...pageRoutes].sort());
  });

  it('is OpenAPI 3.1 whose references lead somewhere and whose operations are complete', async () => {
    const document = await readDocument();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'report-qa', version: '1.2.3' },
    });
    const text = JSON.stringify(document);
    for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/gu)) {
      expect(reference).toMatch(/^#\/components\/schemas\//u);
      expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1) ?? '');
    }
    expect(text).not.toContain('"$id"');
    for (const operations of Object.values(document.paths)) {
      for (const operation of Object.values(operations)) {
        expect(operation.summary).toMatch(/.{10}/u);
        expect(operation.security).toBeDefined();
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['4XX', '5XX']));
      }
    }
  });

  it('describes what is really answered, every property of it', async () => {
    const strict = fastify({
      ajv: {
        customOptions: { allowUnionTypes: true, removeAdditional: false, coerceTypes: false },
      },
    });
    for (const schema of sharedSchemas) strict.addSchema(closed(schema) as JsonSchema);
    for (const { $id } of sharedSchemas) {
      strict.post(`/${$id}`, { schema: { body: { $ref: `${$id}#` } } }, async () => 'fits');
    }
    const read = async (url: string) => (await server.inject({ url })).json();
    const list = await read('/v1/documents');
    const samples: [string, unknown][] = [
      ['Answer', sampleAnswer({ usage: { inputTokens: 1, outputTokens: 2 } })],
      [
        'Answer',
        sampleRefusal({
          verification: { claims: 1, verified: 0, dropped: [{ text: 'a', reason: 'b' }] },
        }),
      ],
      ['KeptAnswer', await read('/v1/answers/A')],
      ['DocumentSummary', list.documents[0]],
      ['Document', await read('/v1/documents/employment-meeting')],
      ['Passage', await read('/v1/passages/employment-meeting:1')],
      ['Problem', await read('/nowhere')],
    ];
    for (const [name, sample] of samples) {
      const response = await strict.inject({
        method: 'POST',
        url: `/${name}`,
        payload: sample as object,
      });
      expect([name, response.body]).toEqual([name, 'fits']);
    }
  });
});

/** The same schema, refusing every property that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)]);
  const object = Object.fromEntries(entries);
  return 'properties' in schema && 'type' in schema
    ? { ...object, additionalProperties: false }
    : object;
}
