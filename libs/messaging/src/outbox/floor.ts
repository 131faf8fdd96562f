/** Ids per lane, up to and with which a look may leave rows out. */
export type Floors = readonly [number, number];

interface LaneFloor {
  now: number;
  next: number;
  highest: number;
}

const everything: Floors = [0, 0];
const rollEveryMs = 1_000;
const lookAtAllEveryMs = 2_000;

/**
 * Below which id the relay need not look each time. Deleted rows stay in the index until vacuum comes, and for as long
 * as any old snapshot (a dump, a report) is open: with 90,000 of them a look took 113 ms instead of half a
 * millisecond. Rows of one lane are sent in the order of their ids, but ids are not committed in that order, so the
 * floor is what was sent one to two seconds ago; an id is taken just before its commit, and one that takes longer is
 * found by the look at everything, every two seconds.
 */
export class Floor {
  private readonly lanes: readonly [LaneFloor, LaneFloor] = [
    { now: 0, next: 0, highest: 0 },
    { now: 0, next: 0, highest: 0 },
  ];
  private rolledAtMs = 0;
  private lookedAtMs = 0;

  /** What this look may leave out: nothing when it is time to look at everything. */
  at(nowMs: number): Floors {
    if (nowMs - this.lookedAtMs >= lookAtAllEveryMs) {
      this.lookedAtMs = nowMs;
      return everything;
    }
    return [this.lanes[0].now, this.lanes[1].now];
  }

  sent(rows: readonly { readonly lane: number; readonly id: number }[], nowMs: number): void {
    for (const { lane, id } of rows) {
      const of = this.lanes[lane === 0 ? 0 : 1];
      of.highest = Math.max(of.highest, id);
    }
    if (nowMs - this.rolledAtMs < rollEveryMs) return;
    this.rolledAtMs = nowMs;
    for (const lane of this.lanes) {
      lane.now = lane.next;
      lane.next = lane.highest;
    }
  }
}
