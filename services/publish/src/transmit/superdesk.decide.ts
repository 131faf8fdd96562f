import type { Article } from '@wiredesk/content';

import type { Message } from '../deliver/message.decide.js';
import type { ListRow } from '../portal/show-lists/list.store.js';
import { isRemoval, itemIdOf } from './parcel.js';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const filled = (object: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** An article as Superdesk's own ninjs (1.x with `guid`), which its newsroom portals take at `/push`. */
export const superdeskItemOf = (row: ListRow, article: Article, url: string): Record<string, unknown> =>
  filled({
    guid: `urn:uuid:${row.item_id}`,
    type: 'text',
    version: String(row.publication),
    pubstatus: 'usable',
    language: article.language,
    headline: article.title,
    slugline: article.title.slice(0, 80).toWellFormed(),
    description_text: article.abstract,
    body_html: article.bodyHtml,
    byline: article.byline?.join(', '),
    source: article.credit?.name ?? row.terms?.credit ?? row.source_id,
    urgency: article.urgency,
    firstcreated: article.published?.at,
    versioncreated: row.changed_at?.toISOString(),
    subject: row.categories.map((code) => ({ code, name: article.categories.find((category) => category.code === code)?.name ?? code })),
    keywords: article.keywords,
    copyrightholder: article.rights?.holder,
    copyrightnotice: article.rights?.notice ?? row.terms?.notice ?? undefined,
    usageterms: article.rights?.terms,
    ednote: article.correctionNote,
    uri: url,
  });

/**
 * What a message without the article at hand comes to: a kill for a removal (same guid, higher version, canceled, no
 * content) and for a test of the connection, what it says itself for a test article. Undefined where Superdesk has no
 * word for it: a digest.
 */
export const superdeskMessageOf = (message: Message, deliveryId: string): Record<string, unknown> | undefined => {
  const itemId = itemIdOf(message);
  const head = { type: 'text', versioncreated: message.timestamp };
  if (itemId === undefined) return message.type === 'test.ping' ? { ...head, guid: `urn:uuid:${deliveryId}`, version: '1', pubstatus: 'canceled', ednote: 'test' } : undefined;
  const item = { ...head, guid: `urn:uuid:${itemId}`, version: String(message.data['revision'] ?? 1) };
  if (isRemoval(message)) return { ...item, pubstatus: 'canceled', ednote: 'Removed: delete every copy of this item. 内容已撤销：请删除本稿的所有副本。' };
  return filled({ ...item, pubstatus: 'usable', headline: textOf(message.data['title']), language: textOf(message.data['language']), body_html: '' });
};
