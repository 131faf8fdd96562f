import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { ApiJsonBody, callerOf, check, CLOCK, problem, Roles, uuidv7, zodBody, type Clock } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { caseByNumber, saveCaseEvents } from '../cases/case.store.js';
import type { SourceContact } from './letter.js';
import { contactsOf, lettersByHand, lettersOfCase, markSentByHand, saveContact, type StoredLetter } from './letter.store.js';

const lettersMax = 200;
const sourceIdParam = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');
const contactOrder = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(254).nullish().transform((email) => email ?? null).describe('Absent: letters wait to be sent by hand.'),
  language: z.enum(['zh', 'en']).default('en'),
});

/** Letters to the parties of cases: what was written, what an officer has to send; and who speaks for a source. */
@ApiTags('letters')
@Controller('v1')
export class LettersController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('letters')
  @Roles('rights-officer')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Letters to be sent by hand, the oldest first: mail is not configured, no address is known, or it failed' })
  async byHand(): Promise<{ letters: StoredLetter[] }> {
    return { letters: await lettersByHand(this.dataSource, lettersMax) };
  }

  @Post('letters/:id/sent')
  @Roles('rights-officer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Note that a letter was sent by hand' })
  async sent(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await noteSent(this.dataSource, check(z.uuid(), id), `officer:${callerOf(request)?.name ?? '?'}`, this.clock.now());
  }

  @Get('cases/:number/letters')
  @Roles('rights-officer')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Every letter of a case' })
  async ofCase(@Param('number') number: string): Promise<{ letters: StoredLetter[] }> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    return { letters: await lettersOfCase(this.dataSource, one.caseId) };
  }

  @Get('sources/:id/contact')
  @Roles('rights-officer')
  @ApiOperation({ summary: 'To whom statements of reasons about a source\'s items go' })
  async contact(@Param('id') id: string): Promise<SourceContact> {
    const contact = (await contactsOf(this.dataSource, [check(sourceIdParam, id)])).get(id);
    if (!contact) throw problem(404, 'contact-unknown', 'Nobody speaks for this source yet. PUT it here; until then letters wait to be sent by hand.');
    return contact;
  }

  @Put('sources/:id/contact')
  @Roles('rights-officer')
  @ApiOperation({ summary: 'Say who speaks for a source' })
  @ApiJsonBody(contactOrder)
  async saveContact(@Param('id') id: string, @Body(zodBody(contactOrder)) order: z.infer<typeof contactOrder>, @Req() request: FastifyRequest): Promise<SourceContact> {
    const contact = { sourceId: check(sourceIdParam, id), ...order };
    await saveContact(this.dataSource, contact, callerOf(request)?.name ?? 'unknown', this.clock.now());
    return contact;
  }
}

/** Notes it in the letter and in the record of its case. Problem 404 where no such letter waits. */
export const noteSent = async (dataSource: DataSource, letterId: string, by: string, now: Date): Promise<void> => {
  await inTransaction(dataSource, async (tx) => {
    const sent = await markSentByHand(tx, letterId, by, now);
    if (!sent) throw problem(404, 'letter-unknown', 'No letter of this id waits to be sent. GET /v1/letters lists those that do.');
    await saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: sent.caseId, targetId: null, at: now.toISOString(), actor: by, type: 'letter-sent', detail: { letterId, kind: sent.kind } }]);
  });
};
