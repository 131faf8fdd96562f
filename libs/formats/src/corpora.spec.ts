import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

import { cleanLine } from '@wiredesk/content';

import { corporaDir, describeWith, filesIn, parse, receivedAt } from '../test/support.js';
import { parseAtom } from './atom/parse.js';
import { decodeBytes } from './decode/decode.js';
import type { Draft } from './draft/draft.js';
import { plainOf } from './html/plain.js';
import { parseRss } from './rss/parse.js';
import { readXml } from './xml/read-xml.js';
import { isFailure } from './parse-result.js';

const corpus = (name: string): string => join(corporaDir, name);

/** What became of a payload: `article`, `removal`, or the code by which it or its only item was refused. */
const verdicts = (file: string): string[] => {
  const result = parse(readFileSync(file));
  return result.ok ? result.items.map((item) => (item.kind === 'refused' ? item.reason.code : item.kind)) : [result.code];
};

describeWith(corpus('iptc-ninjs'), 'IPTC\'s ninjs files', 'CORPORA_DIR', () => {
  const files = (): string[] => [...filesIn(corpus('iptc-ninjs/test_suite'), /should_pass.*\.json$/), ...filesIn(corpus('iptc-ninjs/examples'), /\.json$/), ...filesIn(corpus('iptc-ninjs/doc-examples'), /\.json$/)].filter((file) => !/schema-extension/.test(file));
  const hasText = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).some((name) => /^(?:body|bodies|description|descriptions|renditions)/i.test(name));

  test('every one is read, and becomes an article where it says something', () => {
    const odd = files().filter((file) => {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const values = Array.isArray(value) ? (value as unknown[]) : [value];
      return verdicts(file).some((verdict, i) => {
        if (verdict === 'article' || verdict === 'removal') return false;
        // Events and planning are kept and not published; what has neither text nor picture is no article.
        return !(verdict === 'no-article' || (verdict === 'no-body' && !hasText(values[i])));
      });
    });
    expect(files().length).toBeGreaterThan(140);
    expect(odd.map((file) => `${relative(corporaDir, file)}: ${verdicts(file).join()}`)).toEqual([]);
  });
});

describeWith(corpus('iptc-newsml-g2'), 'IPTC\'s NewsML-G2 files', 'CORPORA_DIR', () => {
  test('every valid one is read: as an article, a removal, or named as a kind without article or text', () => {
    const files = [...filesIn(corpus('iptc-newsml-g2/unit_test_files'), /\.xml$/), ...filesIn(corpus('iptc-newsml-g2/examples'), /\.xml$/)].filter((file) => !/fail/i.test(file));
    const known = new Set(['article', 'removal', 'no-article', 'no-body', 'no-title', 'no-id']);
    const odd = files.map((file) => [relative(corporaDir, file), ...verdicts(file)]).filter(([, ...found]) => found.some((verdict) => !known.has(verdict)));
    expect(files.length).toBeGreaterThan(170);
    // Five examples are fragments without an item, and say so by their root.
    expect(odd.filter(([, verdict]) => verdict !== 'format-unsupported')).toEqual([]);
    expect(odd.length).toBeLessThanOrEqual(10);
  });

  test('the agencies\' samples are articles', () => {
    for (const file of filesIn(corpus('iptc-ninjs/nitf-newsml-samples'), /\.xml$/)) expect(verdicts(file)).toContain('article');
  });
});

interface GofeedItem {
  readonly title?: string;
  readonly link?: string;
  readonly links?: readonly (string | { readonly rel?: string; readonly href?: string })[];
  readonly guid?: string | { readonly value?: string };
  readonly id?: string;
  readonly pubDateParsed?: string;
  readonly publishedParsed?: string;
  readonly updatedParsed?: string;
  readonly author?: string | { readonly name?: string; readonly email?: string };
  readonly authors?: readonly { readonly name?: string; readonly email?: string }[];
  readonly content?: string | { readonly value?: string };
  readonly summary?: string;
  readonly description?: string;
}

/** Where we differ from gofeed on purpose: file and field, and why. */
const differences: Readonly<Record<string, string>> = {
  'entry_id_xml_base.xml guid': 'an id is an identity and kept byte for byte, never resolved against a base',
  'issue_275_extensions_and_source.xml body': 'a film, JSON or XML inside content is no text to show',
  'rdf_item_links.xml link': 'of several links the first',
  'rss_channel_item_links.xml link': 'of several links the first',
  'feed_item_links_-_rss_channel_item_links.xml link': 'of several links the first',
  'rss_channel_item_author_naked_markup.xml author': 'markup is not part of a name',
  'rss_channel_item_guid_naked_markup.xml guid': 'markup is not part of an id',
  'feed_item_fallbacks_-_rss_channel_item_extensions.xml updated': 'dc:date is the date of publication',
  'dublincore_item_fields.xml updated': 'dc:date is the date of publication',
  'dublincore_item_multiple_values.xml author': 'all authors, not the first',
};

/** Files whose end tags do not match: refused with line and column, where gofeed reads on. */
const malformed = ['atom10_feed_entry_source_logo.xml', 'atom10_feed_entry_source_title_html_escaped_markup.xml', 'atom10_feed_entry_source_title_text.xml', 'atom10_feed_title_xhtml_escaped_markup.xml', 'atom10_feed_title_xhtml_inline_markup.xml', 'rss_channel_language.xml'];

describeWith(corpus('gofeed'), 'gofeed\'s feeds', 'CORPORA_DIR', () => {
  const reading = { source: { id: 's', name: 's' }, receivedAt, dates: { timeZone: 'UTC', receivedAt } };
  const level = (text: string | undefined): string => cleanLine(text ?? '');
  const href = (text: string | undefined): string => (text !== undefined && URL.canParse(text) ? new URL(text).href : (text ?? ''));
  const instant = (text: string | undefined): string => (text === undefined ? '' : new Date(text).toISOString());

  const draftsOf = (file: string): Draft[] | 'malformed' => {
    const decoded = decodeBytes(readFileSync(file));
    if ('undecodable' in decoded) throw new Error(decoded.undecodable);
    const xml = readXml(decoded.text);
    if (isFailure(xml)) return 'malformed';
    const pieces = /^(?:feed|entry)$/.test(xml.root.local) ? parseAtom(xml.root, reading) : parseRss(xml.root, reading);
    return pieces.flatMap((piece) => (piece.kind === 'draft' ? [piece.draft] : []));
  };

  /** Fields that gofeed's answer has, as [name, ours, theirs]. */
  const compared = (draft: Draft, wanted: GofeedItem): (readonly [string, string, string])[] => {
    const links = wanted.links?.map((link) => (typeof link === 'string' ? { href: link, rel: 'alternate' } : link)) ?? [];
    const link = wanted.link ?? links.find(({ rel }) => (rel ?? 'alternate') === 'alternate')?.href;
    const guid = typeof wanted.guid === 'object' ? wanted.guid.value : (wanted.guid ?? wanted.id);
    const published = wanted.pubDateParsed ?? wanted.publishedParsed;
    const authors = wanted.authors ?? (wanted.author === undefined ? [] : [typeof wanted.author === 'string' ? { name: wanted.author } : wanted.author]);
    const names = authors.map(({ name, email }) => name ?? email ?? '').filter((name) => name !== '');
    const body = (typeof wanted.content === 'object' ? wanted.content.value : wanted.content) ?? wanted.summary ?? wanted.description;
    return [
      ...(wanted.title === undefined ? [] : [['title', level(draft.title), level(plainOf(wanted.title))] as const]),
      ...(link === undefined ? [] : [['link', draft.url ?? '', href(link)] as const]),
      ...(guid === undefined ? [] : [['guid', draft.guid ?? '', guid] as const]),
      ...(published === undefined ? [] : [['published', instant(draft.published?.at), instant(published)] as const]),
      ...(wanted.updatedParsed === undefined ? [] : [['updated', instant(draft.modified?.at), instant(wanted.updatedParsed)] as const]),
      ...(names.length === 0 ? [] : [['author', (draft.byline ?? []).join(), names.join()] as const]),
      ...(body === undefined ? [] : [['body', level(plainOf(draft.bodyHtml ?? draft.bodyText ?? '')), level(plainOf(body))] as const]),
    ];
  };

  test('title, link, id, dates, author, text and number of items are equal on 98 % of what can be compared, and each difference is known', () => {
    let fields = 0;
    const unexplained: string[] = [];
    const explained = new Set<string>();
    const refused: string[] = [];
    for (const folder of ['parser/atom', 'parser/rss', 'translator/atom', 'translator/rss', 'extensions/dublincore', 'extensions/media', 'extensions/itunes']) {
      for (const file of filesIn(corpus(`gofeed/${folder}`), /\.xml$/)) {
        const answer = file.replace(/xml$/, 'json');
        if (!existsSync(answer)) continue;
        const drafts = draftsOf(file);
        if (drafts === 'malformed') {
          refused.push(basename(file));
          continue;
        }
        const { items, entries } = JSON.parse(readFileSync(answer, 'utf8')) as { items?: GofeedItem[]; entries?: GofeedItem[] };
        const wanted = items ?? entries ?? [];
        const rows: (readonly [string, string, string])[] = [['count', String(drafts.length), String(wanted.length)], ...drafts.flatMap((draft, i) => (wanted[i] ? compared(draft, wanted[i]) : []))];
        for (const [name, ours, theirs] of rows) {
          fields += 1;
          if (ours === theirs) continue;
          const key = `${basename(file)} ${name}`;
          if (key in differences) explained.add(key);
          else unexplained.push(`${key}: ${JSON.stringify(ours)}, gofeed ${JSON.stringify(theirs)}`);
        }
      }
    }
    expect(unexplained).toEqual([]);
    expect([...explained].toSorted()).toEqual(Object.keys(differences).toSorted());
    expect(refused.toSorted()).toEqual(malformed);
    expect(fields).toBeGreaterThan(700);
    expect(explained.size / fields).toBeLessThan(0.02);
  });
});

describeWith(corpus('miniflux'), 'miniflux\'s encodings', 'CORPORA_DIR', () => {
  const textOf = (file: string): string => {
    const decoded = decodeBytes(readFileSync(corpus(`miniflux/${file}`)));
    if ('undecodable' in decoded) throw new Error(decoded.undecodable);
    return decoded.text;
  };

  test('no file becomes mojibake: neither replacement characters nor UTF-8 read as Latin', () => {
    const files = [...filesIn(corpus('miniflux/encoding/testdata'), /\.(?:xml|html)$/), ...filesIn(corpus('miniflux/parser/testdata'), /\.xml$/), ...filesIn(corpus('miniflux/xml/testdata'), /\.xml$/)];
    expect(files.length).toBeGreaterThan(20);
    expect(files.map((file) => relative(corpus('miniflux'), file)).filter((file) => /\ufffd|Ã[\u0080-\u00bf]|Ð[\u0080-\u00bf]Ñ|â€/.test(textOf(file)))).toEqual([]);
  });

  test('every feed among them is read', () => {
    for (const file of filesIn(corpus('miniflux/parser/testdata'), /\.xml$/)) expect(verdicts(file)).toContain('article');
  });

  test.each([
    ['encoding/testdata/koi8r.xml', /[а-яё]{4}/i],
    ['parser/testdata/encoding_WINDOWS-1251.xml', /[а-яё]{4}/i],
    ['parser/testdata/urdu_UTF8.xml', /[\u0600-\u06ff]{3}/],
    ['encoding/testdata/iso-8859-1-meta-after-1024.html', /[à-ÿ]/],
    ['encoding/testdata/windows-1252.xml', /[€‚„…†‡‰‹‘’“”•–—™›à-ÿ]/],
  ])('%s reads as what it is', (file, script) => {
    expect(textOf(file)).toMatch(script);
  });
});
