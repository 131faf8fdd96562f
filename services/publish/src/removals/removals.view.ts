import type { Cursor, RemovalRow } from './removals.store.js';

const cursorForm = /^(\d{1,20})\.(\d{1,18})$/;

/** Reads `after`; undefined for what never was a cursor of ours. */
export const readCursor = (text: string): Cursor | undefined => {
  const match = cursorForm.exec(text);
  return match ? { xid: match[1] as string, seq: match[2] as string } : undefined;
};

export const cursorText = (row: Pick<RemovalRow, 'xid' | 'seq'>): string => `${row.xid}.${row.seq}`;

/** One entry; it carries no content. */
export const removalEntry = (row: RemovalRow, portalUrl: string) => ({
  cursor: cursorText(row),
  itemId: row.item_id,
  revision: row.publication,
  event: row.kind === 'taken_down' ? 'article.taken_down' : 'article.restored',
  url: `${portalUrl}/articles/${row.item_id}`,
  source: { id: row.source_id },
  storyId: row.story_id,
  ...(row.kind === 'taken_down' ? { cause: row.cause, httpStatus: row.http_status } : {}),
  at: row.at.toISOString(),
});

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);

export interface AtomPage {
  readonly portalUrl: string;
  readonly selfUrl: string;
  readonly nextUrl: string;
  readonly updated: Date;
}

/** The same as Atom: what went is `at:deleted-entry` (RFC 6721), what came back an entry without content. */
export const removalsAtom = (rows: readonly RemovalRow[], page: AtomPage): string => {
  const entries = rows.map((row) => {
    const url = escaped(`${page.portalUrl}/articles/${row.item_id}`);
    const at = row.at.toISOString();
    if (row.kind === 'taken_down') return `<at:deleted-entry ref="urn:uuid:${row.item_id}" when="${at}"/>`;
    return `<entry><id>urn:uuid:${row.item_id}</id><title>Restored</title><updated>${at}</updated><link rel="alternate" href="${url}"/><content type="text"></content></entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<id>${escaped(page.portalUrl)}/v1/removals</id><title>Removals</title><updated>${page.updated.toISOString()}</updated><author><name>Wiredesk</name></author>
<link rel="self" href="${escaped(page.selfUrl)}"/><link rel="next" href="${escaped(page.nextUrl)}"/>
${entries.join('\n')}
</feed>
`;
};
