import { archiveOf, archiveText } from '../feeds/archive.js';
import { lookAtAtom, lookAtDocument, lookAtFound, lookAtJsonFeed, lookAtList, lookAtNewsMessage, lookAtNinjsCollection, lookAtPage } from './look.decide.js';
import type { TransmitterKind } from '../transmit/settings.js';
import type { OwnSurface, SentSurface, Standing, Surface } from './surface.js';

const page = ({ item_id }: Standing): string[] => [`/articles/${item_id}`];
const form =
  (name: string) =>
  ({ item_id }: Standing): string[] => [`/articles/${item_id}/${name}`];
const everywhere =
  (path: string) =>
  (): string[] => [path];
const feeds =
  (format: string) =>
  ({ shown_categories, source_id, language, story_id }: Standing): string[] => {
    const lists = ['all', ...shown_categories.map(encodeURIComponent), `source/${source_id}`, ...(language === null ? [] : [`language/${encodeURIComponent(language)}`]), ...(story_id === null ? [] : [`story/${story_id}`])];
    return lists.map((list) => `/feeds/${list}.${format}`);
  };
const wide = (categories: readonly string[]): string[] => ['all', ...categories.map(encodeURIComponent)];
const collections =
  (format: string) =>
  ({ shown_categories }: Standing): string[] => wide(shown_categories).map((list) => `/feeds/${list}.${format}`);
const archives = ({ shown_categories, sort_at }: Standing): string[] => (sort_at === null ? [] : wide(shown_categories).map((list) => `/feeds/${list}.atom?archive=${archiveText(archiveOf(sort_at))}`));
const siteMaps = ({ sort_at }: Standing): string[] => ['/sitemap.xml', ...(sort_at === null ? [] : [`/sitemaps/${sort_at.toISOString().slice(0, 7)}-1.xml`])];

const own = (surface: Omit<OwnSurface, 'kind' | 'remove'>): OwnSurface => ({ kind: 'own', remove: 'the gate refuses it', ...surface });
/** Whoever has it is told, by whatever transmitter it came; where that is a place of files, they are deleted with the telling; what a subscriber pulled from a feed of its own is called back the same way. */
const sent = (channel: SentSurface['channel'] = 'webhook'): SentSurface => ({
  kind: 'sent',
  channel,
  show: ['article.published', 'article.updated', 'article.restored'],
  remove: 'article.taken_down',
  verify: (acknowledged) => (acknowledged ? { gone: true, detail: `${acknowledged.copiesRemoved} removed at ${acknowledged.removedAt}` } : { gone: false, detail: 'its holder has not acknowledged the removal' }),
});
const html = 'text/html';

/**
 * Every kind of place where an article can be seen, with how it is shown, how it is removed and how that is verified.
 * What is not here is not published to: deliveries, recalls and the crawl of what was removed all go over this map,
 * and a surface that lacks a handler does not compile. Each kind of transmitter is one of them, by the same name.
 */
export const surfaces = {
  'article-page': own({ channel: 'portal', isShared: false, accept: html, show: page, verify: lookAtPage }),
  'article-json': own({ channel: 'api', isShared: false, accept: 'application/json', show: page, verify: lookAtPage }),
  'share-code': own({ channel: 'portal', isShared: false, accept: 'image/svg+xml', show: form('qr.svg'), verify: lookAtPage }),
  ninjs: own({ channel: 'api', isShared: false, accept: 'application/json', show: form('ninjs'), verify: lookAtDocument }),
  'newsml-g2': own({ channel: 'api', isShared: false, accept: 'application/xml', show: form('newsml-g2'), verify: lookAtDocument }),
  pictures: own({ channel: 'portal', isShared: false, accept: 'application/json', show: form('pictures'), verify: lookAtPage }),
  home: own({ channel: 'portal', isShared: true, accept: html, show: everywhere('/'), verify: lookAtList('page') }),
  'category-page': own({ channel: 'portal', isShared: true, accept: html, show: ({ shown_categories }) => shown_categories.map((name) => `/categories/${encodeURIComponent(name)}`), verify: lookAtList('page') }),
  'feed-rss': own({ channel: 'feed', isShared: true, accept: 'application/rss+xml', show: feeds('rss'), verify: lookAtList('feed') }),
  'feed-atom': own({ channel: 'feed', isShared: true, accept: 'application/atom+xml', show: feeds('atom'), verify: lookAtAtom }),
  'feed-archive': own({ channel: 'feed', isShared: true, accept: 'application/atom+xml', show: archives, verify: lookAtAtom }),
  'feed-ninjs': own({ channel: 'feed', isShared: true, accept: 'application/json', show: collections('ninjs'), verify: lookAtNinjsCollection }),
  'feed-newsml-g2': own({ channel: 'feed', isShared: true, accept: 'application/xml', show: collections('newsml-g2'), verify: lookAtNewsMessage }),
  'feed-json': own({ channel: 'feed', isShared: true, accept: 'application/feed+json', show: feeds('json'), verify: lookAtJsonFeed }),
  sitemap: own({ channel: 'portal', isShared: true, accept: 'application/xml', show: siteMaps, verify: lookAtList('site map') }),
  'news-sitemap': own({ channel: 'portal', isShared: true, accept: 'application/xml', show: everywhere('/news-sitemap.xml'), verify: lookAtList('site map') }),
  search: own({
    channel: 'portal',
    isShared: false,
    accept: html,
    show: everywhere('/search'),
    ask: (path, { title, itemId }) => `${path}?q=${encodeURIComponent((title ?? itemId).slice(0, 80).toWellFormed())}`,
    verify: lookAtFound,
  }),
  webhook: sent(),
  'superdesk-push': sent(),
  kafka: sent(),
  'object-drop': sent(),
  sftp: sent(),
  'subscriber-feed': sent('feed'),
} satisfies Readonly<Record<string, Surface>> & Readonly<Record<TransmitterKind, SentSurface>>;

export type SurfaceName = keyof typeof surfaces;

/** A surface by the name that the database has; undefined for one that this version does not know. */
export const surfaceOf = (name: string): Surface | undefined => (Object.hasOwn(surfaces, name) ? surfaces[name as SurfaceName] : undefined);

/** One place of ours where an article stands, or ever stood. */
export interface OwnPlace {
  readonly surface: SurfaceName;
  readonly path: string;
}

/** Every place of ours for an article, over the surfaces whose channel `closes` names. */
export const ownPlacesOf = (article: Standing, closes: (channel: Surface['channel']) => boolean): OwnPlace[] =>
  Object.entries<Surface>(surfaces).flatMap(([name, surface]) =>
    surface.kind === 'own' && closes(surface.channel) ? surface.show(article).map((path) => ({ surface: name as SurfaceName, path })) : [],
  );
