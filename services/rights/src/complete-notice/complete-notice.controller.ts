import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, bearerToken, check, parseForm, parseJson, problem } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { CaseReader } from '../cases/read-case.js';
import { CompleteNotice } from './complete-notice.handler.js';
import { completion, completionOfForm } from './completion.js';

/** `POST /cases/{number}/completion`: the answer to a cure request (17 USC 512(c)(3)(B)(ii)). */
@ApiTags('cases')
@Controller('cases/:number')
export class CompleteNoticeController {
  constructor(
    private readonly reader: CaseReader,
    private readonly completing: CompleteNotice,
  ) {}

  @Post('completion')
  @HttpCode(200)
  @ApiOperation({ summary: 'Add what a notice lacked; once complete it takes effect as if it had come so' })
  @ApiJsonBody(completion)
  async complete(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const added = check(completion, isForm ? completionOfForm(parseForm(request.body)) : parseJson(request.body));
    const token = bearerToken(request) ?? added.token;
    const { one, mayWithdraw } = await this.reader.read(number, token);
    if (!mayWithdraw) throw problem(403, 'token-reads-only', 'This token only reads. Who filed the notice first has the one that completes it.');
    await this.completing.complete(one, added);
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    if (isForm) return void reply.status(303).header('location', `/cases/${one.number}?${new URLSearchParams({ token: token ?? '' }).toString()}`).send();
    void reply.status(200).send({ case: (await this.reader.read(number, token)).view });
  }
}
