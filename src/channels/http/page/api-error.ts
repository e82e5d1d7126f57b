/** A request that failed. `code` is the server's word, or `unreachable`, `stopped`, `cut_off` where it said none. */
export class ApiError extends Error {
  readonly code: string;
  readonly requestId: string | null;

  constructor(code: string, options: { requestId?: string | null; cause?: unknown } = {}) {
    super(code, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.requestId = options.requestId ?? null;
  }

  static of(error: unknown): ApiError {
    return error instanceof ApiError ? error : new ApiError('internal', { cause: error });
  }

  static ofFailure(cause: unknown): ApiError {
    const stopped = cause instanceof DOMException && cause.name === 'AbortError';
    return new ApiError(stopped ? 'stopped' : 'unreachable', { cause });
  }

  static cutOff(): ApiError {
    return new ApiError('cut_off');
  }

  static ofProblem(problem: unknown): ApiError {
    const { code, requestId } = (problem ?? {}) as { code?: unknown; requestId?: unknown };
    return new ApiError(typeof code === 'string' ? code : 'internal', {
      requestId: typeof requestId === 'string' ? requestId : null,
    });
  }

  static async ofResponse(response: Response): Promise<ApiError> {
    const problem: unknown = await response.json().catch(() => null);
    return ApiError.ofProblem(problem ?? { code: `status_${response.status}` });
  }
}
