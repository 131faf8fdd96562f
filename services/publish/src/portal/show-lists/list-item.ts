import { picturePath } from '../../pictures/own-pictures.js';
import { showShortTime } from '../render/dates.js';
import { categoryLabel } from '../render/category-label.js';
import type { UiLanguage } from '../render/ui-language.decide.js';
import type { ListRow } from './list.store.js';

/** An article as lists show it. */
export interface ListItem {
  readonly itemId: string;
  readonly path: string;
  readonly title: string;
  readonly abstract: string;
  readonly credit: string;
  readonly imageUrl: string | null;
  readonly language: string;
  readonly category: string;
  readonly categoryLabel: string;
  readonly time: string;
  readonly machineTime: string;
}

export const articlePath = (itemId: string): string => `/articles/${itemId}`;

export const toListItem = (row: ListRow, language: UiLanguage, timeZone: string): ListItem => {
  const precision = row.published_at === null ? 'assumed' : (row.published_precision ?? 'assumed');
  const time = showShortTime({ at: row.published_at ?? row.sort_at ?? new Date(0), precision }, timeZone);
  const category = row.categories[0] ?? '';
  return {
    itemId: row.item_id,
    path: articlePath(row.item_id),
    title: row.title ?? '',
    abstract: row.abstract ?? '',
    credit: row.credit ?? row.terms?.credit ?? '',
    imageUrl: row.image_url === null ? null : picturePath(row.item_id, row.image_url),
    language: row.language ?? 'und',
    category,
    categoryLabel: category === '' ? '' : categoryLabel(category, language),
    time: time.text,
    machineTime: time.machine,
  };
};
