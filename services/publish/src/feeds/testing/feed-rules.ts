import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its children by name, its text under `#`, its attributes under `@name`. */
type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#', parseTagValue: false, parseAttributeValue: false, isArray: (_name, _path, _leaf, isAttribute) => !isAttribute });

const nodes = (node: Node | undefined, name: string): Node[] => ((node?.[name] as unknown[] | undefined) ?? []).map((each) => (typeof each === 'object' && each !== null ? (each as Node) : { '#': each }));
const text = (node: Node | undefined): string => String(node?.['#'] ?? '').trim();
const attribute = (node: Node, name: string): string | undefined => node[`@${name}`] as string | undefined;

const rfc822 = /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UT)$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const language = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;
const isAbsolute = (url: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(url) && URL.canParse(url);
const isHttp = (url: string | undefined): boolean => url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url);
const active = /<(?:script|iframe|object|embed|form|style|link|meta)\b|\son[a-z]+\s*=|javascript:/i;
const relative = /\s(?:href|src)="(?!https?:|mailto:|tel:|#|data:|")[^"]*"/i;

/** Collects what is wrong, each with where. */
class Findings {
  readonly list: string[] = [];
  check(ok: boolean, where: string, what: string): void {
    if (!ok) this.list.push(`${where}: ${what}`);
  }
  once(node: Node, name: string, where: string): Node | undefined {
    const found = nodes(node, name);
    this.check(found.length === 1, where, `${found.length} × ${name}`);
    return found[0];
  }
  atMostOnce(node: Node, names: readonly string[], where: string): void {
    for (const name of names) this.check(nodes(node, name).length <= 1, where, `${nodes(node, name).length} × ${name}`);
  }
  html(markup: string, where: string): void {
    this.check(!active.test(markup), where, 'has active content');
    this.check(!relative.test(markup), where, 'has a relative address');
  }
}

/** Errors of the W3C feed validator for RSS 2.0 that a writer can make, as rules; an empty list is a valid feed. */
export const rssFaults = (source: string, url: string): string[] => {
  const found = new Findings();
  if (XMLValidator.validate(source) !== true) return ['is not well formed'];
  const rss = nodes(parser.parse(source) as Node, 'rss')[0] ?? {};
  found.check(attribute(rss, 'version') === '2.0', 'rss', 'version is not 2.0');
  const channel = found.once(rss, 'channel', 'rss') ?? {};
  for (const name of ['title', 'link', 'description']) found.check(text(found.once(channel, name, 'channel')) !== '', 'channel', `${name} is empty`);
  found.check(isHttp(text(nodes(channel, 'link')[0])), 'channel', 'link is no full URL');
  found.atMostOnce(channel, ['language', 'lastBuildDate', 'pubDate', 'ttl', 'generator'], 'channel');
  for (const one of nodes(channel, 'lastBuildDate')) found.check(rfc822.test(text(one)), 'channel', `lastBuildDate ${text(one)}`);
  for (const one of nodes(channel, 'language')) found.check(language.test(text(one)), 'channel', `language ${text(one)}`);
  for (const one of nodes(channel, 'ttl')) found.check(/^\d+$/.test(text(one)), 'channel', `ttl ${text(one)}`);
  const self = nodes(channel, 'atom:link').filter((link) => attribute(link, 'rel') === 'self');
  found.check(self.length === 1 && attribute(self[0] ?? {}, 'href') === url, 'channel', `atom:link self is ${self.map((link) => attribute(link, 'href')).join()} and not ${url}`);
  const guids = new Set<string>();
  for (const [at, item] of nodes(channel, 'item').entries()) {
    const where = `item ${at}`;
    found.check(nodes(item, 'title').length + nodes(item, 'description').length > 0, where, 'has neither title nor description');
    found.atMostOnce(item, ['title', 'link', 'description', 'pubDate', 'guid', 'source', 'author', 'content:encoded', 'dc:date', 'dc:rights', 'dc:language'], where);
    const guid = nodes(item, 'guid')[0];
    found.check(guid !== undefined && !guids.has(text(guid)), where, 'guid is missing or twice there');
    guids.add(text(guid));
    if (guid && attribute(guid, 'isPermaLink') !== 'false') found.check(isHttp(text(guid)), where, 'guid is no full URL');
    for (const one of nodes(item, 'pubDate')) found.check(rfc822.test(text(one)) && !Number.isNaN(Date.parse(text(one))), where, `pubDate ${text(one)}`);
    for (const one of nodes(item, 'dc:date')) found.check(day.test(text(one)) || rfc3339.test(text(one)), where, `dc:date ${text(one)}`);
    for (const one of nodes(item, 'link')) found.check(isHttp(text(one)), where, 'link is no full URL');
    for (const one of nodes(item, 'source')) found.check(isHttp(attribute(one, 'url')), where, 'source without url');
    for (const one of nodes(item, 'author')) found.check(/@/.test(text(one)), where, 'author is no mail address');
    for (const one of nodes(item, 'category')) found.check(text(one) !== '', where, 'category is empty');
    for (const one of nodes(item, 'dc:creator')) found.check(text(one) !== '', where, 'dc:creator is empty');
    for (const one of nodes(item, 'media:content')) found.check(isHttp(attribute(one, 'url')), where, 'media:content without url');
    for (const one of nodes(item, 'enclosure')) found.check(isHttp(attribute(one, 'url')) && /^\d+$/.test(attribute(one, 'length') ?? '') && attribute(one, 'type') !== undefined, where, 'enclosure is not whole');
    for (const name of ['description', 'content:encoded']) for (const one of nodes(item, name)) found.html(text(one), `${where} ${name}`);
  }
  return found.list;
};

/** The same for Atom 1.0, with RFC 5005 and RFC 6721. */
export const atomFaults = (source: string, url: string): string[] => {
  const found = new Findings();
  if (XMLValidator.validate(source) !== true) return ['is not well formed'];
  const feed = nodes(parser.parse(source) as Node, 'feed')[0] ?? {};
  found.check(attribute(feed, 'xmlns') === 'http://www.w3.org/2005/Atom', 'feed', 'is in another namespace');
  const meta = (node: Node, where: string): void => {
    found.check(isAbsolute(text(found.once(node, 'id', where))), where, 'id is no IRI');
    found.once(node, 'title', where);
    found.check(rfc3339.test(text(found.once(node, 'updated', where))), where, 'updated is no date');
    found.atMostOnce(node, ['published', 'rights', 'summary', 'content', 'subtitle', 'generator'], where);
    for (const one of nodes(node, 'published')) found.check(rfc3339.test(text(one)), where, `published ${text(one)}`);
    for (const one of nodes(node, 'author')) found.check(text(found.once(one, 'name', where)) !== '', where, 'author without a name');
    for (const one of nodes(node, 'category')) found.check((attribute(one, 'term') ?? '') !== '', where, 'category without a term');
    const alternates = new Set<string>();
    for (const link of nodes(node, 'link')) {
      found.check(isHttp(attribute(link, 'href')), where, `link ${attribute(link, 'rel')} is no full URL`);
      if ((attribute(link, 'rel') ?? 'alternate') !== 'alternate') continue;
      const kind = `${attribute(link, 'type')} ${attribute(link, 'hreflang')}`;
      found.check(!alternates.has(kind), where, 'alternate is twice there');
      alternates.add(kind);
    }
  };
  meta(feed, 'feed');
  const rels = new Map(nodes(feed, 'link').map((link) => [attribute(link, 'rel'), attribute(link, 'href')]));
  found.check(rels.get('self') === url, 'feed', `self is ${rels.get('self')} and not ${url}`);
  if (nodes(feed, 'fh:archive').length > 0) found.check(rels.has('current') && rels.get('current') !== url, 'feed', 'an archive without current');
  const ids = new Set<string>();
  for (const [at, entry] of nodes(feed, 'entry').entries()) {
    const where = `entry ${at}`;
    meta(entry, where);
    const id = text(nodes(entry, 'id')[0]);
    found.check(!ids.has(id), where, 'id is twice there');
    ids.add(id);
    found.check(nodes(feed, 'author').length + nodes(entry, 'author').length > 0, where, 'has no author');
    found.check(nodes(entry, 'content').length > 0 || nodes(entry, 'link').some((link) => (attribute(link, 'rel') ?? 'alternate') === 'alternate'), where, 'has neither content nor alternate');
    for (const one of nodes(entry, 'content')) found.html(text(one), `${where} content`);
  }
  const refs = new Set<string>();
  for (const one of nodes(feed, 'at:deleted-entry')) {
    const [ref, when] = [attribute(one, 'ref') ?? '', attribute(one, 'when') ?? ''];
    found.check(isAbsolute(ref) && rfc3339.test(when), 'at:deleted-entry', 'without ref or when');
    found.check(!ids.has(ref), 'at:deleted-entry', 'names an entry that is there');
    found.check(!refs.has(`${ref} ${when}`), 'at:deleted-entry', 'is twice there');
    refs.add(`${ref} ${when}`);
    found.check(when <= text(nodes(feed, 'updated')[0]), 'at:deleted-entry', 'is later than the feed');
  }
  return found.list;
};

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). */
export const jsonFeedFaults = (source: string, url: string): string[] => {
  const found = new Findings();
  const feed = JSON.parse(source) as Record<string, unknown> & { items: Record<string, unknown>[] };
  found.check(feed['version'] === 'https://jsonfeed.org/version/1.1', 'feed', 'version');
  found.check(typeof feed['title'] === 'string' && feed['title'] !== '', 'feed', 'title');
  found.check(feed['feed_url'] === url, 'feed', `feed_url is ${String(feed['feed_url'])}`);
  for (const name of ['home_page_url', 'next_url']) if (feed[name] !== undefined) found.check(isHttp(feed[name] as string), 'feed', name);
  const ids = new Set<unknown>();
  for (const [at, item] of feed.items.entries()) {
    const where = `item ${at}`;
    found.check(typeof item['id'] === 'string' && !ids.has(item['id']), where, 'id');
    ids.add(item['id']);
    found.check(typeof item['content_html'] === 'string' || typeof item['content_text'] === 'string', where, 'has no content');
    for (const name of ['url', 'external_url', 'image']) if (item[name] !== undefined) found.check(isHttp(item[name] as string), where, name);
    for (const name of ['date_published', 'date_modified']) if (item[name] !== undefined) found.check(rfc3339.test(item[name] as string), where, name);
    for (const author of (item['authors'] as Record<string, string>[] | undefined) ?? []) found.check((author['name'] ?? '') !== '', where, 'an author without a name');
    for (const file of (item['attachments'] as Record<string, string>[] | undefined) ?? []) found.check(isHttp(file['url']) && file['mime_type'] !== undefined, where, 'an attachment is not whole');
    found.html(String(item['content_html'] ?? ''), where);
  }
  return found.list;
};
