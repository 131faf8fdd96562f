import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { check, problem, Roles, zodQuery } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { readDecisions } from '../decide-by-hand/decision.store.js';
import { evidenceOfItems } from './evidence.js';
import { placementView } from './placement-view.js';
import { readMovedInto, readPlacement, readPlacementsAfter, readStory } from './placement.store.js';

const uuid = z.uuid('not an id of Wiredesk: a lower-case UUID is expected');
const membersMax = 1_000;
const page = z.object({
  after: uuid.default('00000000-0000-0000-0000-000000000000'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** Where items stand, and why. */
@ApiTags('placements')
@Controller('v1')
@Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
export class PlacementsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('items/:itemId')
  @ApiOperation({ summary: 'Where an item stands, with the passages that it shares with what it was matched with' })
  async item(@Param('itemId') itemId: string) {
    const row = await readPlacement(this.dataSource, check(uuid, itemId));
    if (!row) throw problem(404, 'item-unknown', `No item ${itemId} was placed here. It may still be on its way: look at its receipt in ingest.`);
    const otherId = row.related_to ?? row.notes[0]?.itemId;
    const other = otherId === undefined ? undefined : await readPlacement(this.dataSource, otherId);
    const evidence = other ? await evidenceOfItems(this.dataSource, { itemId: row.item_id, revision: row.revision }, { itemId: other.item_id, revision: other.revision }) : null;
    return { ...placementView(row), alike: row.notes, evidence: other ? { with: other.item_id, ...(evidence ?? { erased: true }) } : null };
  }

  @Get('stories/:storyId')
  @ApiOperation({ summary: 'The items of a story in the order of time, and what people decided about it' })
  async story(@Param('storyId') storyId: string) {
    const asked = check(uuid, storyId);
    const rows = await readStory(this.dataSource, asked, membersMax);
    if (rows.length > 0) return this.storyView(asked, rows, null);
    const into = await readMovedInto(this.dataSource, asked);
    const moved = into === undefined ? [] : await readStory(this.dataSource, into, membersMax);
    if (into === undefined || moved.length === 0) throw problem(404, 'story-unknown', `There is no story ${asked}.`);
    return this.storyView(into, moved, asked);
  }

  @Get('placements')
  @ApiOperation({ summary: 'All placements in the order of item ids, for export and evaluation; go on with "next" as "after"' })
  async placements(@Query(zodQuery(page)) { after, limit }: z.infer<typeof page>) {
    const rows = await readPlacementsAfter(this.dataSource, after, limit);
    return { placements: rows.map(placementView), next: rows.length === limit ? (rows.at(-1)?.item_id ?? null) : null };
  }

  private async storyView(storyId: string, rows: Awaited<ReturnType<typeof readStory>>, movedFrom: string | null) {
    return { storyId, movedFrom, canonicalItemId: rows[0]?.canonical_item_id ?? null, items: rows.map(placementView), decisions: await readDecisions(this.dataSource, storyId) };
  }
}
