import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ItemReceived } from '@wiredesk/contracts';
import { latestBodies } from '@wiredesk/content-store';
import { compare, Fingerprinter } from '@wiredesk/fingerprints';
import { ApiJsonBody, CLOCK, problem, Roles, zodBody, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { evidenceOf } from '../placements/evidence.js';
import { readPlacement } from '../placements/placement.store.js';
import { factsOf, type Arrival } from '../placing/facts.decide.js';
import { isEarlier } from '../placing/facts.js';
import { explain } from './explain.decide.js';

const textCharsMax = 400_000;
const side = z.union([
  z.object({ itemId: z.uuid() }),
  z.object({
    text: z.string().max(textCharsMax),
    title: z.string().max(1_000).default(''),
    source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/).optional(),
    publishedAt: z.iso.datetime({ offset: true }).optional(),
    url: z.string().max(2_000).optional(),
  }),
]);
const compareBody = z.object({ a: side, b: side });
type Side = z.infer<typeof side>;

const ids = { a: '00000000-0000-7000-8000-00000000000a', b: '00000000-0000-7000-8000-00000000000b' };

/** Compares two texts, or two items, and says what they would be to each other. */
@ApiTags('compare')
@Controller('v1/compare')
@Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
export class CompareTextsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly prints: Fingerprinter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Two texts (or items, by id): how alike they are, what they would be to each other and why, which passages they share' })
  @ApiJsonBody(compareBody)
  async compare(@Body(zodBody(compareBody)) body: z.infer<typeof compareBody>) {
    const [one, other] = [await this.arrivalOf(body.a, 'a'), await this.arrivalOf(body.b, 'b')];
    const [a, b] = [factsOf(one, this.prints), factsOf(other, this.prints)];
    const similarity = compare(a.text, b.text);
    const [earlier, later] = isEarlier(a, b) ? [a, b] : [b, a];
    const { thisCovered, otherCovered, passages, marks } = evidenceOf(one.article?.bodyText ?? '', other.article?.bodyText ?? '');
    return {
      ...explain(earlier, later, similarity),
      earlier: earlier === a ? 'a' : 'b',
      ...similarity,
      passages: passages.map(({ text, tokens, thisStart, otherStart }) => ({ text, tokens, aStart: thisStart, bStart: otherStart })),
      marks,
      aCovered: thisCovered,
      bCovered: otherCovered,
    };
  }

  private async arrivalOf(given: Side, name: 'a' | 'b'): Promise<Arrival> {
    if (!('itemId' in given)) return { item: eventOf(ids[name], given.source ?? name, given.publishedAt ?? this.clock.now().toISOString(), given.url ?? null), article: { title: given.title, bodyText: given.text } };
    const [placed, bodies] = [await readPlacement(this.dataSource, given.itemId), await latestBodies(this.dataSource, [given.itemId])];
    const body = bodies.get(given.itemId);
    if (!placed || !body) throw problem(404, 'item-unknown', `No item ${given.itemId} was placed here: give its text instead.`);
    if (body.erased) throw problem(410, 'body-erased', `The text of item ${given.itemId} was erased; what was decided about it is at GET /v1/items/${given.itemId}.`);
    return { item: eventOf(given.itemId, placed.source_id, placed.published_from.toISOString(), body.article.url ?? null), article: body.article };
  }
}

/** A time that is asked about is believed, whatever it is. */
const eventOf = (itemId: string, sourceId: string, publishedAt: string, url: string | null): ItemReceived => ({
  itemId, sourceId, guid: itemId, revision: 1, upstreamVersion: null, change: 'new', receiptId: itemId, contentHash: '', language: 'und', url,
  publishedAt, publishedPrecision: 'instant', receivedAt: publishedAt, embargoedUntil: null, expiresAt: null, categories: [], reprintReserved: false,
});
