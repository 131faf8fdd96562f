import { categoryLabel } from '../portal/render/category-label.js';
import { categoryPath } from '../portal/render/frame.js';
import type { UiLanguage } from '../portal/render/ui-language.decide.js';
import type { SpecialList } from '../portal/show-lists/list.store.js';

/** What a feed is a list of. */
export type FeedList = { readonly kind: 'all' } | { readonly kind: 'category'; readonly value: string } | SpecialList;

/** Path of a feed without its ending: `/feeds/all`, `/feeds/<category>`, `/feeds/source/<id>`. */
export const feedListPath = (list: FeedList): string => {
  if (list.kind === 'all') return '/feeds/all';
  return list.kind === 'category' ? `/feeds/${encodeURIComponent(list.value)}` : `/feeds/${list.kind}/${encodeURIComponent(list.value)}`;
};

/** Its name beside the portal's; undefined for all. */
export const feedListLabel = (list: FeedList, language: UiLanguage): string | undefined => {
  if (list.kind === 'all') return undefined;
  return list.kind === 'category' ? categoryLabel(list.value, language) : list.value;
};

/** The list as a page, where there is one. */
export const feedListPagePath = (list: FeedList): string => (list.kind === 'category' ? categoryPath(list.value) : '/');
