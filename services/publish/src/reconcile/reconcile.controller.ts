import { Readable } from 'node:stream';

import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { SubscriberCallers } from '../subscribers/caller.js';
import type { Answer } from './decide.js';
import { readHeld, reconcileBody } from './held-list.js';
import { Reconcile } from './reconcile.handler.js';

const isNdjson = (type: string): boolean => /nd-?json|jsonl/.test(type);

/** `/v1/reconcile`: which of these must I delete? */
@ApiTags('removals')
@Controller('v1/reconcile')
export class ReconcileController {
  constructor(
    private readonly reconcile: Reconcile,
    private readonly callers: SubscriberCallers,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'For up to 100,000 ids, URLs or hashes of texts (sha256:… of bodyText): keep, delete, update to a revision, or unknown. JSON, or NDJSON both ways' })
  @ApiJsonBody(reconcileBody)
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.callers.required(request);
    const contentType = request.headers['content-type'] ?? '';
    const held = readHeld(request.body, contentType);
    const batches = this.reconcile.answers(held);
    void reply.header('cache-control', 'no-store');
    if (isNdjson(request.headers.accept ?? '') || isNdjson(contentType)) {
      // The first batch is made before the answer begins, so that what is wrong is still told as a problem.
      const first = await batches.next();
      await reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(Readable.from(linesOf(first.value ?? [], batches)));
      return;
    }
    const answers: Answer[] = [];
    for await (const batch of batches) answers.push(...batch);
    await reply.send({ answers });
  }
}

async function* linesOf(first: readonly Answer[], rest: AsyncGenerator<Answer[]>): AsyncGenerator<string> {
  yield first.map(line).join('');
  for await (const batch of rest) yield batch.map(line).join('');
}

const line = (answer: Answer): string => `${JSON.stringify(answer)}\n`;
