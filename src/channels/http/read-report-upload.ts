import type { FastifyRequest } from 'fastify';
import type { ReportUpload } from '../../domain/app.js';
import { HttpProblem } from './http-problem.js';

/** The raw body with a name beside it, or JSON `{name, text}`; a JSON report is sent raw, with its name. Throws a 400. */
export function readReportUpload(request: FastifyRequest): ReportUpload {
  const query = request.query as Readonly<Record<string, unknown>>;
  const replace = readReplace(query.replace);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const name = nameBeside(query.name, request.headers['x-filename']);
  if (name !== null) return { name, bytes, replace };
  if (!/^application\/json\b/iu.test(request.headers['content-type'] ?? '')) {
    throw invalid('a name is missing', 'Send `?name=` or the header `X-Filename` (URL-encoded).');
  }
  const { name: named, text } = parseObject(bytes);
  if (typeof named !== 'string' || typeof text !== 'string') {
    throw invalid('`name` or `text` is not a string', 'Send {"name": "report.txt", "text": "…"}.');
  }
  return { name: named, bytes: Buffer.from(text, 'utf8'), replace };
}

function readReplace(value: unknown): boolean {
  if (value === undefined || value === '0') return false;
  if (value === '1') return true;
  throw invalid('`replace` is neither 0 nor 1', 'Send `?replace=1` to put it in place of another.');
}

function nameBeside(query: unknown, header: unknown): string | null {
  if (typeof query === 'string') return query;
  if (typeof header !== 'string') return null;
  try {
    return decodeURIComponent(header);
  } catch (cause) {
    throw Object.assign(
      invalid('X-Filename is not URL-encoded', 'Send encodeURIComponent(name), or use `?name=`.'),
      { cause },
    );
  }
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    // What cannot be parsed is no object either.
  }
  if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  throw invalid('the body is no JSON object', 'Send {"name": "report.txt", "text": "…"}.');
}

function invalid(what: string, hint: string): HttpProblem {
  return new HttpProblem(400, `The report cannot be taken: ${what}.`, {
    code: 'request_invalid',
    hint,
  });
}
