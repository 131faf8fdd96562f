import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { zodForm } from '@wiredesk/platform';
import type { Hold } from '@wiredesk/usage-terms';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { AskServices } from '../ask-services/ask-services.js';
import { Pages } from '../pages/pages.js';
import { SignIn, type Visitor } from '../sign-in/sign-in.js';

const holdsMax = 200;
const newest = `select state from hold order by seq desc limit ${holdsMax}`;

const placing = z.object({ kind: z.enum(['item', 'story', 'source', 'url']), value: z.string().trim().min(1).max(500), reason: z.string().trim().min(1).max(300) });
const lifting = z.object({ reason: z.string().trim().min(1).max(300) });

const scopeOf = ({ kind, value }: z.infer<typeof placing>): Readonly<Record<string, unknown>> => {
  switch (kind) {
    case 'item':
      return { kind, itemId: value };
    case 'story':
      return { kind, storyId: value, itemId: null };
    case 'source':
      return { kind, sourceId: value };
    case 'url':
      return { kind, url: value };
  }
};

/** The ledger as the console has read it; placing and lifting are asked of rights, with the visitor's own token. */
@ApiExcludeController()
@Controller('holds')
export class HoldsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly services: AskServices,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = this.signIn.visitorOf(request);
    if (!visitor) return this.signIn.ask(request, reply);
    return this.show(request, reply, visitor);
  }

  @Post()
  async place(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body(zodForm(placing)) form: z.infer<typeof placing>): Promise<void> {
    return this.command(request, reply, '/v1/holds', { scope: scopeOf(form), reason: form.reason });
  }

  @Post(':id/lift')
  async lift(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Body(zodForm(lifting)) form: z.infer<typeof lifting>): Promise<void> {
    return this.command(request, reply, `/v1/holds/${encodeURIComponent(id)}/lift`, { reason: form.reason });
  }

  private async show(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, failed?: string): Promise<void> {
    const holds = ((await this.dataSource.query(newest)) as { state: Hold }[]).map((row) => row.state);
    this.pages.send(request, reply, 'holds', { visitor, holds, failed }, failed === undefined ? 200 : 422);
  }

  private async command(request: FastifyRequest, reply: FastifyReply, path: string, body: unknown): Promise<void> {
    const visitor = this.signIn.actorOf(request);
    const answer = await this.services.post(visitor, 'rights', path, body);
    if (!answer.ok) return this.show(request, reply, visitor, answer.detail);
    void reply.status(303).header('location', '/holds').header('cache-control', 'no-store').send('');
  }
}
