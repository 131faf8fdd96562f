import { setTimeout as sleep } from 'node:timers/promises';

import { filledId, fillBoard } from './fill.js';
import { percentile } from './figures.js';
import { endSubscribers, makeSubscribers } from './subscribers.js';
import { GivenPublish } from '../testing/given-publish.js';
import type { Program } from '../testing/program.js';

const announce = `insert into change_to_deliver (item_id, publication, kind) select unnest($1::uuid[]), 1, 'published'`;
const waitMax = 180_000;

const until = async (isDone: () => boolean, what: string): Promise<void> => {
  for (const startedAt = Date.now(); !isDone(); await sleep(20)) if (Date.now() - startedAt > waitMax) throw new Error(`${what} did not happen within ${waitMax} ms`);
};

export interface DeliveryFigures {
  readonly perSecond: number;
  readonly recallP50Ms: number;
  readonly recallP99Ms: number;
  readonly recallMaxMs: number;
  readonly healthyP99Ms: number;
  readonly besideHangingP99Ms: number;
}

const subscribers = 100;
const articles = 300;
const recalls = 20;
const crowd = 10_000;

/** The program as it is deployed, with sinks in this process: three runs one after the other. */
export const measureDeliveries = async (say: (text: string) => void): Promise<DeliveryFigures> => {
  const given = await GivenPublish.start({ sinks: 2, environment: { DELIVERY_TIMEOUT_MS: '20000' } });
  let program: Program | undefined;
  try {
    await fillBoard(given.database.dataSource, 1, 2_000);
    const sink = given.sink();
    await makeSubscribers(given, Array.from({ length: subscribers }, (_, n) => sink.url.replace('/hook', `/hook-${n}`)));
    program = await given.handOver();
    const { url } = program;

    say(`${articles} articles to ${subscribers} subscribers …`);
    const startedAt = performance.now();
    await given.query(announce, [Array.from({ length: articles }, (_, n) => filledId(n + 1))]);
    await until(() => sink.taken.length >= articles * subscribers, 'every delivery');
    const perSecond = (articles * subscribers * 1_000) / (performance.now() - startedAt);

    say(`${recalls} takedowns, each acknowledged by ${subscribers} subscribers …`);
    const took: number[] = [];
    for (let n = 1; n <= recalls; n += 1) {
      const acknowledged: number[] = [];
      sink.taken.length = 0;
      sink.answer = ({ data }) => {
        if (data.ackUrl === undefined) return { status: 200 };
        void fetch(`${url}${new URL(data.ackUrl).pathname}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ removedAt: new Date().toISOString(), copiesRemoved: 1 }) }).then(({ status }) => status === 200 && acknowledged.push(performance.now()));
        return { status: 200 };
      };
      const at = performance.now();
      await given.leave(given.hold({ kind: 'item', itemId: filledId(n) }).placed());
      await until(() => acknowledged.length >= subscribers, 'every acknowledgement');
      took.push(...acknowledged.map((each) => each - at));
    }

    const oneRun = async (hanging: number, first: number): Promise<number> => {
      await endSubscribers(given);
      sink.reset();
      given.sink(1).reset();
      given.sink(1).answer = () => 'never';
      await makeSubscribers(given, Array.from({ length: crowd }, (_, n) => (n < hanging ? given.sink(1).url : sink.url).replace('/hook', `/crowd-${n}`)));
      const begin = Date.now();
      await given.query(announce, [[filledId(first), filledId(first + 1)]]);
      const expected = 2 * (crowd - hanging);
      await until(() => sink.taken.length >= expected, `${expected} deliveries`);
      return percentile(sink.taken.map(({ atMs }) => atMs - begin), 0.99);
    };
    say(`2 articles to ${crowd} subscribers, none hanging, then one in a hundred …`);
    const healthyP99Ms = await oneRun(0, 1_000);
    const besideHangingP99Ms = await oneRun(crowd / 100, 1_010);
    return { perSecond, recallP50Ms: percentile(took, 0.5), recallP99Ms: percentile(took, 0.99), recallMaxMs: Math.max(...took), healthyP99Ms, besideHangingP99Ms };
  } finally {
    await program?.kill();
    await given.serveAgain();
    await given.close();
  }
};
