import { element, xmlText } from '../feeds/xml.js';
import type { ListRow } from '../portal/show-lists/list.store.js';

const urlset = (entries: readonly string[], namespaces = ''): string => `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"${namespaces}>\n${entries.join('')}</urlset>\n`;

/** A site map of articles (sitemaps.org 0.9). */
export const sitemap = (site: string, rows: readonly ListRow[]): string =>
  urlset(rows.map((row) => `<url>\n${element('loc', `${site}/articles/${row.item_id}`)}${element('lastmod', row.changed_at?.toISOString())}</url>\n`));

/** A part of a site map that is too large for one file. */
export interface SitemapPart {
  readonly path: string;
  readonly lastChange: Date | null;
}

export const sitemapIndex = (site: string, parts: readonly SitemapPart[]): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n',
    ...parts.map((part) => `<sitemap>\n${element('loc', `${site}${part.path}`)}${element('lastmod', part.lastChange?.toISOString())}</sitemap>\n`),
    '</sitemapindex>\n',
  ].join('');

/** ISO 639 codes, but for the two that news site maps write otherwise. */
const newsLanguage = (language: string | null): string => {
  const tag = (language ?? 'und').toLowerCase();
  if (/^zh(-hant|-tw|-hk|-mo)/.test(tag)) return 'zh-tw';
  if (tag.startsWith('zh')) return 'zh-cn';
  return tag.split('-')[0] ?? 'und';
};

/** A day stays a day. In the zone of the source it began up to 14 hours before or after that of UTC. */
const publicationDate = (row: ListRow): string => {
  const at = row.published_at ?? row.sort_at ?? new Date(0);
  return row.published_precision === 'day' ? new Date(at.getTime() + 13 * 3_600_000).toISOString().slice(0, 10) : at.toISOString();
};

/** A news site map (Google's news schema 0.9): articles of the last two days, 1,000 at most. */
export const newsSitemap = (site: string, name: string, rows: readonly ListRow[]): string =>
  urlset(
    rows.map(
      (row) =>
        `<url>\n${element('loc', `${site}/articles/${row.item_id}`)}<news:news>\n<news:publication>\n<news:name>${xmlText(name)}</news:name>\n<news:language>${newsLanguage(row.language)}</news:language>\n</news:publication>\n${element('news:publication_date', publicationDate(row))}${element('news:title', row.title ?? '')}</news:news>\n</url>\n`,
    ),
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"',
  );
