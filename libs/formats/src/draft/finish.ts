import { cleanLine, textOfHtml, type Article, type Category, type MediaRef, type RightsInfo, type Warning } from '@wiredesk/content';

import { escapeHtml, paragraphsOf } from '../html/escape.js';
import { embeddedIn, imagesOf, safeUrl, sanitise } from '../html/sanitise.js';
import type { ParsedItem } from '../parse-result.js';
import { stableHash } from './stable-hash.js';
import { dateWarnings } from './date-warnings.js';
import type { Draft, Piece, Reading } from './draft.js';
import { given } from './given.js';
import { languageOf } from './language.js';
import { bodyReservesReprint } from './reprint-reserved.js';
import { isSuspectedKill } from './suspected-kill.js';

const titleCharsMax = 500;
const abstractCharsMax = 5_000;
const listMax = 200;
const lineCharsMax = 300;
const webSchemes = ['http:', 'https:'];

/** An article as it may be stored and shown, or why this piece cannot be one. */
export const finish = (piece: Piece, reading: Reading): ParsedItem => {
  if (piece.kind !== 'draft') return piece;
  const { draft } = piece;
  const base = draft.base ?? draft.url ?? reading.source.baseUrl;
  const url = safeUrl(draft.url, reading.source.baseUrl, webSchemes);
  const media = mediaOf([...(draft.media ?? []), ...embeddedIn(draft.bodyHtml ?? '')], base);
  const written = sanitise(draft.bodyHtml ?? paragraphsOf(draft.bodyText ?? ''), base);
  const writtenText = textOfHtml(written);
  const bodyHtml = writtenText === '' && !written.includes('<img') ? media.map(figureOf).join('') : written;
  const bodyText = writtenText === '' ? textOfHtml(bodyHtml) : writtenText;
  const title = oneLine(draft.title, titleCharsMax) ?? firstSentence(bodyText);
  const guid = draft.guid?.trim() || undefined;
  if (bodyHtml === '') return refused(guid, 'no-body', `${draft.place} has no text that could be shown. Send the text with it, or a picture.`);
  if (title === undefined) return refused(guid, 'no-title', `${draft.place} has neither a title nor a text to take one from.`);
  const identity = identify(guid, url, title, bodyText);
  const { language, warnings } = languageOf(draft.language ?? reading.source.language, title, bodyText);
  const published = draft.published ?? { at: reading.receivedAt, precision: 'assumed' as const };
  const abstract = oneLine(draft.abstract, abstractCharsMax);
  const article: Article = {
    title,
    ...given('subtitle', oneLine(draft.subtitle, titleCharsMax)),
    ...given('originalTitle', oneLine(draft.originalTitle, titleCharsMax)),
    ...given('abstract', abstract === title ? undefined : abstract),
    ...(abstract !== undefined && draft.abstractTruncated ? { abstractTruncated: true } : {}),
    bodyHtml,
    bodyText,
    ...given('byline', nonEmpty(lines(draft.byline))),
    ...given('editorName', oneLine(draft.editorName, lineCharsMax)),
    ...given('credit', creditOf(draft, base)),
    ...given('url', url),
    language,
    published,
    ...given('modified', draft.modified?.at),
    ...given('embargo', draft.embargo),
    ...given('expires', draft.expires?.at),
    categories: categoriesOf(draft.categories ?? []),
    keywords: lines(draft.keywords),
    ...given('urgency', draft.urgency),
    media: withBodyImages(media, bodyHtml),
    ...given('rights', rightsOf(draft.rights, base)),
    reprintReserved: draft.reprintReserved ?? bodyReservesReprint(bodyText),
    ...given('digitalSourceType', oneLine(draft.digitalSourceType, lineCharsMax)),
    ...given('views', draft.views),
    ...given('correctionNote', oneLine(draft.correctionNote, abstractCharsMax)),
    hops: lines(draft.hops),
    unknown: draft.unknown ?? {},
    warnings: [...(draft.warnings ?? []), ...identity.warnings, ...warnings, ...dateWarnings(draft, reading), ...(isSuspectedKill(title, bodyText) ? [suspectedKill] : [])],
  };
  return { kind: 'article', guid: identity.guid, ...given('version', draft.version), article };
};

const suspectedKill: Warning = { code: 'suspected-kill', detail: 'the text reads like a kill of an earlier piece; an operator decides. A kill is obeyed at once when it is sent as the same item with its status canceled' };

const refused = (guid: string | undefined, code: string, detail: string): ParsedItem => ({ kind: 'refused', ...(guid === undefined ? {} : { guid }), reason: { code, detail } });

/** The source's own id byte for byte, else the URL, else a hash of the text: better than none, but a correction will look like a new piece. */
const identify = (guid: string | undefined, url: string | undefined, title: string, bodyText: string): { guid: string; warnings: readonly Warning[] } => {
  if (guid !== undefined) return { guid, warnings: [] };
  if (url !== undefined) return { guid: url, warnings: [{ code: 'guid-from-url', detail: 'the item has no id of its own; its URL stands for it' }] };
  return { guid: `text:${stableHash(`${title}\n${bodyText}`)}`, warnings: [{ code: 'guid-from-text', detail: 'the item has neither id nor URL; a hash of its text stands for it, so that a corrected text will be a new item' }] };
};

const oneLine = (text: string | undefined, charsMax: number): string | undefined => {
  const line = text === undefined ? '' : cleanLine(text);
  if (line === '') return undefined;
  return line.length <= charsMax ? line : `${line.slice(0, charsMax - 1).toWellFormed().replace(/\ufffd$/, '')}…`;
};

const firstSentence = (text: string): string | undefined => oneLine(/^[^\n]{1,120}?(?:[。！？!?]|\.(?=\s|$)|(?=\n)|$)/u.exec(text)?.[0] ?? text.slice(0, 120), titleCharsMax);

const lines = (texts: readonly string[] | undefined): string[] => {
  const cleaned = (texts ?? []).slice(0, listMax).map((text) => oneLine(text, lineCharsMax)).filter((text) => text !== undefined);
  return [...new Set(cleaned)];
};

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

const creditOf = (draft: Draft, base: string | undefined): Article['credit'] => {
  const name = oneLine(draft.credit?.name, lineCharsMax);
  return name === undefined ? undefined : { name, ...given('url', safeUrl(draft.credit?.url, base, webSchemes)) };
};

const categoriesOf = (categories: readonly Category[]): Category[] => {
  const byCode = new Map<string, Category>();
  for (const category of categories.slice(0, listMax)) {
    const code = oneLine(category.code, lineCharsMax);
    const name = oneLine(category.name, lineCharsMax);
    if (code !== undefined && !byCode.has(code)) byCode.set(code, { code, ...(name !== undefined && name !== code ? { name } : {}) });
  }
  return [...byCode.values()];
};

const mediaOf = (media: readonly MediaRef[], base: string | undefined): MediaRef[] => {
  const byUrl = new Map<string, MediaRef>();
  for (const one of media.slice(0, listMax)) {
    const url = safeUrl(one.url, base, webSchemes);
    if (url === undefined || byUrl.has(url)) continue;
    byUrl.set(url, {
      url,
      ...given('type', oneLine(one.type, lineCharsMax)),
      ...given('caption', oneLine(one.caption, abstractCharsMax)),
      ...given('credit', oneLine(one.credit, lineCharsMax)),
      ...given('width', pixels(one.width)),
      ...given('height', pixels(one.height)),
    });
  }
  return [...byUrl.values()];
};

const pixels = (value: number | undefined): number | undefined => (value !== undefined && Number.isInteger(value) && value > 0 && value < 100_000 ? value : undefined);

const withBodyImages = (media: readonly MediaRef[], bodyHtml: string): MediaRef[] => {
  const known = new Set(media.map((one) => one.url));
  const others = bodyHtml.includes('<img') ? [...new Set(imagesOf(bodyHtml))].filter((url) => !known.has(url)) : [];
  return [...media, ...others.map((url) => ({ url }))].slice(0, listMax);
};

/** A piece of which only the picture, sound or film was sent is shown as that. */
const figureOf = (media: MediaRef): string => {
  const words = [media.caption, media.credit].filter((text) => text !== undefined).map(escapeHtml).join(' ');
  const caption = words === '' ? '' : `<figcaption>${words}</figcaption>`;
  if (/^(audio|video|application)\//.test(media.type ?? '')) return `<p><a href="${escapeHtml(media.url)}" rel="nofollow noopener">${words === '' ? escapeHtml(media.url) : words}</a></p>`;
  return `<figure><img src="${escapeHtml(media.url)}" alt="${escapeHtml(media.caption ?? '')}" loading="lazy" />${caption}</figure>`;
};

const rightsOf = (rights: RightsInfo | undefined, base: string | undefined): RightsInfo | undefined => {
  if (!rights) return undefined;
  const cleaned: RightsInfo = {
    ...given('holder', oneLine(rights.holder, lineCharsMax)),
    ...given('notice', oneLine(rights.notice, abstractCharsMax)),
    ...given('terms', oneLine(rights.terms, abstractCharsMax)),
    ...given('licenceUri', safeUrl(rights.licenceUri, base, webSchemes)),
  };
  return Object.keys(cleaned).length === 0 ? undefined : cleaned;
};
