import { Floor } from './floor.js';

const rows = (ids: readonly number[], lane = 1) => ids.map((id) => ({ lane, id }));

describe('the floor of the outbox', () => {
  it('rises to what was sent a second ago, never to what was sent just now', () => {
    const floor = new Floor();
    expect(floor.at(10_000)).toEqual([0, 0]);
    floor.sent(rows([1, 2, 3]), 10_000);
    floor.sent(rows([4]), 10_900);
    expect(floor.at(10_900)).toEqual([0, 0]);
    floor.sent(rows([5]), 11_100);
    expect(floor.at(11_200)).toEqual([0, 3]);
    floor.sent(rows([9, 8]), 11_900);
    expect(floor.at(11_950)).toEqual([0, 3]);
  });

  it('is nothing every two seconds, so that an id that was committed late is found', () => {
    const floor = new Floor();
    floor.at(10_000);
    floor.sent(rows([7]), 10_000);
    floor.sent(rows([8]), 11_000);
    expect([11_950, 12_000, 12_050, 13_999, 14_000].map((at) => floor.at(at)[1])).toEqual([7, 0, 7, 7, 0]);
  });

  it('of the articles does not rise with a hold that overtakes their backlog', () => {
    const floor = new Floor();
    floor.at(10_000);
    floor.sent(rows([1, 2]), 10_000);
    floor.sent(rows([50_001], 0), 10_500);
    floor.sent(rows([3]), 11_000);
    floor.sent(rows([4]), 12_000);
    expect(floor.at(11_500)).toEqual([50_001, 3]);
  });
});
