import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { RightsConfig } from '../rights.config.js';
import { SigningKeys } from '../signing/signing-keys.js';
import { onAuditAppended } from './audit.store.js';
import { appendLeaf, hashBytes, leafHash, rootOf, tileWidth, type Frontier } from './merkle.js';
import { checkpointText, signedNote } from './note.js';
import { appendToTiles, type Tile } from './tiles.js';

/** Who has this row gives places; the others pass by. */
const lockHead = 'select size::float8 as size, last_hash as "lastHash", frontier from audit_head for update skip locked';
const anyPending = 'select exists (select from audit_pending) as any';
const selectPending = 'select id, audit_id as "auditId", body from audit_pending order by id limit $1';
const insertEntries = 'insert into audit_entry (index, audit_id, body) select * from unnest($1::bigint[], $2::uuid[], $3::text[])';
const deletePending = 'delete from audit_pending where id = any($1::bigint[])';
const selectOpenTiles = 'select distinct on (level) level, n::float8 as n, hashes from audit_tile order by level, n desc';
const upsertTiles = `
insert into audit_tile (level, n, hashes) select * from unnest($1::int[], $2::bigint[], $3::bytea[])
on conflict (level, n) do update set hashes = excluded.hashes`;
const moveHead = 'update audit_head set size = $1, last_hash = $2, frontier = $3';
const insertCheckpoint = 'insert into audit_checkpoint (size, root, note, signed_at) values ($1, $2, $3, $4)';

const entriesPerStep = 1_000;
/** After something was appended, for the transaction to commit; also how many appends share one checkpoint. */
const settleMs = 300;
/** What another process left behind is found within this time. */
const lookEveryMs = 5_000;

interface Head {
  readonly size: number;
  readonly lastHash: Buffer;
  readonly frontier: Buffer;
}

interface Pending {
  readonly id: string;
  readonly auditId: string;
  readonly body: string;
}

/**
 * Gives pending entries their place in the log, each with the hash of the one before it, lets the tree grow and signs a
 * checkpoint: within a second of what happened in this process, within five of another's. The row of the head is locked by one at a time, so the log has one
 * order, and no two checkpoints are signed that contradict each other.
 */
@Injectable()
export class IntegrateLog implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly integrating: Repeating;
  private settling: NodeJS.Timeout | undefined;
  private forget: (() => void) | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SigningKeys,
    @Inject(CONFIG) private readonly config: RightsConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.integrating = new Repeating({ name: 'audit log', step: () => this.integrateSome(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.forget = onAuditAppended(() => {
      this.settling ??= setTimeout(() => {
        this.settling = undefined;
        this.integrating.wake();
      }, settleMs).unref();
    });
    this.integrating.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.forget?.();
    clearTimeout(this.settling);
    await this.integrating.stop();
  }

  /** Name of the log, in its checkpoints. */
  get origin(): string {
    return originOf(this.config);
  }

  private async integrateSome(): Promise<boolean> {
    const [row] = (await this.dataSource.query(anyPending)) as { any: boolean }[];
    return row?.any === true && (await inTransaction(this.dataSource, (tx) => this.step(tx))) === entriesPerStep;
  }

  private async step(tx: Tx): Promise<number> {
    const [head] = (await tx.query(lockHead)) as Head[];
    if (!head) return 0;
    const pending = (await tx.query(selectPending, [entriesPerStep])) as Pending[];
    if (pending.length === 0) return 0;
    const entries: { index: number; auditId: string; body: string; leaf: Buffer }[] = [];
    let [frontier, last]: [Frontier, Buffer] = [unpacked(head.frontier), head.lastHash];
    for (const [i, one] of pending.entries()) {
      const body = chained(one.body, head.size + i, last);
      last = leafHash(Buffer.from(body, 'utf8'));
      frontier = appendLeaf(frontier, head.size + i, last);
      entries.push({ index: head.size + i, auditId: one.auditId, body, leaf: last });
    }
    const size = head.size + entries.length;
    const tiles = appendToTiles((await tx.query(selectOpenTiles)) as Tile[], head.size, entries.map(({ leaf }) => leaf));
    await tx.query(insertEntries, [entries.map(({ index }) => index), entries.map(({ auditId }) => auditId), entries.map(({ body }) => body)]);
    await tx.query(upsertTiles, [tiles.map(({ level }) => level), tiles.map(({ n }) => n), tiles.map(({ hashes }) => hashes)]);
    await tx.query(deletePending, [pending.map(({ id }) => id)]);
    await tx.query(moveHead, [size, last, Buffer.concat([...frontier])]);
    await this.sign(tx, size, rootOf(frontier));
    return entries.length;
  }

  private async sign(tx: Tx, size: number, root: Buffer): Promise<void> {
    const text = checkpointText({ origin: this.origin, size, root });
    const { signature, publicKey } = await this.keys.signBytes(text);
    await tx.query(insertCheckpoint, [size, root, signedNote(text, this.origin, publicKey, signature), this.clock.now()]);
  }
}

/** Name of a deployment's log: its public address without the scheme. */
export const originOf = (config: Pick<RightsConfig, 'RIGHTS_PUBLIC_URL'>): string => `${config.RIGHTS_PUBLIC_URL.replace(/^https?:\/\//, '').replace(/\/+$/, '')}/audit`;

/** An entry with its place and the hash of the entry before it. */
const chained = (body: string, index: number, previous: Buffer): string => `${body.slice(0, -1)},"index":${index},"prev":"${previous.toString('hex')}"}`;

const unpacked = (frontier: Buffer): Frontier => Array.from({ length: frontier.length / hashBytes }, (_, i) => frontier.subarray(i * hashBytes, (i + 1) * hashBytes));

/** Hashes that a full tile has, in bytes. */
export const fullTileBytes = tileWidth * hashBytes;
