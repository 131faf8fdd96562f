import type { Channel } from '../../board/article.js';
import type { Gate } from '../../hold-lane/gate.js';
import type { ListRow } from '../show-lists/list.store.js';

/** The gate as one page asks it: for one channel, noting when the answers may change by time alone. */
export class AskedGate {
  private due: number | undefined;

  constructor(
    private readonly gate: Gate,
    private readonly channel: Channel,
  ) {}

  get dueMs(): number | undefined {
    return this.due;
  }

  permits(row: ListRow): boolean {
    if (row.due_at !== null) this.due = Math.min(this.due ?? Number.POSITIVE_INFINITY, row.due_at.getTime());
    return this.gate.permits(row, this.channel);
  }

  /** The first `limit` rows that may be shown and are none of `except`; what is taken is added to `except`. */
  first(rows: readonly ListRow[], limit: number, except: Set<string> = new Set()): ListRow[] {
    const taken: ListRow[] = [];
    for (const row of rows) {
      if (taken.length >= limit) break;
      if (except.has(row.item_id) || !this.permits(row)) continue;
      except.add(row.item_id);
      taken.push(row);
    }
    return taken;
  }
}
