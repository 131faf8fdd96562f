import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { OutboxFull } from '@wiredesk/messaging';
import { isTransient } from '@wiredesk/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../log.js';
import { problem, ProblemException } from './problem.js';

interface FastifyError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
}

/** The problem that an error becomes for the caller. An unknown error tells nothing of its insides. */
export const toProblem = (error: unknown): ProblemException => {
  if (error instanceof ProblemException) return error;
  if (error instanceof OutboxFull) {
    return problem(503, 'outbox-full', 'Too much is waiting to be passed on. Nothing was accepted; send it again later.', {
      retryAfterSeconds: error.retryAfterSeconds,
    });
  }
  if (error instanceof HttpException) return fromHttpException(error);
  const { code, statusCode } = (error ?? {}) as FastifyError;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return problem(statusCode, 'request-invalid', (error as FastifyError).message);
  if (isTransient(error)) return problem(503, 'database-away', 'The database does not answer. Nothing was accepted; send it again later.', { retryAfterSeconds: 2 });
  return problem(500, 'internal-error', 'Something failed here; it was logged. Nothing is known to have been accepted.');
};

const tooLarge = (): ProblemException => problem(413, 'body-too-large', 'The body is larger than this call takes. Send fewer or smaller items at a time.');

const fromHttpException = (error: HttpException): ProblemException => {
  const status = error.getStatus();
  // Nest has wrapped what Fastify said.
  if (status === 413) return tooLarge();
  return problem(status, status === 404 ? 'not-found' : 'request-refused', error.message);
};

/** Answers every error of an HTTP route as problem+json, and logs what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = toProblem(error);
    if (answer.getStatus() === 500) this.log.error({ err: error, method: request.method, route: request.routeOptions?.url }, 'request failed');
    if (reply.sent) return;
    if (answer.extras.retryAfterSeconds !== undefined) void reply.header('retry-after', String(answer.extras.retryAfterSeconds));
    for (const [name, value] of Object.entries(answer.extras.headers ?? {})) void reply.header(name, value);
    void reply.status(answer.getStatus()).header('cache-control', 'no-store').type('application/problem+json; charset=utf-8').send(JSON.stringify(answer.toBody()));
  }
}
