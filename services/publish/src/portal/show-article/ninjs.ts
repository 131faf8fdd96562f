import type { Article } from '@wiredesk/content';

import type { ListRow } from '../show-lists/list.store.js';
import type { ArticleView } from './article-view.js';

const standard = { name: 'ninjs', version: '3.1', schema: 'https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json' };
/** For whoever edits a copy: neutral, and in both languages. Never for readers. */
export const removalNote = 'Removed: delete every copy of this item. 内容已撤销：请删除本稿的所有副本。';
const mediaTopics = 'http://cv.iptc.org/newscodes/mediatopic/';

const itemUri = (itemId: string): string => `urn:uuid:${itemId}`;
const absolute = (uri: string | undefined): string | undefined => (uri !== undefined && URL.canParse(uri) ? uri : undefined);
/** Removes what is undefined or empty: an empty list says nothing. */
const filled = (object: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));

const pictureOf = (media: Article['media'][number], at: number): Record<string, unknown> =>
  filled({
    name: `picture-${at + 1}`,
    uri: media.url,
    type: 'picture',
    by: media.credit,
    descriptions: media.caption === undefined ? undefined : [{ role: 'caption', value: media.caption }],
    renditions: [filled({ name: 'original', href: media.url, contentType: media.type, width: media.width, height: media.height })],
  });

/** An article as ninjs 3.1 (IPTC); its version is the publication, so that a removal is always a higher one. */
export const ninjsOf = (row: ListRow, article: Article, view: ArticleView): Record<string, unknown> =>
  filled({
    uri: itemUri(row.item_id),
    standard,
    type: 'text',
    representationType: 'full',
    version: String(row.publication),
    pubStatus: 'usable',
    firstCreated: article.published?.precision === 'instant' ? article.published.at : undefined,
    versionCreated: row.changed_at?.toISOString(),
    urgency: article.urgency !== undefined && article.urgency >= 1 && article.urgency <= 9 ? Math.round(article.urgency) : undefined,
    expires: article.expires,
    language: article.language,
    headlines: [{ role: 'main', contentType: 'text/plain', value: article.title }, ...(article.subtitle === undefined ? [] : [{ role: 'subtitle', contentType: 'text/plain', value: article.subtitle }])],
    descriptions: article.abstract === undefined ? undefined : [{ role: 'summary', contentType: 'text/plain', value: article.abstract }],
    bodies: [{ role: 'main', contentType: 'text/html', charCount: [...article.bodyText].length, value: article.bodyHtml }, { role: 'plain', contentType: 'text/plain', value: article.bodyText }],
    by: article.byline?.join(', '),
    people: (article.byline ?? []).map((name) => ({ name, rel: 'author' })),
    infoSources: [filled({ name: view.source.name, uri: absolute(view.source.url) })],
    subjects: [...row.categories.map((code) => filled({ name: article.categories.find((category) => category.code === code)?.name ?? code, literal: code, uri: /^medtop:\d{8}$/.test(code) ? `${mediaTopics}${code.slice(7)}` : undefined, rel: 'category' })), ...article.keywords.map((name) => ({ name, rel: 'keyword' }))],
    copyrightHolder: view.rights.holder,
    copyrightNotice: view.rights.notices.join(' ') || undefined,
    usageTerms: [article.rights?.terms, article.reprintReserved ? '未经授权不得转载 / May not be reprinted without leave' : undefined].filter(Boolean).join(' ') || undefined,
    rightsInfo: view.rights.licenceUri === undefined ? undefined : { linkedRights: view.rights.licenceUri },
    digitalSourceType: article.digitalSourceType === undefined ? undefined : filled({ literal: article.digitalSourceType, uri: absolute(article.digitalSourceType) }),
    altIds: [{ role: 'web', value: view.url }],
    associations: article.media.filter((media) => absolute(media.url) !== undefined).map(pictureOf),
  });

/** What ninjs says of an item that was removed: same id, higher version, canceled, and nothing else. */
export const canceledNinjs = (itemId: string, version: number, at: Date): Record<string, unknown> => ({
  uri: itemUri(itemId),
  standard,
  type: 'text',
  version: String(version),
  versionCreated: at.toISOString(),
  pubStatus: 'canceled',
  edNote: removalNote,
});
