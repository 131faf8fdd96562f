import type { Channel } from '../../board/article.js';
import type { Gate } from '../../hold-lane/gate.js';
import type { ListRow } from '../show-lists/list.store.js';

/** 42 bytes each: below what proxies take. */
const keysMax = 80;

/** The gate as one page asks it: for one channel, noting when the answers may change by time alone. */
export class AskedGate {
  private due: number | undefined;
  private readonly permitted = new Set<string>();

  constructor(
    private readonly gate: Gate,
    private readonly channel: Channel,
  ) {}

  get dueMs(): number | undefined {
    return this.due;
  }

  permits(row: ListRow): boolean {
    if (row.due_at !== null) this.due = Math.min(this.due ?? Number.POSITIVE_INFINITY, row.due_at.getTime());
    const isPermitted = this.gate.permits(row, this.channel);
    if (isPermitted) this.permitted.add(row.item_id);
    return isPermitted;
  }

  /** The header by which caches of others drop this page with any article on it (`Surrogate-Key`, as Fastly and Varnish read it). */
  get cacheKeys(): Readonly<Record<string, string>> {
    const keys = [...this.permitted].slice(0, keysMax).map((itemId) => `item-${itemId}`);
    return keys.length === 0 ? {} : { 'surrogate-key': keys.join(' ') };
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
