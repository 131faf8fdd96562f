import type { Article, Warning } from '@wiredesk/content';

import type { Reason } from '../receive-item/decide.js';
import type { ItemOutcome } from '../receive-item/plan.decide.js';
import type { Progress, Receipt } from './receipt.store.js';
import { stagesOf, type ItemStages } from './stages.decide.js';

/** One item of a receipt, as it is answered. */
export interface ItemView extends ItemOutcome, ItemStages {
  /** What we read out of it; left out where nothing was stored, or it was erased since. */
  readonly understood?: Understood;
}

export interface Understood {
  readonly title: string;
  readonly language: string;
  readonly published: string | null;
  readonly byline: readonly string[];
  readonly credit: string | null;
  readonly categories: readonly string[];
  readonly characters: number;
  readonly pictures: number;
}

export interface ReceiptView {
  readonly receipt: {
    readonly id: string;
    readonly url: string;
    readonly source: { readonly id: string; readonly name: string };
    readonly receivedAt: string;
    readonly contentType: string | null;
    readonly format: string | null;
    readonly charset: string | null;
    readonly bytes: number | null;
    readonly payloadSha256: string;
  };
  readonly warnings: readonly Warning[];
  readonly quarantine: (Reason & { readonly id: string; readonly closedAt: string | null; readonly closedHow: string | null; readonly closedReason: string | null }) | null;
  readonly items: readonly ItemView[];
}

/** A receipt with where each of its items stands now. `articles` has what was stored, by item id. */
export const receiptView = (receipt: Receipt, url: string, progress: ReadonlyMap<string, Progress>, articles: ReadonlyMap<string, Article>): ReceiptView => ({
  receipt: {
    id: receipt.id,
    url,
    source: { id: receipt.sourceId, name: receipt.settings.name },
    receivedAt: receipt.receivedAt,
    contentType: receipt.contentType,
    format: receipt.format,
    charset: receipt.charset,
    bytes: receipt.bytes,
    payloadSha256: receipt.payloadSha256,
  },
  warnings: receipt.warnings,
  quarantine: receipt.quarantine,
  items: receipt.outcomes.map((outcome) => {
    const article = outcome.itemId === null ? undefined : articles.get(outcome.itemId);
    return {
      ...outcome,
      ...stagesOf(outcome, receipt.receivedAt, outcome.itemId === null ? undefined : progress.get(outcome.itemId)),
      ...(article ? { understood: understood(article) } : {}),
    };
  }),
});

const understood = (article: Article): Understood => ({
  title: article.title,
  language: article.language,
  published: (article.published?.precision === 'day' ? article.published.day : article.published?.at) ?? null,
  byline: article.byline ?? [],
  credit: article.credit?.name ?? null,
  categories: article.categories.map((category) => category.name ?? category.code),
  characters: [...article.bodyText].length,
  pictures: article.media.length,
});
