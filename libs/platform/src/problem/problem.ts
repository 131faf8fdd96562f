import { HttpException } from '@nestjs/common';

/** One field's problem. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** More of a problem than its sentence. */
export interface ProblemExtras {
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Extension members (RFC 9457 §3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Malformed request', 401: 'Not authenticated', 403: 'Not allowed', 404: 'Not found', 405: 'Method not allowed', 409: 'Conflict',
  410: 'Gone', 412: 'Precondition failed', 413: 'Too large', 415: 'Unsupported media type', 422: 'Cannot be processed', 429: 'Too many requests',
  451: 'Unavailable for legal reasons', 500: 'Internal error', 503: 'Not available now', 504: 'Timed out',
};

/** An answer of RFC 9457: a stable `type` (from `code`) and a sentence that says what to do. */
export class ProblemException extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail, status);
  }

  /** The body as it goes out. */
  toBody(): Record<string, unknown> {
    const status = this.getStatus();
    return {
      type: `https://wiredesk.dev/problems/${this.code}`,
      title: titles[status] ?? 'Problem',
      status,
      detail: this.detail,
      ...(this.extras.errors ? { errors: this.extras.errors } : {}),
      ...(status >= 500 || status === 429 ? { retryable: true } : {}),
      ...this.extras.members,
    };
  }
}

/** Makes a problem to throw: HTTP status, stable code, and a sentence that says what to do. */
export const problem = (status: number, code: string, detail: string, extras: ProblemExtras = {}): ProblemException =>
  new ProblemException(status, code, detail, extras);
