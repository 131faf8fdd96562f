import { CLOCK, LOG, Metrics } from '@wiredesk/platform';
import { fakeClock } from '@wiredesk/testing';

import { Gate } from '../../hold-lane/gate.js';
import { givenPortal, type GivenPortal } from '../testing/given-portal.js';
import { BoardVersion } from './board-version.js';
import { PageCache, type Recipe } from './page-cache.js';
import { Page } from './page.js';

describe('pages that are kept, over a real hold lane', () => {
  let portal: GivenPortal;
  const clock = fakeClock('2026-11-25T10:00:00.000Z');
  const board = new BoardVersion();
  let cache: PageCache;
  let loads: number;
  let renders: number;
  let slowLoad: Promise<void> | undefined;
  let failure: Error | undefined;
  let dueMs: number | undefined;

  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  beforeEach(() => {
    [loads, renders, slowLoad, failure, dueMs] = [0, 0, undefined, undefined, undefined];
    const { app } = portal.service;
    // Its own clock, so that age is what the test says; the gate and its ledger are the running service's.
    cache = new PageCache(app.get(Gate), board, clock, app.get(LOG), new Metrics('test'));
    expect(app.get(CLOCK)).not.toBe(clock);
  });

  const recipe = (followsBoard: boolean): Recipe<number> => ({
    key: 'k',
    followsBoard,
    load: async () => {
      loads += 1;
      const mine = loads;
      await slowLoad;
      if (failure) throw failure;
      return mine;
    },
    render: (loaded) => {
      renders += 1;
      return { page: new Page({ contentType: 'text/plain', text: `load ${loaded}`, cacheControl: 'no-cache' }), dueMs, keep: true };
    },
  });
  const text = async (followsBoard = false): Promise<string> => (await cache.get(recipe(followsBoard))).body.toString();

  it('are loaded once for all who come meanwhile', async () => {
    let arrive = (): void => undefined;
    slowLoad = new Promise((resolve) => {
      arrive = resolve;
    });
    const all = Promise.all([text(), text(), text()]);
    arrive();
    expect(await all).toEqual(['load 1', 'load 1', 'load 1']);
    expect(await text()).toBe('load 1');
    expect(loads).toBe(1);
  });

  it('ask the gate again, and not the database, when the ledger has changed', async () => {
    await text();
    await portal.hold({ kind: 'source', sourceId: 'nobody' });
    expect(await text()).toBe('load 1');
    expect([loads, renders]).toEqual([1, 2]);
  });

  it('ask the gate again when an answer may have changed by time alone', async () => {
    dueMs = clock.now().getTime() + 50;
    await text();
    clock.advanceMs(51);
    dueMs = undefined;
    await text();
    expect([loads, renders]).toEqual([1, 2]);
  });

  it('are loaded anew beside their readers when they age, and before them when they are old', async () => {
    await text();
    clock.advanceMs(300);
    expect(await text()).toBe('load 1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await text()).toBe('load 2');
    clock.advanceMs(1_100);
    expect(await text()).toBe('load 3');
  });

  it('follow the board only where they list it', async () => {
    await text(true);
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advanceMs(240);
    board.bump();
    expect(await text(false)).toBe('load 1');
    expect(await text(true)).toBe('load 2');
  });

  it('go on being served, gated, while the database is away; other errors are told', async () => {
    await text();
    clock.advanceMs(5_000);
    failure = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    expect(await text()).toBe('load 1');
    clock.advanceMs(5_000);
    failure = new Error('a defect');
    await expect(text()).rejects.toThrow('a defect');
  });
});
