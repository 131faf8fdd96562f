import { setTimeout as sleep } from 'node:timers/promises';

import { createLog } from './log.js';
import { Repeating } from './repeating.js';

const log = createLog('test', 'silent');
const made = (step: () => Promise<boolean>, everyMs = 60_000): Repeating => new Repeating({ name: 'test', step, everyMs, log });

describe('repeated work', () => {
  it('goes on while there is more, then waits', async () => {
    let left = 3;
    const work = made(async () => (left -= 1) > 0);
    work.start();
    await sleep(20);
    expect(left).toBe(0);
    await work.stop();
  });

  it('looks by itself, and at once when it is woken', async () => {
    let looks = 0;
    const work = made(async () => ((looks += 1), false), 30);
    work.start();
    await sleep(5);
    work.wake();
    await sleep(5);
    expect(looks).toBe(2);
    await sleep(60);
    expect(looks).toBeGreaterThan(2);
    await work.stop();
  });

  it('does not lose a wake that comes while it works, and never works twice at once', async () => {
    let looks = 0;
    let atOnce = 0;
    let most = 0;
    const work = made(async () => {
      looks += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(10);
      atOnce -= 1;
      return false;
    });
    work.start();
    await sleep(3);
    work.wake();
    work.wake();
    await sleep(40);
    expect([looks, most]).toEqual([2, 1]);
    await work.stop();
  });

  it('ends with the turn in progress, and none begins after it', async () => {
    let ended = 0;
    const work = made(async () => {
      await sleep(10);
      ended += 1;
      return true;
    });
    work.start();
    await sleep(3);
    await work.stop();
    expect(ended).toBe(1);
    work.wake();
    await sleep(20);
    expect(ended).toBe(1);
  });

  it('tries again after a failure', async () => {
    let tries = 0;
    const work = made(async () => {
      tries += 1;
      if (tries === 1) throw new Error('away');
      return false;
    });
    work.start();
    await sleep(1_100);
    expect(tries).toBe(2);
    await work.stop();
  });
});
