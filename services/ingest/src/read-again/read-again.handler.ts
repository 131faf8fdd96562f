import { Inject, Injectable } from '@nestjs/common';
import { latestBodies } from '@wiredesk/content-store';
import type { Article } from '@wiredesk/content';
import { CONFIG, LOG, problem, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { heldWhereUntrusted } from '../hold-for-editor/hold-for-editor.js';
import type { Source } from '../manage-sources/source.js';
import { SourceDirectory } from '../manage-sources/source-directory.js';
import { AcceptPushes } from '../receive-item/accept-pushes.js';
import { newPush, readPayload, withItems } from '../receive-item/payload.js';
import type { ItemOutcome } from '../receive-item/plan.decide.js';
import { previewPush } from '../receive-item/preview.js';
import type { Push } from '../receive-item/push.js';
import { differingFields } from './difference.decide.js';
import { readKept, type KeptBodies, type KeptBody } from './read-again.store.js';

export interface Difference extends ItemOutcome {
  readonly receiptId: string;
  /** Which fields are read differently; null where nothing was held before. */
  readonly fields: readonly string[] | null;
}

export interface ReadAgainReport {
  readonly applied: boolean;
  readonly bodies: number;
  readonly items: number;
  readonly differences: readonly Difference[];
  /** Bodies that today's parsers cannot read at all; nothing changes for them. */
  readonly unreadable: readonly { readonly receiptId: string; readonly code: string; readonly detail: string }[];
  /** The `after` of the next call; null at the end. */
  readonly next: string | null;
}

const changing: ReadonlySet<string> = new Set(['new', 'revised', 'withdrawn']);

/**
 * Reads kept bodies with today's parsers and settings. Only what is still held from these very bytes can change: it
 * becomes a revision of ours under the same upstream version.
 */
@Injectable()
export class ReadAgain {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SourceDirectory,
    private readonly pushes: AcceptPushes,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** One page of bodies; without `apply` it only reports what would change. */
  async run(which: KeptBodies, apply: boolean, by: string): Promise<ReadAgainReport> {
    const source = await this.directory.reread(which.sourceId);
    if (!source) throw problem(404, 'source-unknown', `There is no source "${which.sourceId}".`);
    const bodies = await readKept(this.dataSource, which);
    const differences: Difference[] = [];
    const unreadable: { receiptId: string; code: string; detail: string }[] = [];
    let items = 0;
    for (const body of bodies) {
      const parsed = await readPayload(source, body, body.receivedAt.toISOString(), this.config.UNPACKED_BYTES_MAX);
      if (!parsed.ok) {
        unreadable.push({ receiptId: body.receiptId, code: parsed.code, detail: parsed.detail });
        continue;
      }
      const push = await heldWhereUntrusted(this.dataSource, source, withItems(this.pushOf(source, body), parsed, source, this.config.PORTAL_PUBLIC_URL));
      items += push.items.length;
      differences.push(...(await this.differencesOf(push, apply)));
    }
    if (apply) this.log.info({ sourceId: source.id, by, bodies: bodies.length, differences: differences.length }, 'kept bodies were read again');
    return { applied: apply, bodies: bodies.length, items, differences, unreadable, next: bodies.length === which.limit ? (bodies.at(-1)?.receiptId ?? null) : null };
  }

  private pushOf(source: Source, body: KeptBody): Push {
    return { ...newPush(source, body, body.receivedAt.toISOString()), receiptId: body.receiptId, reading: 'again', origin: { kind: 'again', earlier: body.earlier } };
  }

  private async differencesOf(push: Push, apply: boolean): Promise<Difference[]> {
    const { items } = await previewPush(this.dataSource, push);
    const read = new Map(items.flatMap((item) => (item.itemId !== null && item.article ? [[item.itemId, item.article] as const] : [])));
    const changed = items.filter((item) => changing.has(item.outcome));
    if (changed.length === 0) return [];
    const held = await latestBodies(this.dataSource, changed.flatMap((item) => item.itemId ?? []));
    const outcomes = apply ? await this.accepted(push) : items;
    return outcomes
      .filter((outcome) => changing.has(outcome.outcome))
      .map(({ guid, itemId, outcome, revision, warnings }) => ({
        receiptId: push.receiptId, guid, itemId, outcome, revision, ...(warnings ? { warnings } : {}), fields: fieldsOf(itemId === null ? undefined : held.get(itemId)?.article, itemId === null ? undefined : read.get(itemId)),
      }));
  }

  private async accepted(push: Push): Promise<readonly ItemOutcome[]> {
    const acceptance = await this.pushes.accept(push);
    if (acceptance.kind !== 'accepted') throw problem(409, 'source-changing', 'The source was changed meanwhile. Run it again from here.', { members: { after: push.receiptId } });
    return acceptance.outcomes;
  }
}

const fieldsOf = (before: Article | null | undefined, after: Article | undefined): string[] | null => (before && after ? differingFields(before, after) : null);
