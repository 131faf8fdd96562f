import type { Article } from '@wiredesk/content';

/** A member of a source's collection, as we hold it. */
export interface Member {
  readonly guid: string;
  readonly editUrl: string;
  /** RFC 3339: when it was changed last. */
  readonly updated: string;
  readonly article: Article;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);

/** The Atom entry (RFC 4287) of a member, with its edit link (RFC 5023 §9.5). */
export const entryOf = ({ guid, editUrl, updated, article }: Member): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<entry xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(article.language)}">`,
    `<id>${escaped(guid)}</id>`,
    `<title>${escaped(article.title)}</title>`,
    `<updated>${escaped(updated)}</updated>`,
    ...(article.byline?.length ? article.byline : ['-']).map((name) => `<author><name>${escaped(name)}</name></author>`),
    `<link rel="edit" href="${escaped(editUrl)}"/>`,
    ...(article.url === undefined ? [] : [`<link rel="alternate" href="${escaped(article.url)}"/>`]),
    ...article.categories.map((category) => `<category term="${escaped(category.code)}"/>`),
    ...(article.abstract === undefined ? [] : [`<summary>${escaped(article.abstract)}</summary>`]),
    `<content type="html">${escaped(article.bodyHtml)}</content>`,
    '</entry>',
  ].join('\n');

/** The ETag of a revision of ours. */
export const etagOf = (revision: number): string => `"${revision}"`;

/** The revision that If-Match names; `any` for `*`, undefined where it names none of ours. */
export const revisionOf = (ifMatch: string): number | 'any' | undefined => {
  if (ifMatch.trim() === '*') return 'any';
  const digits = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(ifMatch)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
