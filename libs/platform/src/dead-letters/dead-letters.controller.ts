import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeadLetters, groupLetters, readLetter, type DeadLetter, type DeadLetterFilter, type LetterGroup, type RedriveOutcome, type WholeLetter } from '@wiredesk/messaging';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import { callerOf, Roles } from '../auth/roles.js';
import { ApiJsonBody, check, zodBody, zodQuery } from '../http/zod-body.js';
import { LOG, type Log } from '../log.js';
import { problem } from '../problem/problem.js';

const perCallMax = 500;

const topic = z.string().min(1).max(200);
const reasonContains = z.string().min(1).max(200);

const listQuery = z.object({
  topic: topic.optional(),
  reasonContains: reasonContains.optional(),
  limit: z.coerce.number().int().min(1).max(perCallMax).default(100),
});

const filter = z.object({
  ids: z.array(z.uuid()).min(1).max(perCallMax).optional().describe('These dead letters.'),
  topic: topic.optional().describe('All of this topic.'),
  reasonContains: reasonContains.optional().describe('All whose reason contains this text.'),
  all: z.literal(true).optional().describe('All there are; where nothing else narrows it down.'),
  dryRun: z.boolean().default(false).describe('Only says which it would be.'),
});
const narrowed = (value: { ids?: unknown; topic?: unknown; reasonContains?: unknown; all?: unknown }): boolean => [value.ids, value.topic, value.reasonContains, value.all].some((part) => part !== undefined);
const narrowedMessage = { message: 'say which: ids, topic, reasonContains, or "all": true' };

const redriveBody = filter.refine(narrowed, narrowedMessage);
const discardBody = filter.extend({ reason: z.string().trim().min(5).max(500).describe('Why they may be given up; stays on record.') }).refine(narrowed, narrowedMessage);

interface Changed {
  readonly dryRun: boolean;
  /** In a dry run: what it would be. 500 at most per call, as always. */
  readonly matching?: readonly DeadLetter[];
  readonly outcomes?: readonly RedriveOutcome[];
}

/** The way back for messages that this service could not handle. Every service has it. */
@ApiTags('dead letters')
@ApiBearerAuth()
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(DeadLetters) private readonly deadLetters: DeadLetters,
    @Inject(LOG) private readonly log: Log,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  /** Dead letters with their reasons, and how many messages wait behind them. Stacks are for operators only. */
  @Get()
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  async list(@Query(zodQuery(listQuery)) query: z.infer<typeof listQuery>, @Req() request: FastifyRequest): Promise<{ total: number; parked: number; deadLetters: DeadLetter[] }> {
    const { limit, ...wanted } = query;
    const { letters, parked } = await this.deadLetters.count();
    const found = await this.deadLetters.list(given(wanted), limit);
    return { total: letters, parked, deadLetters: callerOf(request)?.roles.includes('operator') ? found : found.map((letter) => ({ ...letter, error: null })) };
  }

  @Get('groups')
  @Roles('viewer', 'editor', 'rights-officer', 'operator', 'service')
  @ApiOperation({ summary: 'Dead letters by topic and by what went wrong, the last failure first; `ids` is what one call redrives' })
  async groups(): Promise<{ total: number; parked: number; groups: LetterGroup[] }> {
    const { letters, parked } = await this.deadLetters.count();
    return { total: letters, parked, groups: await groupLetters(this.dataSource) };
  }

  @Get(':id/payload')
  @Roles('operator', 'payloads')
  @ApiOperation({ summary: 'One dead letter with its message, headers and stack; operators, and the permission payloads' })
  async one(@Param('id') id: string, @Req() request: FastifyRequest): Promise<WholeLetter> {
    const letter = await readLetter(this.dataSource, check(z.uuid('the id of a dead letter'), id));
    if (!letter) throw problem(404, 'dead-letter-unknown', `There is no dead letter "${id}": it was handled since.`);
    this.log.info({ by: callerOf(request)?.name, id }, 'a dead letter was read');
    return letter;
  }

  /** Handles them again, each with what is parked behind it. Those that fail again stay as they are. */
  @Post('redrive')
  @HttpCode(200)
  @Roles('operator')
  @ApiJsonBody(redriveBody)
  async redrive(@Body(zodBody(redriveBody)) body: z.infer<typeof redriveBody>, @Req() request: FastifyRequest): Promise<Changed> {
    if (body.dryRun) return { dryRun: true, matching: await this.deadLetters.list(given(body)) };
    const outcomes = await this.deadLetters.redrive(given(body));
    this.log.info({ by: callerOf(request)?.name, count: outcomes.length, failed: outcomes.filter((outcome) => 'failedAgain' in outcome).length }, 'dead letters redriven');
    return { dryRun: false, outcomes };
  }

  /** Gives them up for good, on record, and handles what is parked behind them. */
  @Post('discard')
  @HttpCode(200)
  @Roles('operator')
  @ApiJsonBody(discardBody)
  async discard(@Body(zodBody(discardBody)) body: z.infer<typeof discardBody>, @Req() request: FastifyRequest): Promise<Changed> {
    if (body.dryRun) return { dryRun: true, matching: await this.deadLetters.list(given(body)) };
    const by = callerOf(request)?.name ?? 'unknown';
    const outcomes = await this.deadLetters.discard(given(body), { by, reason: body.reason });
    this.log.warn({ by, reason: body.reason, ids: outcomes.map((outcome) => outcome.id) }, 'dead letters discarded');
    return { dryRun: false, outcomes };
  }
}

const given = (wanted: DeadLetterFilter): DeadLetterFilter => ({
  ...(wanted.ids ? { ids: wanted.ids } : {}),
  ...(wanted.topic === undefined ? {} : { topic: wanted.topic }),
  ...(wanted.reasonContains === undefined ? {} : { reasonContains: wanted.reasonContains }),
});
