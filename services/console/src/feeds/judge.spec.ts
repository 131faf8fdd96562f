import { judge, type Fetched, type ReadFeed } from './judge.decide.js';

const entry = { id: 'urn:1', title: 'One', url: 'https://news.example/articles/1', date: '2026-11-24T08:00:00Z' };
const read: ReadFeed = { kind: 'atom', title: 'News', selfUrl: 'https://news.example/feeds/%E6%B8%AF.atom', hubUrl: undefined, updated: '2026-11-24T08:00:00Z', entries: [entry], tombstones: 0 };
const fetched = (change: Partial<Fetched> = {}, readChange: Partial<ReadFeed> = {}): Fetched => ({ path: '/feeds/%E6%B8%AF.atom', status: 200, contentType: 'application/atom+xml; charset=utf-8', etag: '"1"', lastModified: undefined, bytes: 900, unreadable: undefined, read: { ...read, ...readChange }, ...change });
const problems = (...args: Parameters<typeof fetched>): string[] => judge(fetched(...args)).map(({ problem }) => problem);

it('finds nothing wrong with a feed as its format wants it, empty ones too', () => {
  expect(problems()).toEqual([]);
  expect(problems({}, { entries: [] })).toEqual([]);
  expect(problems({ path: '/sitemap.xml', contentType: 'application/xml' }, { kind: 'sitemap', title: undefined, selfUrl: undefined, updated: undefined, entries: [{ id: 'https://x.example/', title: undefined, url: 'https://x.example/', date: undefined }] })).toEqual([]);
});

it('says of what cannot be had or read why, and no more', () => {
  expect(judge(fetched({ status: 503 }))).toEqual([{ problem: 'status', detail: '503' }]);
  expect(judge(fetched({ read: undefined, unreadable: '1:4: unclosed tag' }))).toEqual([{ problem: 'unreadable', detail: '1:4: unclosed tag' }]);
});

it('names what is wrong with the document and with its entries, each once', () => {
  expect(problems({ contentType: 'text/html' })).toEqual(['type']);
  expect(problems({ etag: undefined })).toEqual(['no-etag']);
  expect(problems({}, { title: '', selfUrl: 'https://news.example/feeds/all.atom', updated: 'lately' })).toEqual(['empty-title', 'self', 'updated']);
  expect(problems({}, { selfUrl: undefined })).toEqual(['no-self']);
  expect(problems({}, { entries: [entry, entry, entry] })).toEqual(['entry-twice']);
  expect(problems({}, { entries: [{ id: undefined, title: undefined, url: '/articles/1', date: 'soon' }] })).toEqual(['entry-id', 'entry-title', 'entry-url', 'entry-date']);
  const many = Array.from({ length: 1_001 }, (_, i) => ({ ...entry, id: `urn:${i}` }));
  expect(problems({ path: '/news-sitemap.xml', contentType: 'application/xml' }, { kind: 'sitemap', entries: many })).toEqual(['too-many']);
});
