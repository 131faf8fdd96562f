import { Module } from '@nestjs/common';
import { testTokens } from '@wiredesk/testing';

import { givenPortal, type GivenPortal } from '../portal/testing/given-portal.js';
import { ListFeedsController } from './list-feeds.controller.js';

@Module({ controllers: [ListFeedsController] })
class FeedListAlone {}

describe('the list of feeds, on real Postgres', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal({ modules: [FeedListAlone] });
  });
  afterAll(() => portal.close());

  it('has each list with its live articles and tombstones, under addresses that answer', async () => {
    const code = '港口';
    await portal.live({ categories: [{ code }] }, { source_id: 's1' });
    await portal.live({ categories: [{ code }], language: 'zh' }, { source_id: 's2' });
    await portal.live({}, { source_id: 's2', state: 'down', changed_at: new Date() });
    await portal.live({}, { source_id: 's2', state: 'down', changed_at: new Date(0) });
    const answer = await portal.get('/v1/feed-list', { authorization: `Bearer ${testTokens.viewer}` });
    const { lists, siteMaps } = JSON.parse(answer.text) as { lists: { kind: string; value: string | null; live: number; removed: number; paths: string[] }[]; siteMaps: string[] };
    const of = (kind: string, value: string | null) => lists.find((list) => list.kind === kind && list.value === value);
    expect(of('all', null)).toMatchObject({ live: 2, removed: 1, paths: expect.arrayContaining(['/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json']) });
    expect(of('category', code)).toMatchObject({ live: 2, removed: 0 });
    expect(of('source', 's2')).toMatchObject({ live: 1, removed: 1 });
    expect(of('language', 'zh')).toMatchObject({ live: 1 });
    for (const path of [...lists.flatMap(({ paths }) => paths), ...siteMaps]) expect([path, (await portal.get(path)).status]).toEqual([path, 200]);
  });

  it('is for our own people', async () => {
    expect((await portal.get('/v1/feed-list')).status).toBe(401);
  });
});
