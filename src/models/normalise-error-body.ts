/** The one shape in which the client reads what a server says about an error. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly code: string | number | null;
    readonly type: string | null;
    readonly param: string | null;
  };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/**
 * Servers say what is wrong as `{error: {…}}`, `{error: "…"}`, `{code, message}`, `{detail}` (FastAPI, a text or a list of
 * faults) or not at all. Gives null for a body that names no error.
 */
export function normaliseErrorBody(body: unknown): ErrorBody | null {
  const fields = Array.isArray(body) ? body[0] : body;
  if (!isFields(fields)) return null;
  const { error, detail } = fields;
  if (isFields(error)) return errorBody(error);
  if (typeof error === 'string') return errorBody({ ...fields, message: error });
  if (typeof detail === 'string') return errorBody({ ...fields, message: detail });
  if (Array.isArray(detail)) return readDetails(detail);
  return 'message' in fields && ('code' in fields || 'type' in fields || !('choices' in fields))
    ? errorBody(fields)
    : null;
}

function errorBody(fields: Fields): ErrorBody {
  const { message, code, type, param } = fields;
  return {
    error: {
      message: typeof message === 'string' ? message : '',
      code: typeof code === 'string' || typeof code === 'number' ? code : null,
      type: typeof type === 'string' ? type : null,
      param: typeof param === 'string' ? param : null,
    },
  };
}

function readDetails(details: readonly unknown[]): ErrorBody {
  const [first] = details;
  if (!isFields(first)) return errorBody({});
  const place = Array.isArray(first.loc) ? first.loc.at(-1) : null;
  return errorBody({ message: first.msg, type: first.type, param: place });
}
