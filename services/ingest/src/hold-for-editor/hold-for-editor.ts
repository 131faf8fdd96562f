import type { DataSource } from 'typeorm';

import type { Source } from '../manage-sources/source.js';
import type { Push } from '../receive-item/push.js';
import { holdForEditor } from './hold.decide.js';

/** Outside of the accepting transaction: what changes in between is decided there, by the same states. */
const selectStates = `select guid, state_hash as "stateHash" from item where source_id = $1 and guid = any($2::text[]) and state = 'usable'`;

/** The push with its articles held, where those of its source wait for an editor; no query for any other source. */
export const heldWhereUntrusted = async (dataSource: DataSource, source: Source, push: Push): Promise<Push> => {
  if (source.settings.trust !== 'hold') return push;
  const guids = push.items.flatMap((item) => (item.kind === 'article' ? [item.guid] : []));
  const rows = guids.length === 0 ? [] : ((await dataSource.query(selectStates, [source.id, guids])) as { guid: string; stateHash: string | null }[]);
  const approved = new Map(rows.map((row) => [row.guid, row.stateHash ?? undefined]));
  return { ...push, items: push.items.map((item) => (item.kind === 'article' ? holdForEditor(item, approved.get(item.guid)) : item)) };
};
