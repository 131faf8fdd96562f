import { bodiesOf } from './bodies.js';
import { closedLoop, openLoop, percentile } from './load.js';
import { parsePayload } from '@wiredesk/formats';

describe('what the benchmark measures with', () => {
  it('is read as what it is called, with nothing but new items, and another one for each index', () => {
    for (const body of bodiesOf('m')) {
      const guids = [0, 1].flatMap((index) => {
        const result = parsePayload({ bytes: body.of(index), contentType: body.contentType, source: { id: 's', name: 'S' }, receivedAt: '2026-11-25T12:00:00.000Z' });
        if (!result.ok) throw new Error(`${body.name}: ${result.detail}`);
        expect([body.name, result.charset]).toEqual([body.name, body.name.startsWith('GB') ? 'gb18030' : 'utf-8']);
        expect(JSON.stringify(result.items)).not.toContain('???');
        return result.items.map(({ kind, guid }) => `${kind} ${guid}`);
      });
      expect([new Set(guids).size, guids.every((guid) => guid.startsWith('article '))]).toEqual([body.items * 2, true]);
    }
  });

  it('counts what was pushed, once each', async () => {
    const pushed: number[] = [];
    const { pushes } = await closedLoop(4, 60, 10, async (index) => void pushed.push(index));
    expect([pushes, pushed.toSorted((a, b) => a - b)]).toEqual([10, Array.from({ length: 10 }, (_, i) => i + 1)]);
    expect(await openLoop(100, 0.1, async () => undefined)).toHaveLength(10);
  });

  it('takes the nearest rank', () => {
    expect([percentile([3, 1, 2, 4], 0.5), percentile([1, 2, 3, 4], 0.99), percentile([], 0.5)]).toEqual([2, 4, Number.NaN]);
  });
});
