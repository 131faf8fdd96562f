import { eventually } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';
import type { Sink, Taken } from '../testing/sink.js';

interface Runs {
  readonly runs: readonly { state: string; step: string; checks: readonly { step: string; passed: boolean; seen: string }[] }[];
}

describe('the conformance kit', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ environment: { CONFORMANCE_REQUIRED: 'true', CONFORMANCE_STEP_SECONDS: '3' } });
  }, 60_000);
  afterAll(() => given.close());
  afterEach(async () => {
    given.sink().reset();
    await given.query(`update subscriber set state = 'deleted', version = nextval('subscriber_version') where state <> 'deleted'`);
  });

  /** A subscriber that keeps copies by revision, or (`careless`) takes whatever comes. */
  const behave = (sink: Sink, careless = false): void => {
    const copies = new Map<string, number>();
    const removed = new Map<string, number>();
    sink.answer = ({ type, data }: Taken) => {
      const [itemId, revision] = [data.itemId ?? '', data.revision ?? 0];
      if (type === 'article.taken_down') {
        const copiesRemoved = copies.delete(itemId) ? 1 : 0;
        removed.set(itemId, revision);
        given.acknowledge(data.ackUrl ?? '', copiesRemoved);
      } else if (careless || revision > (removed.get(itemId) ?? 0)) copies.set(itemId, revision);
      return { status: 200 };
    };
  };
  const ended = (id: string, token: string) =>
    eventually(async () => {
      const { runs } = (await given.call('GET', `/v1/subscribers/${id}/conformance-runs`, { token })).json as Runs;
      expect(runs[0]?.state).not.toBe('running');
      return runs[0];
    }, { withinMs: 20_000 });
  const begin = (id: string, token: string) => given.call('POST', `/v1/subscribers/${id}/conformance-runs`, { token });

  it('is passed by whoever keeps to the revision, and lets articles flow then', async () => {
    const { id, token } = await given.subscriber();
    behave(given.sink());
    const itemId = await given.one();
    await eventually(async () => expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ held: 1, certifiedAt: null }));
    expect((await begin(id, token)).status).toBe(202);
    expect((await begin(id, token)).json).toMatchObject({ status: 409 });
    expect(await ended(id, token)).toMatchObject({ state: 'passed', checks: [{ step: 'publish', passed: true }, { step: 'kill', seen: 'answered 200, acknowledged 1 removed' }, { step: 'stale' }, { step: 'replay', seen: 'answered 200, acknowledged 0 removed' }] });
    await eventually(() => expect(given.sink().story(itemId)).toEqual(['published 1']));
    expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ certifiedAt: expect.any(String) });
  }, 40_000);

  it('is failed by whoever takes an older message after the removal', async () => {
    const { id, token } = await given.subscriber();
    behave(given.sink(), true);
    await begin(id, token);
    expect(await ended(id, token)).toMatchObject({ state: 'failed', step: 'replay', checks: [{}, {}, {}, { step: 'replay', passed: false, seen: expect.stringContaining('an older revision was taken') }] });
  }, 40_000);

  it('is failed by whoever does not acknowledge', async () => {
    const { id, token } = await given.subscriber();
    await begin(id, token);
    expect(await ended(id, token)).toMatchObject({ state: 'failed', step: 'kill', checks: [{}, { passed: false, seen: 'not acknowledged within 3 s' }] });
    expect((await begin(id, 'wds_somebody-elses')).status).toBe(401);
  }, 40_000);
});
