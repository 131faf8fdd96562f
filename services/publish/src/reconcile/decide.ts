import type { ArticleState } from '../board/article.js';

/** What somebody says that it has: an article, by our id or by a URL, and of which revision. */
export interface Held {
  readonly asked: string;
  readonly revision: number | null;
}

/** What is known of an article that was asked about. */
export interface KnownArticle {
  readonly itemId: string;
  readonly state: ArticleState;
  readonly publication: number;
  /** The gate permits it at this moment. */
  readonly permitted: boolean;
  readonly httpStatus: number | null;
  readonly cause: string | null;
  readonly canonicalItemId: string | null;
}

export type Answer =
  | { readonly id: string; readonly action: 'unknown' }
  | { readonly id: string; readonly itemId: string; readonly action: 'keep'; readonly revision: number }
  | { readonly id: string; readonly itemId: string; readonly action: 'update'; readonly revision: number }
  | { readonly id: string; readonly itemId: string; readonly action: 'delete'; readonly revision: number; readonly reason: string; readonly httpStatus: number; readonly insteadItemId?: string };

/** Keep, delete, update or unknown. What was never public is unknown: asking does not tell that it exists. */
export const answerTo = ({ asked, revision }: Held, article: KnownArticle | undefined): Answer => {
  if (!article || article.state === 'waiting') return { id: asked, action: 'unknown' };
  const head = { id: asked, itemId: article.itemId, revision: article.publication };
  if (article.state === 'down' || !article.permitted) {
    const instead = article.cause === 'superseded' && article.canonicalItemId !== null ? { insteadItemId: article.canonicalItemId } : {};
    return { ...head, action: 'delete', reason: article.cause ?? 'held', httpStatus: article.httpStatus ?? 410, ...instead };
  }
  return { ...head, action: revision !== null && revision < article.publication ? 'update' : 'keep' };
};
