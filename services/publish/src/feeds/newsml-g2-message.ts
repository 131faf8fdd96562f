import { canceledNewsMlG2, newsMlG2Of } from '../portal/show-article/newsml-g2.js';
import type { FeedEntry, FeedFormat, FeedHead, Tombstone } from './feed.js';
import { element } from './xml.js';

/** A document of one item without the line that a document begins with. */
const asPart = (text: string): string => text.replace(/^<\?xml[^>]*\?>\n/, '');

const entry = ({ row, article, view, url }: FeedEntry): string => asPart(newsMlG2Of(row, article, view, { name: new URL(url).hostname, url: new URL(url).origin }));

/** NewsML-G2 §"newsMessage": a header and a set of items. */
const document = (head: FeedHead, entries: readonly string[], tombstones: readonly Tombstone[]): string => {
  const site = { name: new URL(head.siteUrl).hostname, url: head.siteUrl };
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">\n<header>\n',
    element('sent', head.updated.toISOString()),
    element('sender', site.name),
    element('origin', head.selfUrl),
    '</header>\n<itemSet>\n',
    ...entries,
    ...tombstones.map(({ itemId, publication, when }) => asPart(canceledNewsMlG2(itemId, publication, when, site))),
    '</itemSet>\n</newsMessage>\n',
  ].join('');
};

/** NewsML-G2 2.35 as one message; what was removed stands in it as a higher version, canceled and empty. */
export const newsMlG2Message: FeedFormat = { contentType: 'application/vnd.iptc.g2.newsmessage+xml; charset=utf-8', entry, document };
