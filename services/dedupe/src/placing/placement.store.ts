import { normVersion } from '@wiredesk/fingerprints';
import { sendPlanned, sendPrepared, type Tx } from '@wiredesk/persistence';

import { storedKeys } from './candidates.decide.js';
import type { Facts, Member } from './facts.js';
import { hashToUuid } from './hash-column.js';
import type { MovedStory } from './place.decide.js';
import { packPrint } from './print-codec.js';

const standingColumns = `parent_id uuid, link_relation text, link_tier smallint, link_exact boolean, link_j double precision, link_c double precision,
  notes jsonb, family_id uuid, story_id uuid, relation text, related_to uuid, j double precision, c double precision, decided_by text, canonical_item_id uuid, placement int, template boolean`;
const standingNames = `parent_id, link_relation, link_tier, link_exact, link_j, link_c, notes, family_id, story_id, relation, related_to, j, c, decided_by,
  canonical_item_id, placement, template`;
const factColumns = `item_id uuid, source_id text, guid text, revision int, published_from timestamptz, published_until timestamptz,
  received_at timestamptz, norm_version smallint, clean_hash uuid, tokens int, units int, ideograph_share double precision, title_hash uuid,
  title_mark text, url_hash uuid, credited text[], identities text[], suspicion text, embargoed_until timestamptz`;
const factNames = `item_id, source_id, guid, revision, published_from, published_until, received_at, norm_version, clean_hash, tokens, units,
  ideograph_share, title_hash, title_mark, url_hash, credited, identities, suspicion, embargoed_until`;
const excluded = (names: string): string => names.split(',').map((name) => `${name.trim()} = excluded.${name.trim()}`).join(', ');

/**
 * New and revised items with their sketches, one statement. Only the holder of the placing turn writes here, so no
 * row is contended; an item whose withdrawal came first has its row already and gets its text now. The prints come as
 * one value beside the rows: as hexadecimal text within them they were half of the statement's time.
 */
const upsertArrivals = `
with arrived as (
  select * from json_to_recordset($1) as r (${factColumns}, ${standingColumns}, keys bigint[], print_from int, print_bytes int)
), stored as (
  insert into item (${factNames}, ${standingNames}, placed_at)
  select ${factNames}, ${standingNames}, $2 from arrived
  on conflict (item_id) do update set ${excluded(factNames)}, ${excluded(standingNames)}, placed_at = excluded.placed_at
)
insert into sketch (item_id, keys, print) select item_id, keys, substring($3::bytea from print_from for print_bytes) from arrived
on conflict (item_id) do update set keys = excluded.keys, print = excluded.print`;

/** Items that moved because of others; \`placed_at\` only where they were said again. */
const updateStandings = `
update item set (${standingNames}) = (select ${standingNames.split(',').map((name) => `r.${name.trim()}`).join(', ')}), suspicion = r.suspicion,
  placed_at = case when r.placement > item.placement then $2 else item.placed_at end
from json_to_recordset($1) as r (item_id uuid, suspicion text, ${standingColumns})
where item.item_id = r.item_id`;

/** A withdrawal may come before the item: then the row holds nothing else. */
const upsertWithdrawals = `
insert into item as known (item_id, source_id, guid, withdrawn_revision)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[])
on conflict (item_id) do update set withdrawn_revision = excluded.withdrawn_revision
where known.withdrawn_revision < excluded.withdrawn_revision`;

const insertDue = `
insert into due (item_id, due_at) select * from unnest($1::uuid[], $2::timestamptz[]) on conflict do nothing`;

const insertMoved = `
insert into moved_story (story_id, into_story_id, moved_at) select a, b, $3 from unnest($1::uuid[], $2::uuid[]) as m (a, b)
on conflict (story_id) do update set into_story_id = excluded.into_story_id, moved_at = excluded.moved_at`;

const iso = (ms: number): string => new Date(ms).toISOString();

/** Writes a placing, with the commit: `arrivals` are the ids among `written` whose text is new. */
export const writePlacing = (tx: Tx, written: readonly Member[], arrivals: ReadonlySet<string>, common: ReadonlySet<number>, now: Date): void => {
  const fresh = written.filter((member) => arrivals.has(member.facts.itemId));
  const moved = written.filter((member) => !arrivals.has(member.facts.itemId));
  if (fresh.length > 0) writeArrivals(tx, fresh, common, now);
  if (moved.length > 0) sendPlanned(tx, updateStandings, [JSON.stringify(moved.map((member) => ({ item_id: member.facts.itemId, suspicion: member.facts.suspicion, ...standingRow(member) }))), now]);
};

const writeArrivals = (tx: Tx, fresh: readonly Member[], common: ReadonlySet<number>, now: Date): void => {
  const prints = fresh.map(({ facts }) => packPrint({ ...facts.text, titleTokens: facts.titleTokens }));
  let from = 1;
  const rows = fresh.map((member, i) => {
    const bytes = prints[i]?.length ?? 0;
    const row = { ...arrivalRow(member, common), print_from: from, print_bytes: bytes };
    from += bytes;
    return row;
  });
  sendPrepared(tx, upsertArrivals, [JSON.stringify(rows), now, Buffer.concat(prints)]);
};

export interface Withdrawal {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string;
  readonly revision: number;
}

export const noteWithdrawals = (tx: Tx, withdrawals: readonly Withdrawal[]): void => {
  if (withdrawals.length === 0) return;
  sendPrepared(tx, upsertWithdrawals, [
    withdrawals.map((one) => one.itemId),
    withdrawals.map((one) => one.sourceId),
    withdrawals.map((one) => one.guid),
    withdrawals.map((one) => one.revision),
  ]);
};

/** Moments at which the canonical of an item's story has to be chosen again. */
export const noteDue = (tx: Tx, moments: readonly { readonly itemId: string; readonly atMs: number }[]): void => {
  if (moments.length > 0) sendPrepared(tx, insertDue, [moments.map((one) => one.itemId), moments.map((one) => iso(one.atMs))]);
};

export const noteMoved = (tx: Tx, moved: readonly MovedStory[], now: Date): void => {
  if (moved.length === 0) return;
  sendPrepared(tx, insertMoved, [moved.map((one) => one.from), moved.map((one) => one.into), now]);
};

const standingRow = ({ link, standing, notes, placement, template }: Member): Record<string, unknown> => ({
  parent_id: link?.parentId ?? null,
  link_relation: link?.relation ?? null,
  link_tier: link?.tier ?? null,
  link_exact: link?.exact ?? null,
  link_j: link?.j ?? null,
  link_c: link?.c ?? null,
  notes,
  family_id: standing?.familyId ?? null,
  story_id: standing?.storyId ?? null,
  relation: standing?.relation ?? null,
  related_to: standing?.relatedTo ?? null,
  j: standing?.j ?? 0,
  c: standing?.c ?? 0,
  decided_by: standing?.decidedBy ?? null,
  canonical_item_id: standing?.canonicalItemId ?? null,
  placement,
  template,
});

const arrivalRow = (member: Member, common: ReadonlySet<number>): Record<string, unknown> => ({
  ...factsRow(member.facts),
  ...standingRow(member),
  // As text: the database reads it in half the time that a JSON array takes.
  keys: `{${storedKeys(member.facts.published.fromMs, member.facts.text.keys, common).join(',')}}`,
});

const factsRow = (facts: Facts): Record<string, unknown> => ({
  item_id: facts.itemId,
  source_id: facts.sourceId,
  guid: facts.guid,
  revision: facts.revision,
  published_from: iso(facts.published.fromMs),
  published_until: iso(facts.published.untilMs),
  received_at: iso(facts.receivedMs),
  norm_version: normVersion,
  clean_hash: hashToUuid(facts.text.cleanHash),
  tokens: facts.text.tokens,
  units: facts.text.units,
  ideograph_share: facts.text.ideographShare,
  title_hash: hashToUuid(facts.titleHash),
  title_mark: facts.titleMark,
  url_hash: hashToUuid(facts.urlHash),
  credited: facts.credited,
  identities: facts.identities,
  suspicion: facts.suspicion,
  embargoed_until: facts.embargoedUntilMs === null ? null : Number.isFinite(facts.embargoedUntilMs) ? iso(facts.embargoedUntilMs) : 'infinity',
});
