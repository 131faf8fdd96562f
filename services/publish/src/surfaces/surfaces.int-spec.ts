import { eventually } from '@wiredesk/testing';

import { GivenPublish, storyIdOf, titleOf } from '../testing/given-publish.js';
import { ownPlacesOf, surfaceOf } from './registry.js';

describe('every surface of ours', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start();
  }, 60_000);
  afterAll(() => given.close());

  const look = async (itemId: string): Promise<Record<string, boolean>> => {
    const findings: Record<string, boolean> = {};
    for (const { surface: name, path } of ownPlacesOf({ item_id: itemId, shown_categories: ['harbour', 'town'], source_id: 's1', language: 'en', story_id: storyIdOf(itemId), sort_at: new Date() }, () => true)) {
      const surface = surfaceOf(name);
      if (surface?.kind !== 'own') throw new Error(`${name} is none of ours`);
      const sought = { itemId, title: titleOf(itemId) };
      const answer = await given.call('GET', surface.ask?.(path, sought) ?? path, { token: null, headers: { accept: surface.accept } });
      findings[`${name} ${path}`] = surface.verify({ status: answer.status, text: answer.text }, sought).gone;
    }
    return findings;
  };

  it('is seen by its verification to show an article while it does, and to show it no more when it is held', async () => {
    // Fresh, so that it stands in the news site map too.
    const itemId = await given.one({ publishedAt: new Date().toISOString(), receivedAt: new Date().toISOString() });
    await eventually(async () => expect(Object.entries(await look(itemId)).filter(([, gone]) => gone)).toEqual([]));
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(async () => expect(Object.entries(await look(itemId)).filter(([, gone]) => !gone)).toEqual([]));
    expect(Object.keys(await look(itemId))).toHaveLength(40);
  });
});
