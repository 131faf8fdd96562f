import { Controller, Delete, Get, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { check, CONFIG, problem, type ProblemException } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import type { IngestConfig } from '../ingest.config.js';
import type { Reason } from '../receive-item/decide.js';
import { ReceiveItem } from '../receive-item/receive-item.handler.js';
import type { ItemOutcome } from '../receive-item/plan.decide.js';
import { entryOf, etagOf, revisionOf } from './entry.decide.js';
import { readMember, type HeldMember } from './member.store.js';

const atomEntry = 'application/atom+xml;type=entry;charset=utf-8';
const memberId = z.uuid('the id at the end of the edit link');

/** `/atompub/{id}`: a source's collection by the Atom Publishing Protocol (RFC 5023). */
@ApiTags('push')
@Controller('atompub')
export class AtomPubController {
  constructor(
    private readonly receiver: ReceiveItem,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IngestConfig,
  ) {}

  @Post(':id')
  @ApiOperation({ summary: 'AtomPub: a new entry' })
  @ApiConsumes('application/atom+xml')
  @ApiResponse({ status: 201, description: 'The entry with its edit link; Location and ETag name it' })
  async post(@Param('id') sourceId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertAtom(request);
    const outcome = await this.receive(sourceId, request, {});
    await this.answer(request, reply, sourceId, outcome, outcome.outcome === 'new' ? 201 : 200);
  }

  @Get(':id/:itemId')
  @ApiOperation({ summary: 'AtomPub: an entry as we hold it, with its ETag' })
  @ApiResponse({ status: 410, description: 'It was deleted' })
  async get(@Param('id') sourceId: string, @Param('itemId') itemId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.receiver.provenSource({ sourceId, headers: request.headers, body: bodyOf(request) });
    const member = await this.member(sourceId, itemId);
    if (member.state === 'withdrawn') throw problem(410, 'entry-deleted', 'This entry was deleted. Post it again with a later `updated` to restore it.');
    if (request.headers['if-none-match'] === etagOf(member.revision)) {
      await reply.status(304).header('etag', etagOf(member.revision)).send();
      return;
    }
    await this.sendEntry(request, reply, sourceId, member, 200);
  }

  @Put(':id/:itemId')
  @ApiOperation({ summary: 'AtomPub: an entry changes; If-Match names the revision that it changes' })
  @ApiConsumes('application/atom+xml')
  @ApiHeader({ name: 'if-match', required: true, description: 'The ETag of the entry, or `*`' })
  @ApiResponse({ status: 412, description: 'It was changed meanwhile' })
  async put(@Param('id') sourceId: string, @Param('itemId') itemId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertAtom(request);
    await this.receiver.provenSource({ sourceId, headers: request.headers, body: bodyOf(request) });
    const { guid } = await this.member(sourceId, itemId);
    if (request.headers['if-match'] === undefined) throw problem(428, 'if-match-missing', 'Send If-Match with the ETag of the entry that you change, or with * to overwrite whatever is held.');
    const outcome = await this.receive(sourceId, request, { onlyGuid: guid, ...expected(request) });
    await this.answer(request, reply, sourceId, outcome, 200);
  }

  @Delete(':id/:itemId')
  @ApiOperation({ summary: 'AtomPub: an entry is taken back, everywhere that it was shown' })
  @ApiHeader({ name: 'if-match', required: false, description: 'Only if it is still this revision' })
  async remove(@Param('id') sourceId: string, @Param('itemId') itemId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.receiver.provenSource({ sourceId, headers: request.headers, body: bodyOf(request) });
    const { guid } = await this.member(sourceId, itemId);
    await this.receive(sourceId, request, { items: [{ kind: 'removal', guid, reason: 'deleted' }], ...expected(request) });
    await reply.status(204).send();
  }

  private async receive(sourceId: string, request: FastifyRequest, options: Pick<Parameters<ReceiveItem['receive']>[0], 'items' | 'ifRevision' | 'onlyGuid'>): Promise<ItemOutcome> {
    const received = await this.receiver.receive({ sourceId, headers: request.headers, body: bodyOf(request), dryRun: false, ...options });
    const outcome = received.kind === 'accepted' ? received.items[0] : undefined;
    if (!outcome) throw problem(422, 'no-items', 'The body contains no entry.');
    // Unchanged for a reason: what is held is newer.
    if (outcome.reason) throw refusal(outcome.outcome, outcome.reason);
    return outcome;
  }

  private async member(sourceId: string, itemId: string): Promise<HeldMember> {
    const member = await readMember(this.dataSource, sourceId, check(memberId, itemId));
    if (!member) throw problem(404, 'entry-unknown', 'This source has no such entry. Take the address from the Location or the edit link that it was answered with.');
    return member;
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, sourceId: string, outcome: ItemOutcome, status: number): Promise<void> {
    const member = await this.member(sourceId, outcome.itemId ?? '');
    if (status === 201) void reply.header('location', this.editUrl(request, sourceId, member.itemId));
    await this.sendEntry(request, reply, sourceId, member, status);
  }

  private async sendEntry(request: FastifyRequest, reply: FastifyReply, sourceId: string, member: HeldMember, status: number): Promise<void> {
    const id = { itemId: member.itemId, revision: member.bodyRevision ?? member.revision };
    const article = (await getBodies(this.dataSource, [id])).get(bodyKey(id))?.article;
    const editUrl = this.editUrl(request, sourceId, member.itemId);
    void reply.status(status).header('etag', etagOf(member.revision)).header('content-location', editUrl).header('cache-control', 'private, no-store');
    if (!article) {
      await reply.send();
      return;
    }
    await reply.header('content-type', atomEntry).send(entryOf({ guid: member.guid, editUrl, updated: article.modified ?? member.changedAt.toISOString(), article }));
  }

  private editUrl(request: FastifyRequest, sourceId: string, itemId: string): string {
    return `${this.config.PUBLIC_URL ?? `${request.protocol}://${request.host}`}/atompub/${sourceId}/${itemId}`;
  }
}

const bodyOf = (request: FastifyRequest): Buffer => (request.body instanceof Buffer ? request.body : Buffer.alloc(0));

const assertAtom = (request: FastifyRequest): void => {
  if (!/^application\/atom\+xml\b/i.test(request.headers['content-type'] ?? '')) throw problem(415, 'not-atom', 'Send application/atom+xml with one entry. Other formats go to POST /v1/sources/{id}/items.');
};

const expected = (request: FastifyRequest): { ifRevision?: number } => {
  const header = request.headers['if-match'];
  if (header === undefined) return {};
  const revision = revisionOf(header);
  if (revision === undefined) throw problem(412, 'other-revision', 'If-Match names no revision of this entry. Read it again, and send its ETag.');
  return revision === 'any' ? {} : { ifRevision: revision };
};

/** 412 for another revision, 409 for an older version than is held, else 422. */
const refusal = (outcome: ItemOutcome['outcome'], { code, detail }: Reason): ProblemException =>
  problem(code === 'other-revision' ? 412 : outcome === 'unchanged' ? 409 : 422, code, detail);
