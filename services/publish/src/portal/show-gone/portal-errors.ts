import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isTransient } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, problem, ProblemException, type Clock, type Log } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublishConfig } from '../../publish.config.js';
import { HtmlPages } from '../page/html-page.js';
import { Page } from '../page/page.js';
import { sendPage } from '../page/send-page.js';
import { Frames } from '../render/frame.js';
import { readerOf } from '../render/reader.js';
import { prefersJson } from '../show-article/accepts-json.decide.js';

const cacheControl = 'no-store';

/** Errors of the portal's pages as pages, in the reader's language, in the same frame; as problem+json for who prefers JSON. */
@Catch()
@Injectable()
export class PortalErrors implements ExceptionFilter {
  constructor(
    private readonly html: HtmlPages,
    private readonly frames: Frames,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = this.problemOf(error, request);
    if (reply.sent) return;
    const { retryAfterSeconds, headers: own } = answer.extras;
    const headers = { vary: 'Accept, Accept-Language', ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }), ...own };
    sendPage(request, reply, this.pageOf(answer, request, headers), this.clock.now().getTime());
  }

  private problemOf(error: unknown, request: FastifyRequest): ProblemException {
    if (error instanceof ProblemException) return error;
    if (isTransient(error)) return problem(503, 'database-away', 'The database does not answer. Ask again in a moment.', { retryAfterSeconds: 2 });
    this.log.error({ err: error, method: request.method, route: request.routeOptions?.url }, 'page failed');
    return problem(500, 'internal-error', 'Something failed here; it was logged.');
  }

  private pageOf(answer: ProblemException, request: FastifyRequest, headers: Readonly<Record<string, string>>): Page {
    const status = answer.getStatus();
    if (prefersJson(request.headers.accept)) {
      return new Page({ status, contentType: 'application/problem+json; charset=utf-8', text: JSON.stringify(answer.toBody()), cacheControl, headers });
    }
    const reader = readerOf(request, this.config.PORTAL_LANGUAGE);
    const frame = this.frames.of({ language: reader.preferred, reader, path: '/', navigation: this.config.PORTAL_NAV, robots: 'noindex' });
    const template = status === 404 ? 'not-found' : 'error';
    return this.html.make({ template, data: { ...frame, status, isUnavailable: status === 503 }, status, cacheControl, vary: 'Accept, Accept-Language', headers });
  }
}
