import { isObject, objectsOf, textOf, textsOf, type JsonObject } from '../../json/read-json.js';
import type { PageDocument } from './dom.js';

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

/** JSON-LD's article on the page; broken ones are mended as far as comments, CDATA, control characters and a comma too many go. */
const jsonLdArticle = (document: PageDocument): JsonObject | undefined => {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const found = articleIn(parsed(script.textContent.slice(0, jsonLdCharsMax)), 0);
    if (found) return found;
  }
  return undefined;
};

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

const namesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) => (isObject(one) ? textsOf(one['name']) : textsOf(one).filter((text) => !/^https?:/.test(text))));

const urlOf = (value: unknown): string | undefined => (isObject(value) ? (textOf(value['@id']) ?? textOf(value['url'])) : Array.isArray(value) ? urlOf((value as unknown[])[0]) : textOf(value));

export const metadataOf = (document: PageDocument): Metadata => {
  const ld = jsonLdArticle(document) ?? {};
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
  const authors = namesOf(ld['author']);
  const found: { [Name in keyof Metadata]: Metadata[Name] | undefined } = {
    title: textOf(ld['headline']) ?? first('og:title', 'articletitle', 'twitter:title'),
    abstract: textOf(ld['description']) ?? first('og:description', 'description'),
    authors: authors.length > 0 ? authors : [first('article:author', 'author', 'dc.creator')].filter((name) => name !== undefined && !/^https?:/.test(name)) as string[],
    credit: namesOf(ld['sourceOrganization'])[0] ?? first('contentsource', 'source', 'article:source', 'mediaid'),
    published: textOf(ld['datePublished']) ?? first('article:published_time', 'datepublished', 'pubdate', 'publishdate', 'publish-date', 'og:release_date', 'dc.date', 'date', 'firstpublishedtime', 'weibo:article:create_at'),
    modified: textOf(ld['dateModified']) ?? first('article:modified_time', 'og:updated_time', 'datemodified', 'lastmodified', 'lastmodifiedtime', 'weibo:article:update_at'),
    url: canonical ?? first('og:url', 'url') ?? urlOf(ld['url']) ?? urlOf(ld['mainEntityOfPage']),
    section: textsOf(ld['articleSection'])[0] ?? first('article:section', 'columnname'),
    keywords: [...textsOf(ld['keywords']), ...(many.get('article:tag') ?? []), ...(many.get('keywords') ?? [])].flatMap((words) => words.split(/[,，;；、|]/)).map((word) => word.trim()).filter((word) => word !== ''),
    image: urlOf(ld['image']) ?? first('og:image', 'twitter:image'),
    language: textOf(ld['inLanguage']) ?? document.documentElement?.getAttribute('lang') ?? first('og:locale', 'content-language'),
    licence: urlOf(ld['license']) ?? document.querySelector('link[rel="license"], a[rel="license"]')?.getAttribute('href') ?? undefined,
    copyrightHolder: namesOf(ld['copyrightHolder'])[0],
    editor: namesOf(ld['editor'])[0],
    digitalSourceType: urlOf(ld['digitalSourceType']) ?? first('digitalsourcetype', 'iptc:digitalsourcetype'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as Metadata;
};
