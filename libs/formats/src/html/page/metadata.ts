import { isObject, objectsOf, textOf, textsOf, type JsonObject } from '../../json/read-json.js';
import { plainOf } from '../plain.js';
import { textIn, type PageDocument } from './dom.js';

/** What a page says about itself in its head, by trust: JSON-LD first. */
export interface Metadata {
  readonly title?: string;
  readonly abstract?: string;
  readonly authors: readonly string[];
  readonly credit?: string;
  readonly published?: string;
  readonly modified?: string;
  readonly url?: string;
  readonly section?: string;
  readonly keywords: readonly string[];
  readonly image?: string;
  readonly language?: string;
  readonly licence?: string;
  readonly copyrightHolder?: string;
  readonly editor?: string;
  readonly digitalSourceType?: string;
}

const articleTypes = /(?:Article|BlogPosting|Report|LiveBlogPosting)$/;
const jsonLdCharsMax = 200_000;

const scriptsMax = 50;
const nodesMax = 1_000;

interface LinkedData {
  readonly article: JsonObject;
  /** Nodes of the page's graphs by their id: an author is often only named by it. */
  readonly byId: ReadonlyMap<string, JsonObject>;
}

/** JSON-LD's article on the page; broken ones are mended as far as comments, CDATA, control characters and a comma too many go. */
const linkedData = (document: PageDocument): LinkedData => {
  const values = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, scriptsMax).map((script) => parsed(script.textContent.slice(0, jsonLdCharsMax)));
  const nodes = values.flatMap((value) => nodesIn(value)).slice(0, nodesMax);
  const byId = new Map(nodes.flatMap((node) => (textOf(node['@id']) === undefined || Object.keys(node).length === 1 ? [] : [[textOf(node['@id']) as string, node] as const])));
  return { article: values.map((value) => articleIn(value, 0)).find((found) => found !== undefined) ?? {}, byId };
};

const nodesIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? objectsOf(value) : isObject(value) ? [value] : []).flatMap((node) => [node, ...objectsOf(node['@graph'])]);

const parsed = (text: string): unknown => {
  const attempts = [
    (): string => text,
    (): string => text.replace(/^\s*(?:\/\/)?<!\[CDATA\[|(?:\/\/)?\]\]>\s*$|<!--|-->/g, '').replace(/^[ \t]*\/\/.*$/gm, ''),
    // Within texts a line break becomes its escape; elsewhere it does no harm as a space.
    (): string => text.replace(/<!--|-->|\/\*[^*]*\*\//g, '').replace(/\p{Cc}+/gu, ' ').replace(/,\s*([}\]])/g, '$1').replace(/;\s*$/, ''),
  ];
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt()) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
};

const articleIn = (value: unknown, depth: number): JsonObject | undefined => {
  if (depth > 4) return undefined;
  for (const one of Array.isArray(value) ? objectsOf(value) : isObject(value) ? [value] : []) {
    if (textsOf(one['@type']).some((type) => articleTypes.test(type))) return one;
    const inside = articleIn(one['@graph'] ?? one['mainEntity'], depth + 1);
    if (inside) return inside;
  }
  return undefined;
};

const namesOf = (value: unknown, byId: LinkedData['byId']): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) => (isObject(one) ? textsOf((one['name'] === undefined ? byId.get(textOf(one['@id']) ?? '') : one)?.['name']) : textsOf(one).filter((text) => !/^https?:/.test(text)))).map(plainOf);

/** A text of JSON-LD: HTML's entities are in many, though they mean nothing there. */
const plainText = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : plainOf(text);
};

const authorsMax = 12;

/** People by microdata (schema.org), where the head names none. */
const microdataAuthors = (document: PageDocument): string[] =>
  [...document.querySelectorAll('[itemprop="author"], [itemprop~="author"]')].slice(0, authorsMax).map((element) => element.getAttribute('content') ?? textIn(element.querySelector('[itemprop="name"]') ?? element)).filter((name) => name !== '' && name.length <= 60);

const firstOf = (...lists: readonly string[][]): string[] => lists.find((list) => list.length > 0) ?? [];

const urlOf = (value: unknown): string | undefined => (isObject(value) ? (textOf(value['@id']) ?? textOf(value['url'])) : Array.isArray(value) ? urlOf((value as unknown[])[0]) : textOf(value));

export const metadataOf = (document: PageDocument): Metadata => {
  const { article: ld, byId } = linkedData(document);
  const metas = new Map<string, string>();
  const many = new Map<string, string[]>();
  for (const meta of document.querySelectorAll('meta')) {
    const name = (meta.getAttribute('property') ?? meta.getAttribute('name') ?? meta.getAttribute('itemprop') ?? '').toLowerCase();
    const content = meta.getAttribute('content')?.trim() ?? '';
    if (name === '' || content === '') continue;
    if (!metas.has(name)) metas.set(name, content);
    many.set(name, [...(many.get(name) ?? []), content].slice(0, 50));
  }
  const first = (...names: string[]): string | undefined => names.map((name) => metas.get(name)).find((content) => content !== undefined);
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? undefined;
  const authors = firstOf(namesOf(ld['author'], byId), [first('article:author', 'author', 'dc.creator')].filter((name) => name !== undefined && !/^https?:/.test(name)) as string[], microdataAuthors(document));
  const found: { [Name in keyof Metadata]: Metadata[Name] | undefined } = {
    title: plainText(ld['headline']) ?? first('og:title', 'articletitle', 'twitter:title'),
    abstract: plainText(ld['description']) ?? first('og:description', 'description'),
    authors,
    credit: namesOf(ld['sourceOrganization'], byId)[0] ?? first('contentsource', 'source', 'article:source', 'mediaid'),
    published: textOf(ld['datePublished']) ?? first('article:published_time', 'datepublished', 'pubdate', 'publishdate', 'publish-date', 'og:release_date', 'dc.date', 'date', 'firstpublishedtime', 'weibo:article:create_at') ?? document.querySelector('[itemprop="datePublished"][datetime]')?.getAttribute('datetime') ?? undefined,
    modified: textOf(ld['dateModified']) ?? first('article:modified_time', 'og:updated_time', 'datemodified', 'lastmodified', 'lastmodifiedtime', 'weibo:article:update_at'),
    url: canonical ?? first('og:url', 'url') ?? urlOf(ld['url']) ?? urlOf(ld['mainEntityOfPage']),
    section: textsOf(ld['articleSection'])[0] ?? first('article:section', 'columnname'),
    keywords: [...textsOf(ld['keywords']), ...(many.get('article:tag') ?? []), ...(many.get('keywords') ?? [])].flatMap((words) => words.split(/[,，;；、|]/)).map((word) => word.trim()).filter((word) => word !== ''),
    image: urlOf(ld['image']) ?? first('og:image', 'twitter:image'),
    language: textOf(ld['inLanguage']) ?? document.documentElement?.getAttribute('lang') ?? first('og:locale', 'content-language'),
    licence: urlOf(ld['license']) ?? document.querySelector('link[rel="license"], a[rel="license"]')?.getAttribute('href') ?? undefined,
    copyrightHolder: namesOf(ld['copyrightHolder'], byId)[0],
    editor: namesOf(ld['editor'], byId)[0],
    digitalSourceType: urlOf(ld['digitalSourceType']) ?? first('digitalsourcetype', 'iptc:digitalsourcetype'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as Metadata;
};
