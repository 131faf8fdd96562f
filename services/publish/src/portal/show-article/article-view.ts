import { isChinese, type Article, type MediaRef } from '@wiredesk/content';

import { categoryLabel } from '../render/category-label.js';
import { showTime, type GivenTime, type ShownTime } from '../render/dates.js';
import { categoryPath } from '../render/frame.js';
import type { UiLanguage } from '../render/ui-language.decide.js';
import type { ListRow } from '../show-lists/list.store.js';

export interface ViewSettings {
  readonly language: UiLanguage;
  readonly timeZone: string;
  readonly portalUrl: string;
  readonly rightsUrl: string;
}

/** An article as its page shows it: everything is text but `bodyHtml`, which was sanitised when it came in. */
export interface ArticleView {
  readonly itemId: string;
  readonly url: string;
  readonly title: string;
  readonly subtitle: string | undefined;
  readonly originalTitle: string | undefined;
  readonly lang: string;
  readonly isChinese: boolean;
  readonly categories: readonly { readonly code: string; readonly label: string; readonly path: string }[];
  readonly source: { readonly name: string; readonly url: string | undefined };
  readonly authors: readonly string[];
  readonly published: ShownTime;
  /** The upstream gave no date: this is when we received it. */
  readonly isReceiptTime: boolean;
  readonly updated: ShownTime | undefined;
  /** Undefined where nobody counted: absent is not 0. */
  readonly views: number | undefined;
  readonly editor: string | undefined;
  readonly abstract: { readonly text: string; readonly isCut: boolean } | undefined;
  readonly correction: string | undefined;
  readonly bodyHtml: string;
  readonly bodyText: string;
  readonly lead: MediaRef | undefined;
  readonly gallery: readonly MediaRef[];
  readonly keywords: readonly string[];
  readonly isAiMade: boolean;
  readonly rights: { readonly holder: string | undefined; readonly notices: readonly string[]; readonly licenceUri: string | undefined; readonly isReserved: boolean; readonly creditLine: string | undefined };
  readonly originalUrl: string | undefined;
  readonly takedownUrl: string;
  readonly correctionUrl: string;
  readonly canonical: string;
}

const httpUrl = (url: string | undefined | null): string | undefined => (url !== undefined && url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined);
const levelled = (text: string): string => text.normalize('NFKC').replace(/[\s\u3000]+/g, '').replace(/[….。]+$/u, '');

/** Hidden where it only repeats the first paragraph whole: a beginning of it that was cut off is shown, and marked. */
export const abstractOf = (article: Pick<Article, 'abstract' | 'abstractTruncated' | 'bodyText'>): ArticleView['abstract'] => {
  const text = article.abstract?.trim() ?? '';
  if (text === '') return undefined;
  const first = article.bodyText.split('\n').find((line) => line.trim() !== '') ?? '';
  if (levelled(text) === levelled(first)) return undefined;
  return { text, isCut: article.abstractTruncated === true };
};

const givenTime = (row: ListRow, article: Article): GivenTime => {
  if (article.published) return { at: new Date(article.published.at), precision: article.published.precision, day: article.published.day };
  return { at: row.published_at ?? row.sort_at ?? row.first_live_at ?? new Date(0), precision: 'assumed' };
};

const sourceOf = (row: ListRow, article: Article): ArticleView['source'] => {
  const original = httpUrl(article.credit?.url) ?? httpUrl(article.url) ?? httpUrl(row.upstream_url);
  const name = article.credit?.name ?? row.terms?.credit ?? (original === undefined ? row.source_id : new URL(original).hostname.replace(/^www\./, ''));
  return { name, url: original };
};

/** Pictures that the text does not show itself; the first one leads. */
const picturesOf = (article: Article): MediaRef[] =>
  article.media.filter((media) => httpUrl(media.url) !== undefined && (media.type === undefined || media.type.startsWith('image/')) && !article.bodyHtml.includes(media.url.replaceAll('&', '&amp;')));

const aiSourceTypes = /trainedAlgorithmicMedia|algorithmicMedia|compositeWithTrainedAlgorithmicMedia|compositeSynthetic/i;

/** Everything that the page of an article shows of it. `countedViews`: those counted here, beside what its source said. */
export const viewOf = (row: ListRow, article: Article, countedViews: number, { language, timeZone, portalUrl, rightsUrl }: ViewSettings): ArticleView => {
  const url = `${portalUrl}/articles/${row.item_id}`;
  const time = givenTime(row, article);
  const [lead, ...gallery] = picturesOf(article);
  const originalUrl = httpUrl(article.url) ?? httpUrl(row.upstream_url);
  const views = (article.views ?? 0) + countedViews;
  return {
    itemId: row.item_id,
    url,
    title: article.title,
    subtitle: article.subtitle,
    originalTitle: article.originalTitle === article.title ? undefined : article.originalTitle,
    lang: article.language,
    isChinese: isChinese(article.language),
    categories: row.categories.map((code) => ({ code, label: categoryLabel(code, language, article.categories.find((category) => category.code === code)?.name), path: categoryPath(code) })),
    source: sourceOf(row, article),
    authors: article.byline ?? [],
    published: showTime(time, timeZone, language),
    isReceiptTime: time.precision === 'assumed',
    updated: row.shown_revision > 1 && row.changed_at ? showTime({ at: article.modified === undefined ? row.changed_at : new Date(article.modified), precision: 'instant' }, timeZone, language) : undefined,
    views: views > 0 || article.views !== undefined ? views : undefined,
    editor: article.editorName,
    abstract: abstractOf(article),
    correction: article.correctionNote,
    bodyHtml: article.bodyHtml,
    bodyText: article.bodyText,
    lead,
    gallery,
    keywords: article.keywords,
    isAiMade: aiSourceTypes.test(article.digitalSourceType ?? ''),
    rights: {
      holder: article.rights?.holder,
      notices: [...new Set([article.rights?.notice, row.terms?.notice].filter((notice): notice is string => typeof notice === 'string' && notice !== ''))],
      licenceUri: httpUrl(article.rights?.licenceUri),
      isReserved: article.reprintReserved,
      creditLine: row.terms?.credit !== null && row.terms?.credit !== article.credit?.name ? (row.terms?.credit ?? undefined) : undefined,
    },
    originalUrl,
    takedownUrl: `${rightsUrl}/takedown?url=${encodeURIComponent(url)}&lang=${language}`,
    correctionUrl: `${rightsUrl}/takedown?url=${encodeURIComponent(url)}&lang=${language}&wanted=correct`,
    canonical: row.terms?.canonicalLinkRequired === true && originalUrl !== undefined ? originalUrl : url,
  };
};
