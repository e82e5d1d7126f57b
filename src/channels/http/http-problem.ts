/** What a request is refused with before the App is asked. `detail` holds no text of the caller's. */
export class HttpProblem extends Error {
  readonly status: number;
  /** One word for programs, as `ErrorCode` is. */
  readonly code: string;
  readonly hint: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    options: {
      readonly code: string;
      readonly hint: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = options.code;
    this.hint = options.hint;
    this.headers = options.headers ?? {};
  }
}
