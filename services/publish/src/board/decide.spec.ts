import type { Verdict } from '@wiredesk/usage-terms';

import type { ArticleRow } from './article.js';
import { settle } from './decide.js';

const now = new Date('2026-11-24T10:00:00.000Z');
const row = (change: Partial<ArticleRow> = {}): ArticleRow => ({
  item_id: 'i1', source_id: 's1', revision: 1, withdrawn_revision: 0, language: 'en', upstream_url: null, upstream_url_key: null, published_at: now, published_precision: 'instant',
  received_at: now, sort_at: now, categories: ['harbour'], title: 'T', abstract: null, image_url: null, credit: null, erased: false, placement: 1, story_id: 'st1', relation: 'original',
  canonical: true, canonical_item_id: 'i1', clearance: 1, terms: null, publication: 0, state: 'waiting', shown_revision: 0, shown_categories: [], first_live_at: null, changed_at: null,
  down_cause: null, down_status: null, down_hold_id: null, due_at: null, ...change,
});
const yes: Verdict = { permitted: true };
const held: Verdict = { permitted: false, reasons: [{ code: 'held', detail: '', holdId: 'h1', httpStatus: 451 }] };
const refused: Verdict = { permitted: false, reasons: [{ code: 'ended', detail: '', holdId: null, httpStatus: 410 }] };
const live = row({ state: 'live', publication: 4, shown_revision: 1, shown_categories: ['old'], first_live_at: now });
const down = row({ ...live, state: 'down', publication: 5, down_cause: 'held', down_status: 451, down_hold_id: 'h1' });

describe('what is public of an article', () => {
  it.each<[string, Partial<ArticleRow>]>([['its body', { revision: 0 }], ['its placement', { placement: 0 }], ['its clearance', { clearance: 0 }]])('waits for %s', (_title, change) => {
    expect(settle(row(change), yes, undefined, now)).toMatchObject({ change: undefined, dirty: false, settled: { state: 'waiting', publication: 0 } });
  });

  it.each<[string, Partial<ArticleRow>, Verdict]>([
    ['held', {}, held], ['refused', {}, refused], ['withdrawn', { withdrawn_revision: 2 }, yes], ['not canonical', { canonical: false }, yes], ['erased', { erased: true }, yes],
  ])('never begins while it is %s', (_title, change, verdict) => {
    expect(settle(row(change), verdict, undefined, now)).toMatchObject({ change: undefined, settled: { state: 'waiting', first_live_at: null } });
  });

  it('begins when all three are there', () => {
    expect(settle(row(), yes, undefined, now)).toMatchObject({ change: 'published', dirty: true, settled: { state: 'live', publication: 1, shown_revision: 1, shown_categories: ['harbour'], first_live_at: now } });
  });

  it('changes with a new revision, and keeps every category in which it ever stood', () => {
    expect(settle({ ...live, revision: 2 }, yes, undefined, now)).toMatchObject({ change: 'updated', settled: { publication: 5, shown_revision: 2, shown_categories: ['old', 'harbour'] } });
    expect(settle(live, yes, undefined, now)).toMatchObject({ change: undefined, dirty: false });
  });

  it.each<[string, Partial<ArticleRow>, Verdict, object]>([
    ['a hold', {}, held, { down_cause: 'held', down_status: 451, down_hold_id: 'h1' }],
    ['an upstream', { withdrawn_revision: 2 }, yes, { down_cause: 'withdrawn', down_status: 410, down_hold_id: null }],
    ['the end of a grant', {}, refused, { down_cause: 'refused', down_status: 410 }],
    ['another copy', { canonical: false }, yes, { down_cause: 'superseded', down_status: 410 }],
    ['a hold before all else', { withdrawn_revision: 2, canonical: false }, held, { down_cause: 'held', down_status: 451 }],
  ])('ends by %s, with a greater publication', (_title, change, verdict, wanted) => {
    expect(settle({ ...live, ...change }, verdict, undefined, now)).toMatchObject({ change: 'taken_down', settled: { state: 'down', publication: 5, ...wanted } });
  });

  it('comes back with a publication greater than that of its removal', () => {
    expect(settle(down, yes, undefined, now)).toMatchObject({ change: 'restored', settled: { state: 'live', publication: 6, down_cause: null, down_hold_id: null } });
  });

  it('gives the newest reason while it is dark, and tells nobody again', () => {
    expect(settle({ ...down, withdrawn_revision: 2 }, yes, undefined, now)).toMatchObject({ change: undefined, dirty: true, settled: { publication: 5, down_cause: 'withdrawn', down_status: 410 } });
    expect(settle(down, held, undefined, now)).toMatchObject({ change: undefined, dirty: false });
  });

  it('remembers when time alone may change it', () => {
    const due = now.getTime() + 60_000;
    expect(settle(row(), refused, due, now)).toMatchObject({ change: undefined, dirty: true, settled: { due_at: new Date(due) } });
  });
});
