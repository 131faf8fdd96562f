import type { Article } from '@wiredesk/content';
import { putBodies } from '@wiredesk/content-store';
import type { Relation } from '@wiredesk/contracts';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { inTransaction } from '@wiredesk/persistence';
import { sha256Hex, uuidv7, type Clock } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { KnownBoilerplate } from '../boilerplate/known-boilerplate.js';
import { learnBoilerplate } from '../boilerplate/learn-boilerplate.js';
import { readSeed } from '../placing/fingerprinter.provider.js';
import { placeItems } from '../placing/place-items.js';
import { receivedOf, type EvaluationItem } from './line.decide.js';

/** Where one item of the file came to stand; ids are those of the file. */
export interface EvaluatedItem {
  readonly id: string;
  readonly story: string;
  readonly relation: Relation;
  readonly relatedTo: string | null;
  readonly j: number;
  readonly c: number;
  readonly canonical: boolean;
  readonly decidedBy: string;
  /** The closest text that it was not joined with, and why not. */
  readonly linked: { readonly to: string; readonly relation: 'related' | 'template'; readonly j: number; readonly c: number } | null;
}

const chunkItems = 64;
/** The service learns boilerplate every five minutes; a corpus has no minutes. */
const chunksPerLearning = 30;
const rowsPerRead = 5_000;

const selectPlacements = `
select item_id, story_id, relation, related_to, j, c, canonical_item_id = item_id as canonical, decided_by, notes
from item where item_id > $1 order by item_id limit $2`;

interface Row {
  readonly item_id: string;
  readonly story_id: string;
  readonly relation: Relation;
  readonly related_to: string | null;
  readonly j: number;
  readonly c: number;
  readonly canonical: boolean;
  readonly decided_by: string;
  readonly notes: readonly { itemId: string; relation: 'related' | 'template'; j: number; c: number }[];
}

const bodyOf = (item: EvaluationItem): Article => ({
  title: item.title, bodyHtml: '', bodyText: item.text, language: 'und', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: {}, warnings: [],
});

/** A code of the contract's form; a name that is none keeps apart from others by its hash. */
const sourceCode = (name: string): string => {
  const code = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return code !== '' && code.length <= 60 && /^[\x20-\x7e]*$/.test(name) ? code : `s-${sha256Hex(name).slice(0, 16)}`;
};

/**
 * Runs the real placement over a corpus: bodies into the content store, items in chunks as from Kafka. Ids must be
 * distinct. Returns each item's final standing, in the order of the corpus. `onPlaced` hears how many are done.
 */
export const evaluateCorpus = async (dataSource: DataSource, corpus: readonly EvaluationItem[], clock: Clock, onPlaced: (count: number) => void): Promise<EvaluatedItem[]> => {
  const prints = new Fingerprinter(await readSeed(dataSource));
  const boilerplate = new KnownBoilerplate(dataSource);
  const names = new Map<string, string>();
  const nowMs = clock.now().getTime();
  for (let from = 0; from < corpus.length; from += chunkItems) {
    const chunk = corpus.slice(from, from + chunkItems).map((item) => ({ item, itemId: uuidv7() }));
    for (const { item, itemId } of chunk) names.set(itemId, item.id);
    await inTransaction(dataSource, async (tx) => {
      await putBodies(tx, chunk.map(({ item, itemId }) => ({ itemId, revision: 1, language: 'und', article: bodyOf(item) })));
      await placeItems(tx, { received: chunk.map(({ item, itemId }) => receivedOf(item, itemId, sourceCode(item.source), nowMs)), withdrawn: [] }, { prints, clock, boilerplateOf: (sourceId) => boilerplate.of(sourceId) });
    });
    if ((from / chunkItems) % chunksPerLearning === chunksPerLearning - 1) {
      await learnBoilerplate(dataSource, prints, clock.now());
      await boilerplate.refresh();
    }
    onPlaced(Math.min(from + chunkItems, corpus.length));
  }
  return readPlacements(dataSource, names);
};

const readPlacements = async (dataSource: DataSource, names: ReadonlyMap<string, string>): Promise<EvaluatedItem[]> => {
  const found: EvaluatedItem[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = (await dataSource.query(selectPlacements, [after, rowsPerRead])) as Row[];
    for (const row of rows) found.push(evaluatedOf(row, names));
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerRead) return found;
    after = last.item_id;
  }
};

const evaluatedOf = (row: Row, names: ReadonlyMap<string, string>): EvaluatedItem => {
  const nameOf = (itemId: string): string => names.get(itemId) ?? itemId;
  const [note] = row.notes;
  return {
    id: nameOf(row.item_id),
    story: row.story_id,
    relation: row.relation,
    relatedTo: row.related_to === null ? null : nameOf(row.related_to),
    j: row.j,
    c: row.c,
    canonical: row.canonical,
    decidedBy: row.decided_by,
    linked: note ? { to: nameOf(note.itemId), relation: note.relation, j: note.j, c: note.c } : null,
  };
};
