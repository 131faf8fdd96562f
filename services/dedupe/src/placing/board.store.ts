import type { Relation } from '@wiredesk/contracts';
import type { TitleMark } from '@wiredesk/fingerprints';
import type { Tx } from '@wiredesk/persistence';

import type { DecidedBy, Facts, Link, Member, Note, Standing, Suspicion } from './facts.js';
import { uuidToHash } from './hash-column.js';
import { clearanceOf } from './lookup.store.js';
import { permittedAt } from './permitted.decide.js';
import { unpackPrint, type Print } from './print-codec.js';

/** Members of a family of which all sketches are loaded; of a larger one only its first item's and the wanted ones. */
const sketchedFamilyMax = 128;
/** Members that are loaded at all; a text with more copies keeps the standing of the later ones. */
const membersMax = 20_000;

/** Whole families. In the order of time, so that a limit cuts the latest copies. */
const selectFamilies = `
select item.*, clearance.allowed, clearance.usable_from, clearance.usable_until,
  case when item.item_id = item.family_id or item.item_id = any($2::uuid[])
    or count(*) over (partition by item.family_id) <= ${sketchedFamilyMax} then sketch.print end as print
from item left join sketch using (item_id) left join clearance using (item_id)
where item.family_id = any($1::uuid[])
order by item.published_from, item.item_id limit ${membersMax}`;

const familiesOfItems = `select distinct family_id from item where item_id = any($1::uuid[]) and family_id is not null`;

interface Row {
  readonly item_id: string;
  readonly source_id: string;
  readonly guid: string;
  readonly revision: number;
  readonly withdrawn_revision: number;
  readonly published_from: Date;
  readonly published_until: Date;
  readonly received_at: Date;
  readonly clean_hash: string | null;
  readonly tokens: number;
  readonly units: number;
  readonly ideograph_share: number;
  readonly title_hash: string | null;
  readonly title_mark: string | null;
  readonly url_hash: string | null;
  readonly credited: string[];
  readonly identities: string[];
  readonly suspicion: string | null;
  readonly embargoed_until: Date | number | null;
  readonly by_hand: boolean;
  readonly template: boolean;
  readonly pinned: boolean;
  readonly parent_id: string | null;
  readonly link_relation: string | null;
  readonly link_tier: number | null;
  readonly link_exact: boolean | null;
  readonly link_j: number | null;
  readonly link_c: number | null;
  readonly notes: Note[];
  readonly family_id: string;
  readonly story_id: string;
  readonly relation: Relation;
  readonly related_to: string | null;
  readonly j: number;
  readonly c: number;
  readonly decided_by: DecidedBy;
  readonly canonical_item_id: string;
  readonly placement: number;
  readonly allowed: boolean | null;
  readonly usable_from: Date | number | null;
  readonly usable_until: Date | number | null;
  readonly print: Buffer | null;
}

/** A board: whole families by item id, and which of their members people decided about. */
export interface Board {
  readonly members: Map<string, Member>;
  readonly byHand: readonly string[];
}

/** Loads families by their ids; `sketched` are items whose sketches are needed in families of any size. */
export const loadFamilies = async (tx: Tx, familyIds: readonly string[], sketched: readonly string[], nowMs: number): Promise<Board> => {
  if (familyIds.length === 0) return { members: new Map(), byHand: [] };
  const rows = (await tx.query(selectFamilies, [familyIds, sketched])) as Row[];
  return {
    members: new Map(rows.map((row) => [row.item_id, memberOf(row, nowMs)])),
    byHand: rows.filter((row) => row.by_hand).map((row) => row.item_id),
  };
};

const selectPrints = 'select item_id, print from sketch where item_id = any($1::uuid[])';

/** The sketches of single items. */
export const loadPrints = async (tx: Tx, itemIds: readonly string[]): Promise<Map<string, Print>> => {
  if (itemIds.length === 0) return new Map();
  const rows = (await tx.query(selectPrints, [itemIds])) as { item_id: string; print: Buffer }[];
  return new Map(rows.map((row) => [row.item_id, unpackPrint(row.print)]));
};

export const familyIdsOfItems = async (tx: Tx, itemIds: readonly string[]): Promise<string[]> =>
  ((await tx.query(familiesOfItems, [itemIds])) as { family_id: string }[]).map((row) => row.family_id);

const noHashes = new Uint32Array(0);
const noPrint: Print = { scale: 0, keys: noHashes, sample: noHashes, numbers: noHashes, titleTokens: noHashes, filter: noHashes, subject: noHashes };

const memberOf = (row: Row, nowMs: number): Member => {
  const facts = factsOf(row, row.print ? unpackPrint(row.print) : noPrint);
  return {
    facts,
    link: linkOf(row),
    standing: standingOf(row),
    placement: row.placement,
    permitted: permittedAt(row.allowed === null ? null : clearanceOf(row), facts.embargoedUntilMs, nowMs),
    template: row.template,
    pinned: row.pinned,
    notes: row.notes,
  };
};

const factsOf = (row: Row, { titleTokens, ...print }: Print): Facts => ({
  itemId: row.item_id,
  sourceId: row.source_id,
  guid: row.guid,
  revision: row.revision,
  published: { fromMs: row.published_from.getTime(), untilMs: row.published_until.getTime() },
  receivedMs: row.received_at.getTime(),
  text: { ...print, cleanHash: uuidToHash(row.clean_hash), tokens: row.tokens, units: row.units, ideographShare: row.ideograph_share },
  titleHash: uuidToHash(row.title_hash),
  titleTokens,
  titleMark: row.title_mark as TitleMark | null,
  urlHash: uuidToHash(row.url_hash),
  credited: row.credited,
  identities: row.identities,
  suspicion: row.suspicion as Suspicion | null,
  embargoedUntilMs: row.embargoed_until === null ? null : Number(row.embargoed_until),
  withdrawn: row.withdrawn_revision > row.revision,
});

const linkOf = (row: Row): Link | null =>
  row.parent_id === null
    ? null
    : {
        parentId: row.parent_id,
        relation: row.link_relation as Link['relation'],
        tier: row.link_tier ?? 0,
        exact: row.link_exact === true,
        j: row.link_j ?? 0,
        c: row.link_c ?? 0,
      };

const standingOf = (row: Row): Standing => ({
  familyId: row.family_id,
  storyId: row.story_id,
  relation: row.relation,
  relatedTo: row.related_to,
  j: row.j,
  c: row.c,
  decidedBy: row.decided_by,
  canonicalItemId: row.canonical_item_id,
});
