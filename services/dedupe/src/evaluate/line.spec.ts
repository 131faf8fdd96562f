import { readLine } from './line.decide.js';

const base = { id: 'a', source: 's', publishedAt: '2026-11-24T08:00:00+08:00', title: 't', text: 'x' };
const published = (publishedAt: unknown) => {
  const read = readLine(JSON.stringify({ ...base, publishedAt }));
  return read.kind === 'item' ? read.item.published : read;
};

describe('a line', () => {
  it.each([
    ['2026-11-24T08:00:00+08:00', Date.UTC(2026, 10, 24), 'instant'],
    ['2026-11-24 08:00:00', Date.UTC(2026, 10, 24, 8), 'instant'],
    ['2026-11-24', Date.UTC(2026, 10, 24), 'day'],
    [Date.UTC(2026, 10, 24) / 1_000, Date.UTC(2026, 10, 24), 'instant'],
    [Date.UTC(2026, 10, 24), Date.UTC(2026, 10, 24), 'instant'],
  ])('has its time from %j', (given, atMs, precision) => {
    expect(published(given)).toEqual({ atMs, precision });
  });

  it.each([null, '', 'yesterday'])('has no time from %j', (given) => {
    expect(published(given)).toBeNull();
  });

  it('may leave out what is not needed', () => {
    expect(readLine('{"id": 7}')).toEqual({ kind: 'item', item: { id: '7', source: 'unknown', published: null, title: '', text: '', url: null, truth: null } });
  });

  it.each([
    ['{"id": ', /not JSON/],
    ['{"text": "x"}', /"id"/],
    ['[]', /./],
    ['{"id": "a", "text": 5}', /"text"/],
  ])('%s is refused with a reason', (line, reason) => {
    expect(readLine(line)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(reason) as string });
  });
});
