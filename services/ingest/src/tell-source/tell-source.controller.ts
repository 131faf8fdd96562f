import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiJsonBody, CLOCK, problem, Roles, zodBody, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { makeKey } from '../manage-sources/key.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { endWebhook, readWebhook, saveWebhook } from './notice.store.js';
import { Notices } from './notices.js';
import { noticeKinds } from './notices.decide.js';

const webhookBody = z.object({
  url: z.url({ protocol: /^https?$/ }).max(500).describe('Where notices are sent. Private addresses are refused when it is called.'),
  kinds: z.array(z.enum(noticeKinds)).min(1).max(noticeKinds.length).default([...noticeKinds]).describe('What to tell.'),
});

/** `/v1/sources/{id}/webhook`: a source hears what becomes of its items. */
@ApiTags('sources')
@Controller('v1/sources')
export class TellSourceController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SourceDirectory,
    private readonly notices: Notices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':id/webhook')
  @Roles('operator')
  @ApiOperation({ summary: 'Tell this source what becomes of its items; the secret (Standard Webhooks) is shown once' })
  @ApiJsonBody(webhookBody)
  async put(@Param('id') id: string, @Body(zodBody(webhookBody)) { url, kinds }: z.infer<typeof webhookBody>) {
    if (!(await this.directory.reread(id))) throw unknownSource(id);
    const { shown } = makeKey('standard-webhooks');
    await saveWebhook(this.dataSource, id, { url, secret: shown, kinds }, this.clock.now());
    await this.notices.reread();
    return { url, kinds, secret: shown };
  }

  @Get(':id/webhook')
  @Roles('viewer', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'The webhook of a source, how many notices wait, and the last 20 with their answers' })
  @ApiResponse({ status: 404, description: 'It has none' })
  async get(@Param('id') id: string) {
    const webhook = await readWebhook(this.dataSource, id);
    if (!webhook) throw noWebhook(id);
    return webhook;
  }

  @Delete(':id/webhook')
  @Roles('operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Tell this source nothing more; what waits is given up' })
  async end(@Param('id') id: string): Promise<void> {
    if (!(await endWebhook(this.dataSource, id, 'ended by an operator'))) throw noWebhook(id);
    await this.notices.reread();
  }
}

const unknownSource = (id: string) => problem(404, 'source-unknown', `There is no source "${id}".`);
const noWebhook = (id: string) => problem(404, 'webhook-none', `Source "${id}" has no webhook. Set one with PUT /v1/sources/${id}/webhook.`);
