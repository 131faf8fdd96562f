import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, problem, zodQuery } from '@wiredesk/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';

import type { RightsConfig } from '../rights.config.js';
import { SigningKeys } from '../signing/signing-keys.js';
import { originOf } from './integrate-log.js';
import { consistencyProof, hashBytes, inclusionProof, leafHash, tileWidth } from './merkle.js';
import { verifierKey } from './note.js';
import { subtreeFrom, tileIndexOf, tileName } from './tiles.js';

const selectCheckpoint = 'select note, size::float8 as size from audit_checkpoint order by size desc limit 1';
const selectTile = 'select hashes from audit_tile where level = $1 and n = $2';
/** Tiles that a proof may need: all above the leaves, and of the leaves those that are named. */
const selectProofTiles = 'select level, n::float8 as n, hashes from audit_tile where level > 0 or n = any($1::bigint[])';
const selectEntries = 'select body from audit_entry where index >= $1 and index < $2 order by index';
const selectEntry = 'select index::float8 as index, body from audit_entry where audit_id = $1';

const inclusionQuery = z.object({ id: z.uuid(), size: z.coerce.number().int().min(1).optional() });
const consistencyQuery = z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1).optional() });

/**
 * The public face of the audit log (C2SP tlog-tiles under `/audit`): checkpoint, tiles, entries; and proofs, for those
 * who would rather ask than compute. Nothing in it is personal or names what was removed.
 */
@ApiTags('audit')
@Controller('audit')
export class AuditLogController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SigningKeys,
    @Inject(CONFIG) private readonly config: RightsConfig,
  ) {}

  @Get('checkpoint')
  @ApiOperation({ summary: 'The newest signed checkpoint (C2SP tlog-checkpoint)' })
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const { note } = await this.newest();
    void reply.header('cache-control', 'public, max-age=1').type('text/plain; charset=utf-8').send(note);
  }

  @Get('key')
  @ApiOperation({ summary: 'The verifier key of the checkpoints' })
  async key(@Res() reply: FastifyReply): Promise<void> {
    const { publicKey } = await this.keys.signBytes('');
    void reply.header('cache-control', 'public, max-age=300').type('text/plain; charset=utf-8').send(`${verifierKey(originOf(this.config), publicKey)}\n`);
  }

  @Get('tile/*')
  @ApiOperation({ summary: '`tile/<level>/<n>` or `tile/entries/<n>`, each with `.p/<width>` where partial (C2SP tlog-tiles)' })
  async tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = readTilePath((request.params as { '*': string })['*']);
    if (!asked) throw problem(404, 'tile-unknown', 'A tile is named <level>/<n> or entries/<n>, with n in groups of three digits such as x001/234, and .p/<width> where it is partial.');
    const bytes = asked.level === 'entries' ? await this.entries(asked.n, asked.width) : await this.hashes(asked.level, asked.n, asked.width);
    if (!bytes) throw problem(404, 'tile-unknown', 'The log has not grown so far.');
    void reply.header('cache-control', 'public, max-age=31536000, immutable').type('application/octet-stream').send(bytes);
  }

  @Get('inclusion')
  @ApiOperation({ summary: 'Proof that an entry is in the log (RFC 9162 §2.1.3)' })
  async inclusion(@Query(zodQuery(inclusionQuery)) query: z.infer<typeof inclusionQuery>) {
    const size = query.size ?? (await this.newest()).size;
    const [entry] = (await this.dataSource.query(selectEntry, [query.id])) as { index: number; body: string }[];
    if (!entry || entry.index >= size) throw problem(404, 'entry-unknown', 'The log has no such entry yet. Entries take a second to get their place.');
    const tiles = await this.tilesFor([entry.index, size - 1]);
    return { index: entry.index, size, entry: entry.body, leafHash: leafHash(Buffer.from(entry.body, 'utf8')).toString('base64'), proof: inclusionProof(subtreeFrom(tiles), entry.index, size).map((hash) => hash.toString('base64')) };
  }

  @Get('consistency')
  @ApiOperation({ summary: 'Proof that the log only grew between two sizes (RFC 9162 §2.1.4)' })
  async consistency(@Query(zodQuery(consistencyQuery)) query: z.infer<typeof consistencyQuery>) {
    const newest = (await this.newest()).size;
    const to = query.to ?? newest;
    if (query.from > to || to > newest) throw problem(422, 'fields-invalid', `Ask for sizes from 1 to ${newest}, "from" not above "to".`);
    const tiles = await this.tilesFor([query.from - 1, to - 1]);
    return { from: query.from, to, proof: consistencyProof(subtreeFrom(tiles), query.from, to).map((hash) => hash.toString('base64')) };
  }

  private async newest(): Promise<{ note: string; size: number }> {
    const [row] = (await this.dataSource.query(selectCheckpoint)) as { note: string; size: number }[];
    if (!row) throw problem(404, 'log-empty', 'Nothing was entered in the log yet.');
    return row;
  }

  private async tilesFor(leaves: readonly number[]): Promise<Map<string, Buffer>> {
    const rows = (await this.dataSource.query(selectProofTiles, [leaves.map((leaf) => Math.floor(leaf / tileWidth))])) as { level: number; n: number; hashes: Buffer }[];
    return new Map(rows.map((row) => [tileName(row.level, row.n), row.hashes]));
  }

  private async hashes(level: number, n: number, width: number): Promise<Buffer | undefined> {
    const [row] = (await this.dataSource.query(selectTile, [level, n])) as { hashes: Buffer }[];
    return row && row.hashes.length >= width * hashBytes ? row.hashes.subarray(0, width * hashBytes) : undefined;
  }

  /** Each entry behind its length in two bytes, big-endian. */
  private async entries(n: number, width: number): Promise<Buffer | undefined> {
    const rows = (await this.dataSource.query(selectEntries, [n * tileWidth, n * tileWidth + width])) as { body: string }[];
    if (rows.length < width) return undefined;
    return Buffer.concat(rows.flatMap(({ body }) => {
      const bytes = Buffer.from(body, 'utf8');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }));
  }
}

const readTilePath = (path: string): { level: number | 'entries'; n: number; width: number } | undefined => {
  const [first = '', ...rest] = path.split('/');
  const partial = /^(.+)\.p$/.exec(rest.at(-2) ?? '');
  const width = partial ? Number(rest.at(-1)) : tileWidth;
  const n = tileIndexOf(partial ? [...rest.slice(0, -2), partial[1] ?? ''] : rest);
  const level = first === 'entries' ? 'entries' : /^\d{1,2}$/.test(first) ? Number(first) : undefined;
  if (n === undefined || level === undefined || !Number.isInteger(width) || width < 1 || width > tileWidth || (partial && width === tileWidth)) return undefined;
  return { level, n, width };
};
