import { answerTo, type KnownArticle } from './decide.js';

const live: KnownArticle = { itemId: 'i1', state: 'live', publication: 5, permitted: true, httpStatus: null, cause: null, canonicalItemId: 'i1' };

describe('what to do with a copy', () => {
  it.each([[5, 'keep'], [6, 'keep'], [null, 'keep'], [4, 'update']])('of revision %s: %s', (revision, action) => {
    expect(answerTo({ asked: 'a', revision }, live)).toEqual({ id: 'a', itemId: 'i1', action, revision: 5 });
  });

  it('is to be deleted when it is down, with the reason', () => {
    expect(answerTo({ asked: 'a', revision: 5 }, { ...live, state: 'down', publication: 6, httpStatus: 451, cause: 'held' })).toMatchObject({ action: 'delete', revision: 6, httpStatus: 451, reason: 'held' });
    expect(answerTo({ asked: 'a', revision: 5 }, { ...live, state: 'down', cause: 'superseded', canonicalItemId: 'i2' })).toMatchObject({ action: 'delete', insteadItemId: 'i2' });
  });

  it('is to be deleted as soon as the gate refuses, before the board says so', () => {
    expect(answerTo({ asked: 'a', revision: 5 }, { ...live, permitted: false })).toMatchObject({ action: 'delete', httpStatus: 410, reason: 'held' });
  });

  it('is unknown when it never was public', () => {
    expect(answerTo({ asked: 'a', revision: 1 }, { ...live, state: 'waiting' })).toEqual({ id: 'a', action: 'unknown' });
    expect(answerTo({ asked: 'a', revision: 1 }, undefined)).toEqual({ id: 'a', action: 'unknown' });
  });
});
