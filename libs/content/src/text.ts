import type { Article } from './article.js';

const blockEnd = /<\/(p|h[1-6]|li|blockquote|figcaption|tr|div|pre|dd|dt|figure|section|article)>|<br\s*\/?>/gi;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

/** Text of sanitised HTML: one line per block, entities decoded, white space collapsed. */
export const textOfHtml = (html: string): string =>
  html
    .replace(blockEnd, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x[0-9a-f]+|#\d+|[a-z]+\d*);/gi, (whole, name: string) => decodeEntity(name) ?? whole)
    .split('\n')
    .map((line) => line.replace(/[\s\u00a0\u3000]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

const decodeEntity = (name: string): string | undefined => {
  const known = entities[name.toLowerCase()];
  if (known !== undefined) return known;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number.parseInt(name.slice(1), 10) : Number.NaN;
  return Number.isInteger(code) && code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : undefined;
};

/** Cc but for white space, and the two noncharacters that XML forbids. */
const controls = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const bidiControls = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;

/** A line of text as it may be shown anywhere: no markup is read, NUL, controls, lone surrogates and bidi overrides are out, NFC. */
export const cleanLine = (text: string): string =>
  text.replace(controls, '').replace(loneSurrogates, '').replace(bidiControls, '').replace(/[\s\u3000]+/g, ' ').trim().normalize('NFC');

/**
 * What makes two revisions of an item the same: title, abstract, body, with white space and Unicode form levelled, and
 * the fields that readers see or rights depend on. Its sha256 is the content hash.
 */
export const canonicalText = (article: Article): string =>
  [
    article.title,
    article.subtitle ?? '',
    article.abstract ?? '',
    article.bodyText,
    (article.byline ?? []).join(';'),
    article.credit?.name ?? '',
    article.language,
    article.embargo ?? '',
    article.expires ?? '',
    article.reprintReserved ? 'reserved' : '',
    article.categories.map((category) => category.code).join(';'),
    article.media.map((media) => media.url).join(' '),
    article.correctionNote ?? '',
  ]
    .map((part) => part.normalize('NFC').replace(/[\s\u00a0\u3000]+/g, ' ').trim())
    .join('\n');
