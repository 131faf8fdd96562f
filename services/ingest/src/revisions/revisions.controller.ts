import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { bodyKey, getBodies, type StoredBody } from '@wiredesk/content-store';
import { check, problem, Roles } from '@wiredesk/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { readHeldItem, type HeldItem } from './revisions.store.js';

const itemId = z.uuid('the id of an item');
const revisionNumber = z.coerce.number().int().min(1).max(1_000_000);
/** The newest of an item that was revised more often. */
const revisionsMax = 50;
const textCharsMax = 400_000;

/** `/v1/items/{id}/revisions`: what an item said, revision by revision, for our own people. */
@ApiTags('items')
@Controller('v1/items')
@Roles('viewer', 'editor', 'rights-officer', 'operator')
export class RevisionsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get(':itemId/revisions')
  @ApiOperation({ summary: 'What is held of an item, and its last 50 revisions without their text; a removal has a number and no text' })
  @ApiResponse({ status: 200, description: '`{item, revisions: [{revision, title, language, characters, published, modified, erased}]}`, newest first' })
  async list(@Param('itemId') id: string) {
    const item = await this.held(id);
    const from = Math.max(1, item.revision - revisionsMax + 1);
    const ids = Array.from({ length: item.revision - from + 1 }, (_, i) => ({ itemId: item.itemId, revision: from + i }));
    const bodies = await getBodies(this.dataSource, ids);
    return { item, revisions: [...bodies.values()].sort((a, b) => b.revision - a.revision).map(headOf) };
  }

  @Get(':itemId/revisions/:revision')
  @ApiOperation({ summary: 'The text of one revision, at most 400,000 characters of it' })
  @ApiResponse({ status: 410, description: 'It was erased' })
  async one(@Param('itemId') id: string, @Param('revision') revision: string) {
    const item = await this.held(id);
    const wanted = { itemId: item.itemId, revision: check(revisionNumber, revision) };
    const body = (await getBodies(this.dataSource, [wanted])).get(bodyKey(wanted));
    if (!body) throw problem(404, 'revision-unknown', `Item ${item.itemId} has no text of revision ${wanted.revision}; GET /v1/items/${item.itemId}/revisions lists those that it has.`);
    if (body.erased) throw problem(410, 'body-erased', 'The text of this item was erased by rights; what happened to it is still on record.');
    const { title, subtitle, abstract, byline, credit, url, rights, categories, keywords, bodyText } = body.article;
    return { ...headOf(body), subtitle, abstract, byline, credit, url, rights, categories, keywords, text: bodyText.slice(0, textCharsMax), cut: bodyText.length > textCharsMax, title };
  }

  private async held(id: string): Promise<HeldItem> {
    const item = await readHeldItem(this.dataSource, check(itemId, id));
    if (!item) throw problem(404, 'item-unknown', `No item ${id} was ever received here.`);
    return item;
  }
}

const headOf = (body: StoredBody) => ({
  revision: body.revision,
  language: body.language,
  erased: body.erased,
  title: body.article?.title ?? null,
  characters: body.article?.bodyText.length ?? null,
  published: body.article?.published ?? null,
  modified: body.article?.modified ?? null,
  correctionNote: body.article?.correctionNote ?? null,
});
