import { detectLanguage, isChinese, type MediaRef, type PublishedAt, type Warning } from '@wiredesk/content';

import { parseDate } from '../date.js';
import { draftOf, type Piece, type Reading } from '../draft/draft.js';
import { given } from '../draft/given.js';
import { stableHash } from '../draft/stable-hash.js';
import { absolute } from '../feed/base.js';
import type { ParseFailure } from '../parse-result.js';
import { failure } from '../parse-result.js';
import { hasMorePieces } from './bound-html.js';
import { abstractOf } from './page/abstract.js';
import { linesAfter, linesBelow, readAround, type Around } from './page/around.js';
import { cleanBody, dropBylines, dropCreditLines } from './page/clean-body.js';
import { findContainer, readable, readableContainer, wholeBody } from './page/container.js';
import { linesOf, openPage, textIn, type Line, type PageElement } from './page/dom.js';
import { dropInvisible, dropNamedFurniture } from './page/furniture.js';
import { headlineOf, subtitleOf, titleOf } from './page/headline.js';
import { authorNames, isMedium } from './page/labels.js';
import { metadataOf, type Metadata } from './page/metadata.js';
import { rightsText } from './page/rights-text.js';

/** Four times what a large portal's page has; each costs about 8 µs, so that no page takes more than 200 ms. */
const piecesMax = 20_000;

/**
 * An article's page as portals write them, Chinese ones first: each field from JSON-LD, the head's metadata, the labelled
 * text near the headline, or the text itself, in this order of trust. Fails with 422 where the page holds no text.
 */
export const parsePage = (html: string, reading: Reading): { readonly pieces: readonly Piece[]; readonly warnings: readonly Warning[] } | ParseFailure => {
  if (hasMorePieces(html, piecesMax)) return failure(422, 'too-many-elements', `The page has more than ${piecesMax} tags and entities, which no article has. Send the page of one article.`);
  const document = openPage(html);
  const meta = metadataOf(document);
  const page = document.body;
  if (!page) return failure(422, 'page-empty', 'The page has no body. Send the whole page of one article.');
  dropInvisible(page);
  const lines = linesOf(page);
  const rights = rightsText(lines);
  const crumbs = breadcrumbsOf(lines);
  const pageTitle = textIn(document.querySelector('title')).slice(0, titleCharsMax);
  const headline = headlineOf(document, meta.title ?? pageTitle);
  const title = titleOf(meta, headline, pageTitle);
  const base = absolute(document.querySelector('base')?.getAttribute('href') ?? undefined, reading.source.baseUrl) ?? reading.source.baseUrl;
  const url = pageUrl(meta.url, base);
  const hints = { ...reading.dates, ...given('year', yearIn(url)) };
  const ai = aiLabel(lines);
  const western = isChinesePage(meta.language, page) ? undefined : readable(document, () => openPage(html));
  const container = western?.content ?? findContainer(document) ?? readableContainer(document, () => openPage(html)) ?? wholeBody(document);
  if (!container || textIn(container) === '') return failure(422, 'page-without-text', 'The page holds no text that could be an article. Pages that a script fills in cannot be read: send the text itself, as ninjs, a feed or HTML.');
  const below = linesBelow(lines, page, headline, container);
  const after = linesAfter(lines, page, container);
  const tail = linesOf(container);
  const subtitle = subtitleOf(headline);
  if (!western) dropNamedFurniture(page, container);
  const abstract = abstractOf(page, meta.abstract, title ?? '');
  if (abstract?.element && !abstract.element.contains(container)) abstract.element.remove();
  cleanBody(container, { headline, subtitle, title, below: below.map(({ block }) => block) }, document);
  const around = readAround(document, { below, body: linesOf(container), tail, after }, hints);
  dropCreditLines(container);
  if (western) dropBylines(container);
  const published = publishedOf(meta, around, url, reading);
  const draft = draftOf({
    place: 'the page',
    guid: url ?? `page:${stableHash([title ?? '', published?.day ?? published?.at ?? '', around.credit?.name ?? ''].join('\n'))}`,
    ...given('title', title),
    ...given('subtitle', subtitle && textIn(subtitle)),
    ...given('originalTitle', around.originalTitle),
    ...given('abstract', abstract?.text),
    abstractTruncated: abstract?.truncated ?? false,
    bodyHtml: container.innerHTML,
    byline: bylineOf(meta, around, pageTitle, western?.byline),
    ...given('editorName', around.editor ?? meta.editor),
    ...given('credit', around.credit ?? (meta.credit === undefined ? undefined : { name: meta.credit })),
    ...given('url', url),
    ...given('base', base ?? url),
    ...given('language', meta.language),
    ...given('published', published),
    ...given('modified', parseDate(meta.modified, reading.dates)),
    categories: (meta.section === undefined ? crumbs : [...crumbs, meta.section]).map((code) => ({ code })),
    keywords: meta.keywords.filter((word) => word !== title),
    media: mediaOf(meta, container),
    rights: { ...given('notice', rights.notice), ...given('holder', meta.copyrightHolder), ...given('licenceUri', meta.licence) },
    reprintReserved: rights.reprintReserved,
    ...given('digitalSourceType', meta.digitalSourceType ?? ai),
    ...given('views', around.views),
    unknown: rights.disclaimer === undefined ? {} : { disclaimer: rights.disclaimer },
    warnings: url === undefined ? [{ code: 'guid-from-text', detail: 'the page names no canonical URL; a hash of title, date and source stands for its id, so that a new title will be a new item' }] : [],
  });
  return { pieces: [draft], warnings: [] };
};

const titleCharsMax = 500;

/** The address of the page, unless it is only the site's: some portals name their home page as every page's canonical. */
const pageUrl = (url: string | undefined, base: string | undefined): string | undefined => {
  const found = absolute(url, base);
  return found !== undefined && /^https?:/.test(found) && (new URL(found).pathname !== '/' || new URL(found).search !== '') ? found : undefined;
};

const yearIn = (url: string | undefined): number | undefined => {
  const year = Number(/(?:^|\D)(20\d{2})(?:[-/]?\d{2})/.exec(url ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(year) ? undefined : year;
};

/** A day in the address, as in `/2021/12/13/1.html` or `t20211213_1.html`. */
const dateInUrl = (url: string | undefined, reading: Reading): PublishedAt | undefined => {
  const parts = /(?:^|\D)(20\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?:\D|$)/.exec(url ?? '');
  return parts ? parseDate(`${parts[1]}-${parts[2]}-${parts[3]}`, reading.dates) : undefined;
};

const publishedOf = (meta: Metadata, around: Around, url: string | undefined, reading: Reading): PublishedAt | undefined => {
  const said = parseDate(meta.published, reading.dates);
  if (!said) return around.published ?? dateInUrl(url, reading);
  // The head often has only the day of what the page shows with its time.
  return said.precision === 'day' && around.published?.precision === 'instant' ? around.published : said;
};

const bylineOf = (meta: Metadata, around: Around, pageTitle: string, found: string | undefined): readonly string[] => {
  if (around.authors.length > 0) return around.authors;
  const said = meta.authors.filter((name) => isPerson(name, pageTitle, around));
  if (said.length > 0 || found === undefined) return said;
  return authorNames(found.replace(/\s+/g, ' ').trim().replace(/^by:?\s+/i, ''));
};

/** By its declared language, else by its writing. */
const isChinesePage = (language: string | undefined, page: PageElement): boolean => /^zh\b/i.test(language ?? '') || isChinese(detectLanguage(textIn(page)));

/** Many portals write the site or the medium where the head asks for an author. */
const isPerson = (name: string, pageTitle: string, around: Around): boolean => !isMedium(name) && name !== around.credit?.name && name !== around.editor && !pageTitle.slice(-titleTailChars).includes(name);

const titleTailChars = 20;

const homeWords = /^(?:首页|首頁|网站首页|主页|home|正文|当前位置|新闻首页)$/i;

const breadcrumbsOf = (lines: readonly Line[]): string[] => {
  for (const { text, block } of lines) {
    if (!/^(?:您?(?:当前|现在|所在)?的?位置|当前位置|您当前的位置|首页|首頁|Home)\s*[:：>›»/-]/i.test(text) || text.length > 200) continue;
    const links = [...block.querySelectorAll('a')].map(textIn);
    return (links.length > 0 ? links : text.split(/[>›»/]/)).map((word) => word.replace(/^.*[:：]/, '').trim()).filter((word) => word !== '' && word.length <= 30 && !homeWords.test(word));
  }
  return [];
};

const mediaOf = (meta: Metadata, container: PageElement): MediaRef[] => (meta.image === undefined || container.querySelector('img') ? [] : [{ url: meta.image, type: 'image/*' }]);

/** A label that the text was made by a machine (标识办法, in force since 2025-09-01), as IPTC's code for it. */
const aiLabel = (lines: readonly Line[]): string | undefined =>
  lines.some(({ text }) => text.length <= 80 && /(?:本文|内容|文章|稿件|全文)?[^。]{0,12}(?:由|系|为)?\s*(?:AI|人工智能|大模型)[^。]{0,8}(?:生成|创作|撰写|合成)/iu.test(text) && /本文|内容|声明|注|提示|标识/u.test(text))
    ? 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'
    : undefined;
