/** What the API speaks, as JSON Schemas that routes refer to by `$ref`; OpenAPI shows them as components. */

export type JsonSchema = Readonly<Record<string, unknown>>;

type Properties = Readonly<Record<string, JsonSchema>>;

export const text = { type: 'string' } as const;
export const textOrNull = { type: ['string', 'null'] } as const;
export const count = { type: 'integer', minimum: 0 } as const;
const flag = { type: 'boolean' } as const;
const number = { type: 'number' } as const;

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function oneOf(...values: readonly string[]): JsonSchema {
  return { type: 'string', enum: values };
}

/** Every property is required but the optional ones. */
export function objectOf(properties: Properties, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

export function ref(name: string): JsonSchema {
  return { $ref: `${name}#` };
}

function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

function named(name: string, description: string, schema: JsonSchema): JsonSchema {
  return { $id: name, title: name, description, ...schema };
}

const span = named(
  'Span',
  'Half-open range of UTF-16 offsets.',
  objectOf({ start: count, end: count }),
);

const citation = named(
  'Citation',
  'A passage of a report that anyone can find again and compare.',
  objectOf({
    marker: { ...count, description: 'The number behind the claims that it carries, from 1.' },
    documentId: text,
    title: text,
    file: text,
    sha256: { ...text, description: "Of the file's bytes, hex." },
    quote: { ...text, description: 'Exact substring of the repaired text at `span`.' },
    highlight: orNull(ref('Span')),
    paragraph: count,
    sentence: count,
    outline: listOf(text),
    span: ref('Span'),
    sourceSpan: ref('Span'),
  }),
);

const claim = named(
  'Claim',
  'One sentence of the answer and the numbers of the citations that carry it.',
  objectOf({ text, markers: listOf(count) }),
);

const answer = named(
  'Answer',
  'What is shown: claims that were verified, with their citations.',
  objectOf({
    id: text,
    questionId: textOrNull,
    question: text,
    understoodAs: { ...textOrNull, description: 'The question as a follow-up was completed.' },
    status: oneOf('answered', 'not_found'),
    claims: listOf(ref('Claim')),
    answer: text,
    incomplete: flag,
    language: oneOf('zh-Hans', 'zh-Hant', 'en'),
    mode: oneOf('extractive', 'llm'),
    citations: listOf(ref('Citation')),
    nearest: { ...listOf(ref('Citation')), description: 'For `not_found`: what comes closest.' },
    verification: objectOf({
      claims: count,
      verified: count,
      dropped: listOf(objectOf({ text, reason: text })),
    }),
    notices: listOf(text),
    usage: orNull(objectOf({ inputTokens: count, outputTokens: count })),
    generation: count,
    timingsMs: objectOf({ retrieve: number, answer: number, total: number }),
  }),
);

const keptAnswer = named(
  'KeptAnswer',
  'An answer as it was given, with the paragraphs that it cites as they were then.',
  objectOf({
    answer: ref('Answer'),
    at: { ...text, description: 'ISO time.' },
    paragraphs: listOf(objectOf({ marker: count, text, quote: ref('Span') })),
    changedSince: {
      ...listOf(count),
      description: 'Markers of citations whose report is not any more what it was, or is gone.',
    },
  }),
);

const metadata = { title: text, publisher: textOrNull, date: textOrNull, url: textOrNull };

const documentSummary = named(
  'DocumentSummary',
  'A report in the list.',
  objectOf({
    id: text,
    ...metadata,
    file: text,
    sha256: text,
    characters: count,
    paragraphs: count,
    sentences: count,
    passages: count,
    damaged: flag,
  }),
);

const sentence = objectOf({
  id: { ...text, description: 'Paragraph and sentence, e.g. `p3s2`.' },
  number: count,
  span: ref('Span'),
  outline: listOf(text),
  speaker: textOrNull,
});

const passage = {
  id: { ...text, description: '`<document id>:<number from 1>`.' },
  number: count,
  span: ref('Span'),
  outline: listOf(text),
  sentences: { ...listOf(text), description: 'Ids of its sentences.' },
};

const document = named(
  'Document',
  'A report: its repaired text and where its parts are in it.',
  objectOf({
    id: text,
    ...metadata,
    file: text,
    sha256: text,
    damaged: { ...flag, description: 'Whether the file was judged damaged, and so repaired.' },
    text: { ...text, description: 'Repaired; paragraphs joined by one line break.' },
    outline: listOf(objectOf({ path: listOf(text), sentence: text })),
    paragraphs: listOf(
      objectOf({ id: text, number: count, span: ref('Span'), sentences: listOf(sentence) }),
    ),
    passages: listOf(objectOf(passage)),
  }),
);

const passageText = named(
  'Passage',
  'A run of whole sentences of a report, the unit of retrieval.',
  objectOf({ ...passage, documentId: text, title: text, file: text, sha256: text, text }),
);

const problem = named(
  'Problem',
  'RFC 9457, with a code for programs and a hint that names what mends it.',
  objectOf({
    type: text,
    title: text,
    status: count,
    detail: text,
    code: text,
    hint: text,
    requestId: text,
  }),
);

export const sharedSchemas: readonly JsonSchema[] = [
  span,
  citation,
  claim,
  answer,
  keptAnswer,
  documentSummary,
  document,
  passageText,
  problem,
];

/** Responses of a route: what it answers when all is well, and the problems that any route may answer. */
export function responses(
  well: Readonly<Record<number, JsonSchema>>,
  options: { readonly description?: string; readonly type?: string; readonly events?: string } = {},
): JsonSchema {
  const { description = 'As asked.', type = 'application/json', events } = options;
  const failed = {
    description: 'What is wrong and what mends it.',
    content: { 'application/problem+json': { schema: ref('Problem') } },
  };
  const stream = { 'text/event-stream': { schema: { ...text, description: events ?? '' } } };
  const content = (schema: JsonSchema) => ({
    [type]: { schema },
    ...(events === undefined ? {} : stream),
  });
  return {
    ...Object.fromEntries(
      Object.entries(well).map(([status, schema]) => [
        status,
        status === '204'
          ? { type: 'null', description }
          : { description, content: content(schema) },
      ]),
    ),
    '4xx': failed,
    '5xx': failed,
  };
}
