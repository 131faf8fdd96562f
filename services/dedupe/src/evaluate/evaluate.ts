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
import { placeItems, type PlacingPorts } from '../placing/place-items.js';
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
 * Runs the real placement over a corpus, which is read as it is needed: bodies into the content store, items in chunks
 * as from Kafka. Ids must be distinct. Gives each item's final standing, in the order of the corpus, once all are
 * placed. `onPlaced` hears how many are done.
 */
export async function* evaluateCorpus(
  dataSource: DataSource,
  corpus: Iterable<EvaluationItem> | AsyncIterable<EvaluationItem>,
  clock: Clock,
  onPlaced: (count: number) => void,
): AsyncGenerator<EvaluatedItem> {
  const prints = new Fingerprinter(await readSeed(dataSource));
  const boilerplate = new KnownBoilerplate(dataSource);
  const names = new Map<string, string>();
  let chunks = 0;
  for await (const items of chunksOf(corpus)) {
    const chunk = items.map((item) => ({ item, itemId: uuidv7() }));
    for (const { item, itemId } of chunk) names.set(itemId, item.id);
    await placeChunk(dataSource, chunk, { prints, clock, boilerplateOf: (sourceId) => boilerplate.of(sourceId) });
    chunks += 1;
    if (chunks % chunksPerLearning === 0) {
      await learnBoilerplate(dataSource, prints, clock.now());
      await boilerplate.refresh();
    }
    onPlaced(names.size);
  }
  yield* readPlacements(dataSource, names);
}

async function* chunksOf(corpus: Iterable<EvaluationItem> | AsyncIterable<EvaluationItem>): AsyncGenerator<EvaluationItem[]> {
  let chunk: EvaluationItem[] = [];
  for await (const item of corpus) {
    chunk.push(item);
    if (chunk.length < chunkItems) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const placeChunk = (dataSource: DataSource, chunk: readonly { item: EvaluationItem; itemId: string }[], ports: PlacingPorts): Promise<unknown> => {
  const nowMs = ports.clock.now().getTime();
  return inTransaction(dataSource, async (tx) => {
    putBodies(tx, chunk.map(({ item, itemId }) => ({ itemId, revision: 1, language: 'und', article: bodyOf(item) })));
    await placeItems(tx, { received: chunk.map(({ item, itemId }) => receivedOf(item, itemId, sourceCode(item.source), nowMs)), withdrawn: [] }, ports);
  });
};

async function* readPlacements(dataSource: DataSource, names: ReadonlyMap<string, string>): AsyncGenerator<EvaluatedItem> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = (await dataSource.query(selectPlacements, [after, rowsPerRead])) as Row[];
    for (const row of rows) if (names.has(row.item_id)) yield evaluatedOf(row, names);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerRead) return;
    after = last.item_id;
  }
}

/** All of an evaluation at once. */
export const evaluateAll = async (dataSource: DataSource, corpus: readonly EvaluationItem[], clock: Clock): Promise<EvaluatedItem[]> => {
  const all: EvaluatedItem[] = [];
  for await (const item of evaluateCorpus(dataSource, corpus, clock, () => undefined)) all.push(item);
  return all;
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
