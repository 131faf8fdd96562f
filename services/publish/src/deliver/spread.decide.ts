import { wantsArticle, wantsType } from '../subscribers/filter.decide.js';
import type { Subscriber } from '../subscribers/subscriber.js';
import type { ChangeToDeliver, NewDelivery, SpreadArticle } from './spread.store.js';

export interface SpreadOptions {
  readonly certifiedOnly: boolean;
  readonly canarySourceId: string;
}

/**
 * To whom changes go: who wants the article, and whoever has a copy of it (a correction must reach it, wanted or
 * not). To someone who never had it every change is `article.published`. A change that is not the article's present
 * state is left out: its successor is queued, or its removal. What is for a
 * subscriber that is not active is held, and, where `certifiedOnly`, what is for one that has not passed the conformance kit. Articles of
 * drills go to those only who name their source.
 */
export const spread = (
  changes: readonly ChangeToDeliver[],
  articles: ReadonlyMap<string, SpreadArticle>,
  holders: ReadonlyMap<string, ReadonlySet<string>>,
  subscribers: readonly Subscriber[],
  options: SpreadOptions,
): NewDelivery[] =>
  changes.flatMap((change) => {
    const article = articles.get(change.item_id);
    if (!article || article.state !== 'live' || article.publication !== change.publication) return [];
    const having = holders.get(change.item_id);
    return subscribers.flatMap((subscriber): NewDelivery[] => {
      const has = having?.has(subscriber.id) ?? false;
      if (article.source_id === options.canarySourceId && !subscriber.filter.sources?.includes(article.source_id)) return [];
      const type = has ? `article.${change.kind}` : 'article.published';
      if (!wantsType(subscriber.filter, type) || !(has || wantsArticle(subscriber.filter, article))) return [];
      return [{ subscriberId: subscriber.id, itemId: change.item_id, publication: change.publication, type, state: subscriber.state === 'active' && (subscriber.certified || !options.certifiedOnly) ? 'due' : 'held' }];
    });
  });
