import type { BatchControl, FetchedBatch } from '../kafka/port.js';
import { Sleeper } from '../sleeper.js';
import { Intake } from './intake.js';

const control = (stale = () => false): BatchControl & { readonly offsets: string[] } => {
  const offsets: string[] = [];
  return { isStale: stale, done: (offset) => void offsets.push(offset), offsets };
};
const batch = (partition: number, count: number, from = 0): FetchedBatch => ({
  topic: 't', partition, highWatermark: '99', messages: Array.from({ length: count }, (_, i) => ({ key: `p${partition}`, value: `${from + i}`, headers: {}, offset: `${from + i}` })),
});
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const intakeOf = (options: { chunkMax?: number; paceMs?: number }) => {
  const chunks: string[][] = [];
  const sleeper = new Sleeper();
  const intake = new Intake({
    topic: 't', chunkMax: options.chunkMax ?? 10, paceMs: options.paceMs ?? 0, hasRoom: () => true, sleeper, log,
    work: async (messages) => {
      chunks.push(messages.map((message) => `${message.key}:${message.value}`));
      return true;
    },
  });
  return { intake, chunks, sleeper };
};

describe('what is taken in', () => {
  it('is handled together where it came together, in order per partition', async () => {
    const { intake, chunks } = intakeOf({});
    const [a, b] = [control(), control()];
    await Promise.all([intake.take(batch(1, 2), a), intake.take(batch(2, 2), b)]);
    expect(chunks).toEqual([['p1:0', 'p1:1', 'p2:0', 'p2:1']]);
    expect([a.offsets, b.offsets]).toEqual([['1'], ['1']]);
  });

  it('comes at once first, then together with what follows within the pace', async () => {
    const { intake, chunks } = intakeOf({ paceMs: 80 });
    await intake.take(batch(1, 1), control());
    const startedAt = performance.now();
    await Promise.all([1, 2, 3].map(async (n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 5));
      await intake.take(batch(n, 1, 10), control());
    }));
    expect(performance.now() - startedAt).toBeGreaterThan(50);
    expect(chunks).toEqual([['p1:0'], ['p1:10', 'p2:10', 'p3:10']]);
  });

  it('does not wait where a full chunk does', async () => {
    const { intake, chunks } = intakeOf({ paceMs: 60_000, chunkMax: 4 });
    await intake.take(batch(1, 1), control());
    await Promise.all([intake.take(batch(1, 2, 1), control()), intake.take(batch(2, 2), control())]);
    expect(chunks).toEqual([['p1:0'], ['p1:1', 'p1:2', 'p2:0', 'p2:1']]);
  });

  it('gives back what became stale while it waited', async () => {
    const { intake, chunks, sleeper } = intakeOf({ paceMs: 60_000 });
    await intake.take(batch(1, 1), control());
    let stale = false;
    const late = control(() => stale);
    const taken = intake.take(batch(1, 1, 1), late);
    await new Promise((resolve) => setTimeout(resolve, 20));
    stale = true;
    sleeper.stop();
    await taken;
    expect([chunks.length, late.offsets]).toEqual([1, []]);
  });
});
