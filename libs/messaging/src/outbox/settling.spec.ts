import { Settling } from './settling.js';

const place = (firstOffset: number, partition = 0) => ({ topic: 't', partition, firstOffset: BigInt(firstOffset) });

describe('what was sent and is not yet safe', () => {
  it('keeps rows until a message sent later than the settling time got a higher offset', () => {
    const settling = new Settling(1_000);
    settling.add([1, 2], [place(10)], 0);
    settling.add([3], [place(12)], 500);
    expect(settling.due(1_600).ids).toEqual([]);
    settling.add([4], [place(13)], 1_600);
    expect(settling.due(1_700)).toEqual({ ids: [1, 2, 3], unproven: [], sends: 2 });
  });

  it('asks about a partition in which nothing followed', () => {
    const settling = new Settling(1_000);
    settling.add([1], [place(10, 0)], 0);
    settling.add([2], [place(7, 1)], 1_500);
    expect(settling.due(2_999).ids).toEqual([]);
    const due = settling.due(3_000);
    expect(due).toEqual({ ids: [1], unproven: [place(10, 0)], sends: 1 });
    settling.settled(due);
    expect(settling.size).toBe(1);
    expect(settling.ranges()).toBe('{[2,3)}');
  });

  it('does not take an offset of another partition for proof', () => {
    const settling = new Settling(1_000);
    settling.add([1], [place(10, 0)], 0);
    settling.add([2], [place(99, 1)], 2_000);
    expect(settling.due(2_100).ids).toEqual([]);
  });

  it.each([9, 10])('sees a log that was cut: offset %i after 10', (offset) => {
    const settling = new Settling(1_000);
    expect(settling.add([1], [place(10)], 0)).toBe(true);
    expect(settling.add([2], [place(offset)], 100)).toBe(false);
  });

  it('takes no offset for no answer', () => {
    const settling = new Settling(1_000);
    settling.add([1], [place(10)], 0);
    expect(settling.add([2], [place(-1)], 2_000)).toBe(true);
    expect(settling.due(2_100).ids).toEqual([]);
  });

  it('writes its ids as ranges', () => {
    const settling = new Settling(1_000);
    settling.add([7, 1, 2, 3, 9], [], 0);
    settling.add([10, 11], [], 0);
    settling.add([4], [], 0);
    expect(settling.ranges()).toBe('{[1,4),[7,8),[9,12),[4,5)}');
    expect(new Settling(1).ranges()).toBe('{}');
  });
});
