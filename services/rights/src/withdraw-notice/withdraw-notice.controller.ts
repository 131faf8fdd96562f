import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { bearerToken, check, parseForm, parseJson, problem } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { CaseReader } from '../cases/read-case.js';
import { DecideCase } from '../decide-case/decide-case.handler.js';
import { targetChoice } from '../decide-case/decision.js';

const claimantsOrder = z.object({
  token: z.string().optional().describe('The private token; or as `Authorization: Bearer`.'),
  targets: targetChoice.default('all'),
  reason: z.string().trim().max(2_000).default(''),
});

/** What the claimant does in their own case, by its private link: withdraw it whole or in part, or complain. */
@ApiTags('cases')
@Controller('cases/:number')
export class WithdrawNoticeController {
  constructor(
    private readonly reader: CaseReader,
    private readonly deciding: DecideCase,
  ) {}

  @Post('withdrawal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw a notice, whole or for some of its targets: exactly those are put back' })
  async withdraw(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act(number, request, reply, 'withdrawn');
  }

  @Post('complaint')
  @HttpCode(200)
  @ApiOperation({ summary: 'Complain of a decision, where the rules of the case know complaints' })
  async complain(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act(number, request, reply, 'complaint-filed');
  }

  private async act(number: string, request: FastifyRequest, reply: FastifyReply, type: 'withdrawn' | 'complaint-filed'): Promise<void> {
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const order = check(claimantsOrder, isForm ? fromForm(parseForm(request.body)) : parseJson(request.body));
    const token = bearerToken(request) ?? order.token;
    const { one, mayWithdraw } = await this.reader.read(number, token);
    if (!mayWithdraw) throw problem(403, 'token-reads-only', 'This token only reads. Who filed the notice first has the one that withdraws; else ask the operator.');
    const targets = await this.deciding.decide({ number: one.number, targets: order.targets, happening: { type }, actor: 'claimant', reason: order.reason === '' ? type : order.reason, at: undefined });
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    if (isForm) return void reply.status(303).header('location', `/cases/${one.number}?${new URLSearchParams({ token: token ?? '' }).toString()}`).send();
    void reply.status(200).send({ targets });
  }
}

const fromForm = (fields: Readonly<Record<string, string | string[]>>): unknown => {
  const chosen = [fields['target'] ?? []].flat();
  return { token: [fields['token'] ?? ''].flat()[0], targets: chosen.map(Number), reason: [fields['reason'] ?? ''].flat()[0] };
};
