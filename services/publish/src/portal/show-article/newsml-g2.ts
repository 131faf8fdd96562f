import type { Article } from '@wiredesk/content';
import { XMLValidator } from 'fast-xml-parser';

import { element, emptyElement, xmlText } from '../../feeds/xml.js';
import type { ListRow } from '../show-lists/list.store.js';
import type { ArticleView } from './article-view.js';
import { removalNote } from './ninjs.js';

const catalog = 'http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_42.xml';

const opening = (itemId: string, version: number, language: string | undefined): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:uuid:${itemId}" version="${version}" standard="NewsML-G2" standardversion="2.35" conformance="power"${language === undefined ? '' : ` xml:lang="${xmlText(language)}"`}>\n${emptyElement('catalogRef', { href: catalog })}`;

/** An element with one `name` inside. */
const named = (tag: string, name: string | undefined, attributes: Readonly<Record<string, string | undefined>> = {}): string =>
  name === undefined ? '' : `${emptyElement(tag, attributes).replace(/\/>\n$/, '>')}${element('name', name).trim()}</${tag}>\n`;

const itemMeta = (provider: string, providerUrl: string, at: Date, status: 'usable' | 'canceled', rest = ''): string =>
  `<itemMeta>\n${emptyElement('itemClass', { qcode: 'ninat:text' })}${named('provider', provider, { uri: providerUrl })}${element('versionCreated', at.toISOString())}${emptyElement('pubStatus', { qcode: `stat:${status}` })}${rest}</itemMeta>\n`;

/** XHTML where the sanitised body is XML as it stands, else its source as data. */
const contentSet = (article: Article): string => {
  const html = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${xmlText(article.title)}</title></head><body>${article.bodyHtml}</body></html>`;
  if (XMLValidator.validate(html) === true) return `<contentSet>\n<inlineXML contenttype="application/xhtml+xml">${html}</inlineXML>\n</contentSet>\n`;
  return `<contentSet>\n${element('inlineData', article.bodyHtml, { contenttype: 'text/html' })}</contentSet>\n`;
};

/** An article as NewsML-G2 2.35 (IPTC); its version is the publication, so that a removal is always a higher one. */
export const newsMlG2Of = (row: ListRow, article: Article, view: ArticleView, site: { readonly name: string; readonly url: string }): string =>
  [
    opening(row.item_id, row.publication, article.language),
    view.rights.holder === undefined && view.rights.notices.length === 0
      ? ''
      : `<rightsInfo>\n${named('copyrightHolder', view.rights.holder)}${view.rights.notices.map((notice) => element('copyrightNotice', notice)).join('')}${element('usageTerms', article.rights?.terms)}</rightsInfo>\n`,
    itemMeta(site.name, site.url, row.changed_at ?? new Date(0), 'usable', emptyElement('link', { rel: 'irel:seeAlso', href: view.url })),
    '<contentMeta>\n',
    article.urgency !== undefined && article.urgency >= 1 && article.urgency <= 9 ? element('urgency', String(Math.round(article.urgency))) : '',
    // A day stays a day: contentCreated may be one (XSD type DateOptTimeProp).
    element('contentCreated', article.published?.precision === 'day' ? article.published.day : article.published?.at),
    ...(article.byline ?? []).map((name) => named('creator', name)),
    named('infoSource', view.source.name, { uri: view.source.url }),
    emptyElement('language', { tag: article.language }),
    ...article.keywords.map((keyword) => element('keyword', keyword)),
    ...row.categories.map((code) => named('subject', article.categories.find((category) => category.code === code)?.name ?? code, /^medtop:\d{8}$/.test(code) ? { qcode: code } : { literal: code })),
    element('headline', article.title),
    element('by', article.byline?.join(', ')),
    element('creditline', view.rights.creditLine ?? view.source.name),
    element('description', article.abstract, { role: 'drol:summary' }),
    '</contentMeta>\n',
    contentSet(article),
    '</newsItem>\n',
  ].join('');

/** What NewsML-G2 says of an item that was removed: same guid, higher version, canceled, no content. */
export const canceledNewsMlG2 = (itemId: string, version: number, at: Date, site: { readonly name: string; readonly url: string }): string =>
  `${opening(itemId, version, undefined)}${itemMeta(site.name, site.url, at, 'canceled', element('edNote', removalNote))}</newsItem>\n`;
