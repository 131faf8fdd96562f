import { readFeedHead, withLinkHeader } from './feed-head.decide.js';
import { nextPoll, retryAfterOf, usualGapSeconds, type PollState } from './poll.decide.js';

const state: PollState = { intervalSeconds: 1_000, minIntervalSeconds: 300, maxIntervalSeconds: 20_000, failures: 0 };
const head = (gapSeconds: number, askedSeconds: number | null = null) => ({ askedSeconds, next: null, hub: null, self: null, datesMs: Array.from({ length: 10 }, (_, i) => 1e12 - i * gapSeconds * 1000) });

describe('when a feed is asked for again', () => {
  it('is by its own rhythm once it changed', () => {
    expect(nextPoll(state, { kind: 'changed', head: head(3_600) }, 0.5)).toEqual({ intervalSeconds: 1_800, waitSeconds: 1_800, failures: 0 });
    expect(nextPoll(state, { kind: 'changed', head: { ...head(1), datesMs: [] } }, 0.5).intervalSeconds).toBe(600);
  });

  it('is later and later while it does not change, within bounds', () => {
    expect(nextPoll(state, { kind: 'unchanged', head: null }, 0.5).intervalSeconds).toBe(1_250);
    expect(nextPoll({ ...state, intervalSeconds: 19_000 }, { kind: 'unchanged', head: null }, 0.5).intervalSeconds).toBe(20_000);
    expect(nextPoll(state, { kind: 'changed', head: head(10) }, 0.5).intervalSeconds).toBe(300);
  });

  it('is never sooner than the feed asks for', () => {
    expect(nextPoll(state, { kind: 'changed', head: head(10, 7_200) }, 0).waitSeconds).toBe(7_200);
  });

  it('doubles with each failure up to a day, and obeys Retry-After', () => {
    expect(nextPoll(state, { kind: 'failed', retryAfterSeconds: null }, 0.5)).toEqual({ intervalSeconds: 1_000, waitSeconds: 2_000, failures: 1 });
    expect(nextPoll({ ...state, failures: 30 }, { kind: 'failed', retryAfterSeconds: null }, 0.5).waitSeconds).toBe(86_400);
    expect(nextPoll(state, { kind: 'failed', retryAfterSeconds: 50_000 }, 0.5).waitSeconds).toBe(50_000);
    expect(nextPoll(state, { kind: 'failed', retryAfterSeconds: 1e9 }, 0.5).waitSeconds).toBe(604_800);
  });

  it('is spread by a tenth', () => {
    expect([0, 1].map((jitter) => nextPoll(state, { kind: 'unchanged', head: null }, jitter).waitSeconds)).toEqual([1_125, 1_375]);
  });
});

describe('the rhythm of a feed', () => {
  it('is the median gap, which neither a burst nor a pause moves', () => {
    expect(usualGapSeconds([0, 1, 2, 3_600_000, 7_200_000, 10_800_000, 99_999_000_000].map((ms) => 1e12 - ms))).toBe(3_600);
    expect(usualGapSeconds([1, 2, 3])).toBeNull();
  });
});

describe('Retry-After', () => {
  it.each([['120', 120], ['Tue, 24 Nov 2026 08:02:00 GMT', 120], ['Tue, 24 Nov 2026 07:00:00 GMT', 0], ['soon', null], [undefined, null]])('%s', (header, seconds) => {
    expect(retryAfterOf(header, Date.UTC(2026, 10, 24, 8, 0, 0))).toBe(seconds);
  });
});

describe('the head of a feed', () => {
  const read = (text: string) => readFeedHead(Buffer.from(text));

  it('of RSS has ttl or sy, links and dates', () => {
    expect(read(`<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><ttl>30</ttl><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://a.example/f"/>
      <item><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate><atom:link rel="next" href="https://not.example/"/></item></channel></rss>`))
      .toEqual({ askedSeconds: 1_800, next: null, hub: 'https://hub.example/', self: 'https://a.example/f', datesMs: [Date.UTC(2026, 10, 24, 8)] });
    expect(read('<rss><channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel></rss>').askedSeconds).toBe(21_600);
  });

  it('of Atom and JSON Feed has the next page', () => {
    expect(read('<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/2"/><entry><published>2026-11-24T08:00:00Z</published></entry></feed>')).toMatchObject({ next: '/2', datesMs: [Date.UTC(2026, 10, 24, 8)] });
    expect(read('{"version":"https://jsonfeed.org/version/1.1","next_url":"https://a.example/2","hubs":[{"type":"WebSub","url":"https://hub.example/"}],"items":[{"date_published":"2026-11-24T08:00:00Z"},null]}'))
      .toMatchObject({ next: 'https://a.example/2', hub: 'https://hub.example/', datesMs: [Date.UTC(2026, 10, 24, 8)] });
  });

  it('is overruled by the Link header', () => {
    const found = withLinkHeader(read('<rss><channel><a:link rel="hub" href="https://in.example/"/></channel></rss>'), '<https://hub.example/>; rel="hub", <https://a.example/f?x=1,2>; title="a"; rel=self, <https://n.example/>; rel="next"');
    expect(found).toMatchObject({ hub: 'https://hub.example/', self: 'https://a.example/f?x=1,2', next: null });
  });

  it('of what is broken is what can be read of it', () => {
    expect(read('<rss><channel><ttl>15</ttl><item>&nbsp;</channel')).toMatchObject({ askedSeconds: 900 });
    expect(read('{"a":')).toMatchObject({ next: null });
    expect(read('<rss><channel><ttl>-1</ttl></channel></rss>').askedSeconds).toBeNull();
    expect(read('')).toMatchObject({ datesMs: [] });
  });
});
