import type { ItemCleared, ItemPlaced, ItemReceived, ItemRefused, ItemWithdrawn } from '@wiredesk/contracts';
import { covers, evaluate, urlKey, type Hold, type RefusalReason, type Use } from '@wiredesk/usage-terms';

/** The newest that each topic said of an item; undefined where it said nothing yet. */
export interface Facts {
  readonly received: ItemReceived | undefined;
  readonly withdrawn: ItemWithdrawn | undefined;
  readonly placed: ItemPlaced | undefined;
  readonly clearance: ItemCleared | ItemRefused | undefined;
  /** Known under a name of this item, lifted ones too. */
  readonly holds: readonly Hold[];
  readonly publication: { readonly type: string; readonly publication: number; readonly at: string; readonly url: string } | undefined;
}

/** One sentence in both languages. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

export interface Explanation {
  /** What should be the case now: may it be seen on the portal? */
  readonly live: boolean;
  readonly code: string;
  readonly sentence: Sentence;
  readonly reasons: readonly RefusalReason[];
}

const no = (code: string, en: string, zh: string, reasons: readonly RefusalReason[] = []): Explanation => ({ live: false, code, sentence: { en, zh }, reasons });

/** The first thing that keeps an item from the portal, or that nothing does; the same rules as the services apply, in the order in which a person would ask. */
export const explain = (facts: Facts, place: { readonly territory: string; readonly portalUrl: string }, atMs: number): Explanation => {
  const { received, withdrawn, placed, clearance } = facts;
  if (!received && !withdrawn) return no('unknown', 'No such item was ever received.', '从未收到过这一稿件。');
  const held = heldReasons(facts, place, atMs);
  if (held.length > 0) return no('held', `It is not live: ${held.map((reason) => reason.detail).join('; ')}.`, `未发布:${held.map((reason) => reason.detail).join(';')}。`, held);
  if (withdrawn && (!received || withdrawn.revision > received.revision)) {
    return no('withdrawn', `It is not live: its source withdrew it (${withdrawn.reason}) at ${withdrawn.withdrawnAt}.`, `未发布:来源已于 ${withdrawn.withdrawnAt} 撤回(${withdrawn.reason})。`);
  }
  if (!clearance) return no('not-cleared', 'It is not live yet: rights has not decided.', '尚未发布:版权服务还没有作出决定。');
  if (!('grantId' in clearance)) {
    const { reasons } = clearance as ItemRefused;
    const said = reasons.map((reason) => reason.detail).join('; ');
    return no('refused', `It is not live: rights refused it (${said}).`, `未发布:版权服务拒绝使用(${said})。`);
  }
  const verdict = evaluate(useOf(facts, place, atMs), clearance as ItemCleared, []);
  if (!verdict.permitted) {
    const said = verdict.reasons.map((reason) => reason.detail).join('; ');
    return no('not-permitted', `It is not live now: ${said}.`, `目前未发布:${said}。`, verdict.reasons);
  }
  if (!placed) return no('not-placed', 'It is not live yet: dedupe has not placed it.', '尚未发布:去重服务还没有归并。');
  if (!placed.canonical) return no('copy', `It is not shown itself: it is ${/^[aeio]/.test(placed.relation) ? 'an' : 'a'} ${placed.relation} of ${placed.canonicalItemId}, which the portal shows.`, `本稿不单独展示:它是 ${placed.canonicalItemId} 的${relationNames[placed.relation]},门户展示的是后者。`);
  if (!facts.publication || /taken_down$/.test(facts.publication.type)) return no('under-way', 'It may be live, and publish has not said so yet: look again in a moment, and at the lag on the overview.', '可以发布,但发布服务尚未确认:请稍后再看,并查看总览页的积压。');
  return { live: true, code: 'live', sentence: { en: `It is live at ${facts.publication.url} since ${facts.publication.at}.`, zh: `已发布:${facts.publication.url}(${facts.publication.at})。` }, reasons: [] };
};

const relationNames: Readonly<Record<ItemPlaced['relation'], string>> = { original: '原稿', reprint: '转载', revision: '修订', excerpt: '节选', derived: '改写', related: '相关稿', template: '模板稿' };

const useOf = ({ received, withdrawn, placed }: Facts, place: { readonly territory: string; readonly portalUrl: string }, atMs: number): Use => {
  const itemId = received?.itemId ?? withdrawn?.itemId ?? '';
  const keys = [`${place.portalUrl}/articles/${itemId}`, received?.url ?? ''].map(urlKey).filter((key) => key !== undefined);
  return { itemId, sourceId: received?.sourceId ?? withdrawn?.sourceId ?? '', storyId: placed?.storyId ?? null, relation: placed?.relation ?? null, urlKeys: keys, channel: 'portal', territory: place.territory, atMs };
};

const heldReasons = (facts: Facts, place: { readonly territory: string; readonly portalUrl: string }, atMs: number): readonly RefusalReason[] => {
  const open = { channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null };
  const use = useOf(facts, place, atMs);
  const verdict = evaluate(use, open, facts.holds.filter((hold) => covers(hold, use)));
  return verdict.permitted ? [] : verdict.reasons;
};
