import type { Article } from '@wiredesk/content';

import { toIncoming, type IncomingItem } from '../receive-item/incoming-item.js';
import { holdForEditor, isHeldForEditor, released } from './hold.decide.js';

const article: Article = {
  title: 'Gate opens', bodyHtml: '<p>Text.</p>', bodyText: 'Text.', language: 'en', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: { desk: 'ports' }, warnings: [{ code: 'date-missing', detail: 'none' }],
};
const incoming = (change: Partial<Article> = {}): IncomingItem => toIncoming({ kind: 'article', guid: 'g', version: '1', article: { ...article, ...change } }, { name: 'S' }, 'https://news.example');
const stateOf = (item: IncomingItem): string | undefined => (item.kind === 'article' ? item.incoming.stateHash : undefined);
const held = (item: IncomingItem, approved?: string) => {
  const found = holdForEditor(item, approved);
  if (found.kind !== 'article') throw new Error('no article');
  return found;
};

describe('an article that waits for an editor', () => {
  it('is under an embargo without end, says so, and is another state than the one that an editor lets go', () => {
    const found = held(incoming());
    expect([found.article.embargo, isHeldForEditor(found.article), stateOf(found) === stateOf(incoming())]).toEqual(['open', true, false]);
  });

  it('is released as it was sent, with the embargo of its upstream', () => {
    for (const change of [{}, { embargo: '2027-01-01T00:00:00.000Z' }]) expect(released(held(incoming(change)).article)).toEqual({ ...article, ...change });
  });

  it('takes no embargo from a field that its source calls like ours', () => {
    expect(released(held(incoming({ unknown: { 'wiredesk:upstreamEmbargo': 'for ever' } })).article).embargo).toBeUndefined();
  });

  it('does not wait again where it comes again as an editor approved it; changed, it does', () => {
    const approved = stateOf(incoming());
    expect(held(incoming(), approved).article.embargo).toBeUndefined();
    expect(held(incoming({ title: 'Gate opens, and the mayor is a crook' }), approved).article.embargo).toBe('open');
  });

  it('is only an article: removals are obeyed', () => {
    const removal = toIncoming({ kind: 'removal', guid: 'g', reason: 'canceled' }, { name: 'S' }, 'https://news.example');
    expect(holdForEditor(removal, undefined)).toBe(removal);
  });
});
