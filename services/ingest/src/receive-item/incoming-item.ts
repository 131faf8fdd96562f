import { canonicalText, type Article } from '@wiredesk/content';
import type { ParsedItem } from '@wiredesk/formats';
import { sha256Hex } from '@wiredesk/platform';

import type { SourceSettings } from '../manage-sources/source.js';
import type { Incoming, Reason } from './decide.js';

/** One item of a push, ready to be decided: everything that costs time was computed before the transaction. */
export type IncomingItem =
  | {
      readonly kind: 'article';
      /** As it is keyed: the source's own id, or its hash. */
      readonly guid: string;
      readonly incoming: Extract<Incoming, { kind: 'article' }>;
      readonly article: Article;
      /** sha256 of the canonical text, for whoever compares texts. */
      readonly contentHash: string;
    }
  | { readonly kind: 'removal'; readonly guid: string; readonly incoming: Extract<Incoming, { kind: 'removal' }> }
  | { readonly kind: 'refused'; readonly guid: string | null; readonly reason: Reason };

const guidCharsMax = 400;
const versionCharsMax = 200;
const loneSurrogate = /\p{Cs}/u;
const loneSurrogates = /\p{Cs}/gu;

/** A guid that can be a key and an event's field: itself where it can, else its hash. */
export const keyedGuid = (guid: string): string =>
  guid.length <= guidCharsMax && !loneSurrogate.test(guid) && !guid.includes('\0') && guid !== '' ? guid : `sha256:${sha256Hex(guid)}`;

const storable = (text: string | undefined, charsMax: number): string | null =>
  text === undefined ? null : text.replaceAll('\0', '').slice(0, charsMax).replace(loneSurrogates, '\ufffd');

const ownOutput: Reason = {
  code: 'own-output',
  detail: 'This is an article of this portal, which came back. Send the piece under the id that it has with you, or leave it out of your feed.',
};

const isOwnOutput = (item: ParsedItem, portalUrl: string): boolean => {
  const ours = `${portalUrl.replace(/\/+$/, '')}/articles/`;
  return item.guid?.startsWith(ours) === true || (item.kind === 'article' && item.article.url?.startsWith(ours) === true);
};

/** Makes a parsed item ready: our own output refused, the source's category mapping applied, hashes computed. */
export const toIncoming = (item: ParsedItem, settings: SourceSettings, portalUrl: string): IncomingItem => {
  if (item.kind !== 'refused' && isOwnOutput(item, portalUrl)) return { kind: 'refused', guid: keyedGuid(item.guid), reason: ownOutput };
  if (item.kind === 'refused') return { kind: 'refused', guid: item.guid === undefined ? null : keyedGuid(item.guid), reason: item.reason };
  const guid = keyedGuid(item.guid);
  const version = storable(item.version, versionCharsMax);
  if (item.kind === 'removal') {
    return { kind: 'removal', guid, incoming: { kind: 'removal', version: { version, modifiedAt: storable(item.at, versionCharsMax) }, reason: item.reason } };
  }
  const article = withCategories(item.article, settings);
  const canonical = canonicalText(article);
  return {
    kind: 'article',
    guid,
    article,
    contentHash: sha256Hex(canonical),
    incoming: { kind: 'article', version: { version, modifiedAt: storable(article.modified, versionCharsMax) }, stateHash: sha256Hex(stateText(article, canonical)) },
  };
};

/** Beside the canonical text what else is shown. Not in it: views, warnings and an assumed date, which differ each time. */
const stateText = (article: Article, canonical: string): string =>
  JSON.stringify([
    canonical,
    article.bodyHtml,
    article.url,
    article.published?.precision === 'assumed' ? null : article.published,
    article.keywords,
    article.media,
    article.rights,
    article.urgency,
    article.credit?.url,
    article.editorName,
    article.originalTitle,
    article.digitalSourceType,
  ]);

const withCategories = (article: Article, settings: SourceSettings): Article => {
  const { categoryMap, categories } = settings;
  if (article.categories.length === 0 && categories) return { ...article, categories: categories.map((code) => ({ code })) };
  if (!categoryMap) return article;
  const mapped = article.categories.map((category) => {
    const code = categoryMap[category.code] ?? (category.name === undefined ? undefined : categoryMap[category.name]);
    return code === undefined ? category : { code };
  });
  return { ...article, categories: mapped.filter((category, i) => mapped.findIndex((other) => other.code === category.code) === i) };
};
