import { orderOf, placing, scopeOf } from './hold-form.js';

it('names the scope as rights wants it', () => {
  expect([scopeOf({ kind: 'item', value: 'i' }), scopeOf({ kind: 'story', value: 's' }), scopeOf({ kind: 'source', value: 'x' }), scopeOf({ kind: 'url', value: 'u' })]).toEqual([
    { kind: 'item', itemId: 'i' }, { kind: 'story', storyId: 's', itemId: null }, { kind: 'source', sourceId: 'x' }, { kind: 'url', url: 'u' },
  ]);
});

it('leaves out what was left empty, and takes a time as UTC', () => {
  const form = placing.parse({ value: 'i', reason: 'r' });
  expect(orderOf(form)).toEqual({ scope: { kind: 'item', itemId: 'i' }, reason: 'r', class: 'editorial' });
  expect(orderOf({ ...form, law: 'art. 4', until: '2026-12-01T10:30' })).toMatchObject({ law: 'art. 4', until: '2026-12-01T10:30:00.000Z' });
  expect(orderOf({ ...form, until: 'soon' })).toMatchObject({ until: 'soon' });
});
