import { canceledNinjs, ninjsOf } from '../portal/show-article/ninjs.js';
import type { FeedEntry, FeedFormat, FeedHead, Tombstone } from './feed.js';

const entry = ({ row, article, view }: FeedEntry): string => JSON.stringify({ name: row.item_id, ...ninjsOf(row, article, view) });
const tombstone = ({ itemId, publication, when }: Tombstone): string => JSON.stringify({ name: itemId, ...canceledNinjs(itemId, publication, when) });

/** ninjs has no word for a list: a composite item carries its parts as associations, as IPTC's examples do. */
const document = (head: FeedHead, entries: readonly string[], tombstones: readonly Tombstone[]): string => {
  const about = JSON.stringify({
    uri: head.selfUrl,
    standard: { name: 'ninjs', version: '3.1', schema: 'https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json' },
    type: 'composite',
    representationType: 'full',
    versionCreated: head.updated.toISOString(),
    pubStatus: 'usable',
    language: head.language,
    headlines: [{ role: 'main', contentType: 'text/plain', value: head.title }],
    altIds: [{ role: 'web', value: head.pageUrl }, ...(head.nextUrl === undefined ? [] : [{ role: 'next', value: head.nextUrl }])],
  });
  return `${about.slice(0, -1)},"associations":[${[...entries, ...tombstones.map(tombstone)].join(',')}]}`;
};

/** ninjs 3.1; what was removed stands in it as a higher version, canceled and empty. */
export const ninjsCollection: FeedFormat = { contentType: 'application/vnd.iptc.ninjs+json; charset=utf-8', entry, document };
