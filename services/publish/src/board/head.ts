import type { Article } from '@wiredesk/content';
import type { ItemReceived } from '@wiredesk/contracts';
import { urlKey } from '@wiredesk/usage-terms';

import type { Head } from './article.store.js';

const abstractCharsMax = 200;
const titleCharsMax = 400;

/** What lists show of an article; null where its text was erased. Without an abstract, the beginning of the text. */
export const headOf = (item: Pick<ItemReceived, 'url'>, article: Article | null): Head | null =>
  article && {
    title: article.title.slice(0, titleCharsMax).toWellFormed(),
    abstract: beginning(article.abstract ?? article.bodyText),
    imageUrl: article.media.find((media) => media.type === undefined || media.type.startsWith('image/'))?.url ?? null,
    credit: article.credit?.name ?? null,
    urlKey: (item.url === null ? undefined : urlKey(item.url)) ?? null,
  };

const beginning = (text: string): string | null => {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return null;
  return line.length <= abstractCharsMax ? line : `${line.slice(0, abstractCharsMax).toWellFormed().replace(/\ufffd$/, '')}…`;
};
