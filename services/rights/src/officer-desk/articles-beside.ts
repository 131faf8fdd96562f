import { latestBodies } from '@wiredesk/content-store';
import type { DataSource } from 'typeorm';

import type { CaseView } from '../cases/case-view.js';
import { blastRadius } from '../preview-hold/decide.js';
import { itemsLookedAtMax, itemsNear } from '../preview-hold/near-item.store.js';
import { standingsOf } from '../when-item-placed-then-follow-its-story/story.store.js';

/** What an officer sees beside a target: the text as we have it, and what a wider hold would reach. */
export interface ArticleBeside {
  readonly title: string;
  readonly text: string;
  readonly credit: string | null;
  readonly story: { readonly items: number; readonly shown: number; readonly promoted: number } | null;
}

const articlesMax = 20;
const textCharsMax = 3_000;

/** By item, for the first targets of a case that we have an article of. The text is plain: nothing of it is rendered. */
export const articlesBeside = async (dataSource: DataSource, view: CaseView): Promise<Map<string, ArticleBeside>> => {
  const itemIds = [...new Set(view.targets.flatMap(({ itemId }) => (itemId === null ? [] : [itemId])))].slice(0, articlesMax);
  const [bodies, standings] = await Promise.all([latestBodies(dataSource, itemIds), standingsOf(dataSource, itemIds)]);
  const beside = new Map<string, ArticleBeside>();
  for (const itemId of itemIds) {
    const body = bodies.get(itemId);
    const storyId = standings.get(itemId)?.storyId;
    const story = storyId === undefined ? null : await reachOf(dataSource, storyId);
    if (body && !body.erased) beside.set(itemId, { title: body.article.title, text: body.article.bodyText.slice(0, textCharsMax), credit: body.article.credit?.name ?? null, story });
  }
  return beside;
};

const reachOf = async (dataSource: DataSource, storyId: string): Promise<ArticleBeside['story']> => {
  const { reached, beside } = await itemsNear(dataSource, { kind: 'story', storyId, itemId: null }, '');
  const radius = blastRadius(reached, beside, reached.length === itemsLookedAtMax);
  return { items: radius.reached.items, shown: radius.reached.shown, promoted: radius.promoted.length };
};
