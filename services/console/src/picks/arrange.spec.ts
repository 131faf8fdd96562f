import { arranged, itemIdIn, seenOf, type Pick } from './arrange.decide.js';

const list: Pick[] = ['a', 'b', 'c'].map((itemId) => ({ itemId, until: null }));
const after = (...args: Parameters<typeof arranged>): string => seenOf(arranged(...args));

it('pins first, unpins, and moves by one place, never over the ends', () => {
  expect(after(list, { act: 'pin', itemId: 'd', until: null })).toBe('d,a,b,c');
  expect(arranged(list, { act: 'pin', itemId: 'b', until: '2026-12-01T00:00:00.000Z' })[0]).toEqual({ itemId: 'b', until: '2026-12-01T00:00:00.000Z' });
  expect(after(list, { act: 'pin', itemId: 'b', until: null })).toBe('b,a,c');
  expect(after(list, { act: 'unpin', itemId: 'b' })).toBe('a,c');
  expect([after(list, { act: 'up', itemId: 'c' }), after(list, { act: 'up', itemId: 'a' }), after(list, { act: 'down', itemId: 'a' }), after(list, { act: 'down', itemId: 'c' }), after(list, { act: 'first', itemId: 'c' })]).toEqual(['a,c,b', 'a,b,c', 'b,a,c', 'a,b,c', 'c,a,b']);
  expect(after(list, { act: 'up', itemId: 'x' })).toBe('a,b,c');
});

it('knows an article by its id and by the address of its page', () => {
  const id = '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968';
  expect([itemIdIn(` ${id.toUpperCase()} `), itemIdIn(`https://news.example/articles/${id}?lang=zh`), itemIdIn('the tide gate')]).toEqual([id, id, undefined]);
});
