import { Inject, Injectable } from '@nestjs/common';
import { outgoing, type CopyState, type OutgoingEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import { CONFIG, uuidv7 } from '@wiredesk/platform';

import type { PublishConfig } from '../publish.config.js';
import { nextCopyState, type CopyEvent } from './decide.js';
import { lockRecallsOf, takeUntoldRecalls, writeRecallChanges, type RecallChange, type RecallRow } from './recall.store.js';

type Emit = (events: readonly OutgoingEvent[]) => void;

/** Something that happened to a copy, under one hold or (null) whatever hold. */
export interface CopyNews {
  readonly copyId: string;
  readonly holdId: string | null;
  readonly event: CopyEvent;
  readonly detail: string | null;
}

const detailCharsMax = 200;
const placeCharsMax = 500;

/** The book of what is owed: every change of a copy's state is written and told to rights in one transaction. */
@Injectable()
export class RecallBook {
  constructor(@Inject(CONFIG) private readonly config: PublishConfig) {}

  /** Takes news of copies; news of what is not owed changes nothing. */
  async note(tx: Tx, emit: Emit, news: readonly CopyNews[], now: Date): Promise<void> {
    const rows = await lockRecallsOf(tx, news);
    const latest = new Map(rows.map((row) => [`${row.hold_id} ${row.copy_id}`, { row, state: row.state, detail: null as string | null, changes: [] as CopyState[] }]));
    for (const { copyId, holdId, event, detail } of news) {
      for (const entry of latest.values()) {
        if (entry.row.copy_id !== copyId || (holdId !== null && entry.row.hold_id !== holdId)) continue;
        const next = nextCopyState(entry.state, event);
        if (!next) continue;
        entry.state = next;
        entry.detail = detail;
        entry.changes.push(next);
      }
    }
    await this.write(tx, emit, [...latest.values()].filter((entry) => entry.changes.length > 0).map(({ row, changes, detail }) => ({ row, states: changes, detail, lookAt: null })), now);
  }

  /** Tells of copies that became owed and of which nobody was told. Returns how many. */
  async tellOwed(tx: Tx, emit: Emit, limit: number, now: Date): Promise<number> {
    const rows = await takeUntoldRecalls(tx, limit);
    await this.write(tx, emit, rows.map((row) => ({ row, states: [], detail: null, lookAt: row.subscriber_id === null ? now : null })), now);
    return rows.length;
  }

  /** Writes new states of locked rows, one after the other, and tells of each; `owed` first where that was not told yet. */
  async write(tx: Tx, emit: Emit, changes: readonly { readonly row: RecallRow; readonly states: readonly CopyState[]; readonly detail: string | null; readonly lookAt: Date | null }[], now: Date): Promise<void> {
    const written: RecallChange[] = [];
    for (const { row, states, detail, lookAt } of changes) {
      const told: readonly CopyState[] = row.step === 0 ? ['owed', ...states] : states;
      const last = told.at(-1);
      written.push({ row, state: last ?? row.state, step: row.step + told.length, detail, lookAt });
      emit(told.map((state, index) => this.eventOf(row, state, row.step + index + 1, state === last ? detail : null, now)));
    }
    await writeRecallChanges(tx, written, now);
  }

  private eventOf(row: RecallRow, state: CopyState, step: number, detail: string | null, now: Date): OutgoingEvent {
    const at = (state === 'owed' && step === 1 ? row.owed_at : now).toISOString();
    const place = row.place.startsWith('/') ? `${this.config.PORTAL_PUBLIC_URL}${row.place}` : row.place;
    const data = {
      copyId: row.copy_id,
      holdId: row.hold_id,
      itemId: row.item_id,
      surface: row.surface,
      place: place.slice(0, placeCharsMax),
      subscriberId: row.subscriber_id,
      step,
      state,
      at,
      detail: detail?.slice(0, detailCharsMax) ?? null,
    };
    return outgoing('receipt.changed', data, { id: uuidv7(), time: at });
  }
}
