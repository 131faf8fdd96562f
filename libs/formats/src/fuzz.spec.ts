import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { corporaDir, filesIn, parse } from '../test/support.js';

const own: readonly string[] = [
  '<!doctype html><html lang="zh"><head><title>泊位_网</title><meta name="description" content="新泊位通过验收。"></head><body><div class="nav"><a href="/">首页</a></div><h1>泊位</h1><div class="info">2021-12-13 08:30 来源：海港日报 作者：张三 浏览：1.2万</div><div id="content"><p>　　新泊位已经通过验收。</p><p align="center"><b>提速</b></p><p>下月启用。<img src="a.jpg"></p><p>（责任编辑：李四）</p></div><div class="share">分享到</div></body></html>',
  '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>H</title><link>https://news.example/</link><item><guid>1</guid><title>t &amp; u</title><pubDate>Mon, 13 Dec 2021 08:30:00 GMT</pubDate><description>d</description><content:encoded><![CDATA[<p>b <a href="x">c</a></p>]]></content:encoded><media:content url="/i.jpg" width="9"/></item></channel></rss>',
  '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/"><entry><id>1</id><title type="html">a &lt;b&gt;</title><updated>2021-12-13T08:30:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>',
  '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<p>x</p>","date_published":"2021-12-13T08:30:00Z","authors":[{"name":"a"}]}]}',
  '[{"uri":"u","version":"1","headline":"h","body_html":"<p>x</p>","pubstatus":"usable","associations":{"a":{"type":"picture","renditions":{"w":{"href":"https://m.example/i.jpg"}}}},"subject":[{"code":"1","name":"n"}]}]',
  '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g" version="1"><rightsInfo><usageTerms>t</usageTerms></rightsInfo><itemMeta><versionCreated>2021-12-13T08:30:00Z</versionCreated><pubStatus qcode="stat:usable"/><embargoed/></itemMeta><contentMeta><headline>h</headline></contentMeta><contentSet><inlineXML><nitf><body><body.content><p>x</p><media media-type="image"><media-reference source="https://m.example/i.jpg"/></media></body.content></body></nitf></inlineXML></contentSet></newsItem>',
  '<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>p</ProviderId><DateId>20211213</DateId><NewsItemId>n</NewsItemId></NewsIdentifier></Identification><NewsManagement><Status FormalName="Usable"/></NewsManagement><NewsComponent><NewsLines><HeadLine>h</HeadLine></NewsLines><ContentItem><DataContent><p>x</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>',
];

const corpusFilesMax = 150;
const fileBytesMax = 60_000;
/** A spread over all folders, the same on every run. */
const fromCorpora = (): Uint8Array[] => {
  const files = ['gofeed', 'iptc-ninjs', 'iptc-newsml-g2/unit_test_files', 'miniflux'].flatMap((folder) => filesIn(join(corporaDir, folder), /\.(?:xml|json|html)$/));
  const step = Math.max(1, Math.floor(files.length / corpusFilesMax));
  return files.filter((_file, i) => i % step === 0).map((file) => new Uint8Array(readFileSync(file).subarray(0, fileBytesMax)));
};

type Mutation = { readonly at: number; readonly length: number } & ({ readonly kind: 'delete' | 'repeat' | 'truncate' } | { readonly kind: 'insert'; readonly what: string } | { readonly kind: 'flip'; readonly byte: number });

const tokens = ['<', '>', '</', '<!--', '-->', '<![CDATA[', ']]>', '&', '&#0;', '&#xd800;', '"', '\u0000', '\u202e', '\ud800', '{', '}', '[', ']', ',', 'null', '<script>x</script>', ' onerror=x ', 'javascript:x', '<!DOCTYPE x [<!ENTITY a "b">]>', '9'.repeat(400), '-1', '来源：', '（', '<p>', '</p>', '<div>', 'xmlns="x"', 'encoding="gbk"', '<meta charset="big5">', 'pubstatus', '<constructor>', '<constructor:toString>', '&constructor;', '"__proto__":', 'xmlns:constructor="x" ', '\ufeff'];

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('delete' as const, 'repeat' as const, 'truncate' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), length: fc.constant(0), what: fc.constantFrom(...tokens) }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), length: fc.constant(1), byte: fc.integer({ min: 0, max: 255 }) }),
);

const mutated = (bytes: Uint8Array, change: Mutation): Uint8Array => {
  const at = bytes.length === 0 ? 0 : change.at % bytes.length;
  const rest = bytes.subarray(at + change.length);
  const part = bytes.subarray(at, at + change.length);
  const middle = { delete: (): Uint8Array[] => [], repeat: (): Uint8Array[] => Array.from({ length: 20 }, () => part), truncate: (): Uint8Array[] => [], insert: (): Uint8Array[] => [Buffer.from('what' in change ? change.what : '')], flip: (): Uint8Array[] => [Uint8Array.of('byte' in change ? change.byte : 0)] }[change.kind]();
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), ...middle, ...(change.kind === 'truncate' ? [] : [rest])]));
};

/** `FUZZ_RUNS=100000 FUZZ_SEED=7` for the long run. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 2_000);
const seeded = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) };

const cpuMsPerMb = 200;
/** Start-up, garbage collection and other threads of the same process. */
const cpuMsFloor = 400;

describe('whatever is sent', () => {
  test('mutated documents never crash or hang the parser, every refusal has a reason, and nothing of them is active', () => {
    const seeds = [...own.map((text) => new TextEncoder().encode(text)), ...fromCorpora()];
    fc.assert(
      fc.property(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 6 }), fc.constantFrom(undefined, 'text/html; charset=gbk', 'application/json', 'text/xml; charset=nonsense'), fc.boolean(), (pick, changes, contentType, strict) => {
        const bytes = changes.reduce(mutated, seeds[pick % seeds.length] ?? new Uint8Array());
        const before = process.cpuUsage();
        const result = parse(bytes, { ...(contentType === undefined ? {} : { contentType }), source: { strict, baseUrl: 'https://news.example/' } });
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1_000).toBeLessThan(cpuMsFloor + (cpuMsPerMb * bytes.length) / 1_000_000);
        if (!result.ok) {
          expect([400, 415, 422]).toContain(result.status);
          expect(result.detail.length).toBeGreaterThan(10);
          return;
        }
        for (const item of result.items) {
          if (item.kind === 'refused') expect(item.reason.detail.length).toBeGreaterThan(10);
          else expect(item.guid).not.toBe('');
          if (item.kind !== 'article') continue;
          expect(item.article.bodyHtml).not.toMatch(/<(?:script|style|iframe|svg|object|form|input|meta)\b|<[a-z][^>]*\son\w+\s*=|<[a-z][^>]*\s(?:href|src)="(?!https?:|mailto:)/i);
          expect([item.article.title, item.article.bodyHtml, item.article.bodyText].every((text) => text.isWellFormed() && !text.includes('\u0000'))).toBe(true);
          expect(JSON.parse(JSON.stringify(item.article))).toEqual(item.article);
        }
      }),
      { numRuns: runs, ...seeded, endOnFailure: false },
    );
  }, 120_000 + runs * 60);

  test.each([
    ['50 MB of text', Buffer.concat([Buffer.from('<rss version="2.0"><channel><item><guid>1</guid><description>'), Buffer.alloc(50_000_000, 'harbour '), Buffer.from('</description></item></channel></rss>')])],
    ['50 MB of paragraphs', Buffer.concat([Buffer.from('<html><body>'), Buffer.alloc(50_000_000, '<p>x</p>')])],
    ['50 MB of brackets', Buffer.alloc(50_000_000, '[')],
    ['a million attributes', Buffer.from(`<rss ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`)],
  ])('%s end within their share of time', (_name, bytes) => {
    const before = process.cpuUsage();
    parse(bytes);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(cpuMsFloor + (cpuMsPerMb * bytes.length) / 1_000_000);
  }, 60_000);
});
