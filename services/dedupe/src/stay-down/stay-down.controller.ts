import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { latestBodies } from '@wiredesk/content-store';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { ApiJsonBody, callerOf, check, CLOCK, problem, Roles, zodBody, zodQuery, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { LetPass } from './let-pass.handler.js';
import { readOverlaps } from './held-text.store.js';
import { judge, strictest } from './match.decide.js';
import { readMatches } from './match.store.js';
import { winnowed, type Winnowed } from './read-incoming.js';

const textCharsMax = 400_000;
const text = z.union([z.object({ itemId: z.uuid() }), z.object({ text: z.string().max(textCharsMax) })]);
const exceptionBody = z.object({ of: text, holdId: z.uuid().nullable().default(null), reason: z.string().trim().min(1, 'say why, for whoever wonders later').max(500) });
const matchesQuery = z.object({ review: z.enum(['true', 'false']).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });

/** Material that must not come back. */
@ApiTags('stay-down')
@Controller('v1/staydown')
export class StayDownController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prints: Fingerprinter,
    private readonly letPass: LetPass,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('check')
  @HttpCode(200)
  @Roles('service', 'editor', 'rights-officer', 'operator')
  @ApiOperation({ summary: 'Is this text (or the text of this item) held material? To be asked before publication' })
  @ApiJsonBody(text)
  async check(@Body(zodBody(text)) body: z.infer<typeof text>) {
    const incoming = await this.read(body);
    const [overlaps = []] = await readOverlaps(this.dataSource, [incoming]);
    const own = 'itemId' in body ? body.itemId : null;
    const matches = judge(incoming, overlaps.filter((overlap) => overlap.itemId !== own));
    return {
      verdict: strictest(matches),
      matches: matches.map(({ holdId, itemId, caseNumber, coverage, verdict }) => ({ holdId, itemId, caseNumber, coverage, verdict })),
      checkedAt: this.clock.now().toISOString(),
    };
  }

  @Get('matches')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'Items that came back although they are held; "review=true": those that a person should look at' })
  async matches(@Query(zodQuery(matchesQuery)) { review, limit }: z.infer<typeof matchesQuery>) {
    return { matches: await readMatches(this.dataSource, review === undefined ? null : review === 'true', limit) };
  }

  @Post('exceptions')
  @HttpCode(201)
  @Roles('rights-officer')
  @ApiOperation({ summary: 'Let a text pass: it is not what the hold (or any) is about' })
  @ApiJsonBody(exceptionBody)
  async allow(@Body(zodBody(exceptionBody)) body: z.infer<typeof exceptionBody>, @Req() request: FastifyRequest) {
    const { cleanHash } = await this.read(body.of);
    return this.letPass.allow({ cleanHash, holdId: body.holdId, itemId: 'itemId' in body.of ? body.of.itemId : null, by: callerOf(request)?.name ?? 'unknown', reason: body.reason });
  }

  @Post('exceptions/:id/end')
  @HttpCode(200)
  @Roles('rights-officer')
  @ApiOperation({ summary: 'The text is not let pass any more: from the next look-up on it is held again' })
  end(@Param('id') id: string, @Req() request: FastifyRequest) {
    return this.letPass.end(check(z.uuid(), id), callerOf(request)?.name ?? 'unknown');
  }

  private async read(given: z.infer<typeof text>): Promise<Winnowed> {
    if (!('itemId' in given)) return winnowed(given.text, this.prints);
    const body = (await latestBodies(this.dataSource, [given.itemId])).get(given.itemId);
    if (!body) throw problem(404, 'item-unknown', `There is no item ${given.itemId}: give the text instead.`);
    if (body.erased) throw problem(410, 'body-erased', `The text of item ${given.itemId} was erased: give the text instead.`);
    return winnowed(body.article.bodyText, this.prints);
  }
}
