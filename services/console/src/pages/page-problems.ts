import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ProblemException } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, of, throwError, type Observable } from 'rxjs';

import { SignIn } from '../sign-in/sign-in.js';
import { Pages } from './pages.js';

/** A problem of a page is answered as a page: what is wrong, in its own words, within the frame. Machines get problem+json. */
@Injectable()
export class PageProblems implements NestInterceptor {
  constructor(
    private readonly pages: Pages,
    private readonly signIn: SignIn,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.url.startsWith('/v1/') || !(request.headers.accept ?? '').includes('text/html')) return next.handle();
    return next.handle().pipe(
      catchError((error: unknown) => {
        const reply = context.switchToHttp().getResponse<FastifyReply>();
        if (!(error instanceof ProblemException) || reply.sent) return throwError(() => error);
        if (error.extras.retryAfterSeconds !== undefined) void reply.header('retry-after', String(error.extras.retryAfterSeconds));
        this.pages.send(request, reply, 'problem', { visitor: this.signIn.visitorOf(request), problem: error.toBody() }, error.getStatus());
        return of(undefined);
      }),
    );
  }
}
