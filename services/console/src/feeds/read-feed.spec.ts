import { readFeed } from './read-feed.js';

it('reads each format, with what was removed', async () => {
  const atom = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>i</id><title>T</title><updated>2026-11-24T08:00:00Z</updated><link rel="self" href="https://x.example/f.atom"/><at:deleted-entry ref="urn:2" when="2026-11-24T08:00:00Z"/><entry><id>urn:1</id><title>One</title><link rel="alternate" href="https://x.example/1"/><updated>2026-11-24T08:00:00Z</updated></entry></feed>';
  expect(await readFeed(atom, 'application/atom+xml')).toMatchObject({ kind: 'atom', title: 'T', selfUrl: 'https://x.example/f.atom', tombstones: 1, entries: [{ id: 'urn:1', title: 'One', url: 'https://x.example/1', date: '2026-11-24T08:00:00Z' }] });
  const rss = '<rss version="2.0"><channel><title>T</title><link>https://x.example/</link><description>d</description><item><title>One</title><link>https://x.example/1</link><guid>urn:1</guid></item></channel></rss>';
  expect(await readFeed(rss, 'application/rss+xml')).toMatchObject({ kind: 'rss', selfUrl: undefined, entries: [{ id: 'urn:1', url: 'https://x.example/1', date: undefined }] });
  const json = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', feed_url: 'https://x.example/f.json', items: [{ id: '1', url: 'https://x.example/1', content_text: 'x' }, { id: '2', content_text: '', _syndication: { status: 'taken_down' } }] });
  expect(await readFeed(json, 'application/feed+json')).toMatchObject({ kind: 'json', selfUrl: 'https://x.example/f.json', tombstones: 1, entries: [{ id: '1' }] });
  const map = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.example/1</loc><lastmod>2026-11-24</lastmod></url></urlset>';
  expect(await readFeed(map, 'application/xml')).toMatchObject({ kind: 'sitemap', entries: [{ url: 'https://x.example/1', date: '2026-11-24' }] });
});

it('says what is wrong with what is no feed', async () => {
  await expect(readFeed('<feed><title>open</feed>', 'application/atom+xml')).rejects.toThrow(/unexpected close tag/);
  await expect(readFeed('<html/>', 'text/html')).rejects.toThrow(/format/);
  await expect(readFeed('{"a":', 'application/feed+json')).rejects.toThrow(/JSON/);
});
