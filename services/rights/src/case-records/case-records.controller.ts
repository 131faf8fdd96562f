import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@wiredesk/persistence';
import { ApiJsonBody, callerOf, check, CLOCK, LOG, problem, Roles, uuidv7, zodBody, type Clock, type Log } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { caseByNumber, saveCaseEvents, type Case } from '../cases/case.store.js';
import { regimeName } from '../cases/regimes.js';
import { notice } from '../order-takedown/notice.js';
import { OrderTakedown, type TakedownAnswer } from '../order-takedown/order-takedown.handler.js';
import { erasePersonalData, lockedEnd, strikesOf, type Strike } from './case-record.store.js';

const strikesMax = 500;
const sourceIdParam = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');
const trackOrder = z.strictObject({ regime: regimeName.exclude(['ORDER']) });
const disclosureOrder = z.strictObject({
  to: z.string().trim().min(1).max(200).describe('Authority or court that demanded it.'),
  reference: z.string().trim().min(1).max(200),
  law: z.string().trim().min(1).max(120),
  disclosed: z.array(z.enum(['name', 'contact', 'address', 'network-address'])).min(1).max(4).describe('What was given, and nothing that was not.'),
});
const erasureOrder = z.strictObject({ basis: z.string().trim().min(1).max(300).describe('Whose request, and its reference; no personal data.') });

/** What officers note in a case beside its decisions, and what the record of a source adds up to. */
@ApiTags('cases')
@Controller('v1')
export class CaseRecordsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly takedown: OrderTakedown,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Post('cases/:number/tracks')
  @Roles('rights-officer')
  @HttpCode(202)
  @ApiOperation({ summary: 'Open the same notice under another regime too: a case with holds of its own; what both hold comes back when both let go' })
  @ApiJsonBody(trackOrder)
  async track(@Param('number') number: string, @Body(zodBody(trackOrder)) { regime }: z.infer<typeof trackOrder>, @Req() request: FastifyRequest): Promise<TakedownAnswer> {
    const one = await this.caseOf(number);
    if (one.regime === regime || one.regime === 'ORDER') throw problem(409, 'same-track', one.regime === 'ORDER' ? 'An order follows its own rules alone.' : 'The case follows these rules already.');
    const by = officerName(request);
    const opened = await this.takedown.order({ ...notice.parse(one.notice), regime }, { channel: 'officer', language: one.language, key: `track-${one.caseId}-${regime}`, actor: by });
    await this.note(one, by, 'track-opened', { number: opened.case.number, regime });
    return opened;
  }

  @Post('cases/:number/disclosures')
  @Roles('rights-officer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Note that somebody\'s identity was disclosed on demand (条例 art. 13, 17 U.S.C. § 512(h)): to whom, by what law, and only which kinds of data' })
  @ApiJsonBody(disclosureOrder)
  async disclose(@Param('number') number: string, @Body(zodBody(disclosureOrder)) order: z.infer<typeof disclosureOrder>, @Req() request: FastifyRequest): Promise<void> {
    await this.note(await this.caseOf(number), officerName(request), 'identity-disclosed', order);
  }

  @Post('cases/:number/erasure')
  @Roles('rights-officer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase who the parties of a case were; the audit log still verifies' })
  @ApiJsonBody(erasureOrder)
  @ApiResponse({ status: 409, description: 'The case is open or a hold of it stands: its data are needed for legal claims (GDPR art. 17(3)(b), (e))' })
  async erase(@Param('number') number: string, @Body(zodBody(erasureOrder)) order: z.infer<typeof erasureOrder>, @Req() request: FastifyRequest): Promise<void> {
    const one = await this.caseOf(number);
    const by = officerName(request);
    await inTransaction(this.dataSource, async (tx) => {
      const { closed, held } = await lockedEnd(tx, one.caseId);
      if (!closed || held) throw problem(409, 'still-needed', closed ? 'A hold of this case stands: its data are needed to defend it (GDPR art. 17(3)(e)). Erase them when it is lifted.' : 'The case is open: its data are needed to decide it (GDPR art. 17(3)(b), (e)). Erase them when it is closed.');
      await erasePersonalData(tx, one.caseId);
      await saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: one.caseId, targetId: null, at: this.clock.now().toISOString(), actor: by, type: 'erased', detail: { basis: order.basis } }]);
    });
    this.log.info({ case: one.number, by }, 'personal data erased');
  }

  @Get('sources/:id/strikes')
  @Roles('rights-officer', 'operator')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Decisions against a source that stand; what was put back is none any more (17 U.S.C. § 512(i))' })
  async strikes(@Param('id') id: string): Promise<{ strikes: Strike[] }> {
    return { strikes: await strikesOf(this.dataSource, check(sourceIdParam, id), strikesMax) };
  }

  private async caseOf(number: string): Promise<Case> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number.');
    return one;
  }

  private async note(one: Case, by: string, type: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    await inTransaction(this.dataSource, (tx) => saveCaseEvents(tx, [{ eventId: uuidv7(), caseId: one.caseId, targetId: null, at: this.clock.now().toISOString(), actor: by, type, detail }]));
    this.log.info({ case: one.number, type, by }, 'noted in a case');
  }
}

const officerName = (request: FastifyRequest): string => `officer:${callerOf(request)?.name ?? '?'}`;
