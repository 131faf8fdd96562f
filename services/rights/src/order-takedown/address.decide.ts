import { urlKey } from '@wiredesk/usage-terms';

/** What the address of a target names. */
export type Address =
  /** An article of ours, by its id. */
  | { readonly kind: 'article'; readonly itemId: string; readonly url: string; readonly key: string }
  /** Some other page: perhaps the upstream's own, perhaps unknown. */
  | { readonly kind: 'page'; readonly url: string; readonly key: string }
  | { readonly kind: 'invalid'; readonly reason: 'no-address' | 'address-too-long' };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const holdUrlCharsMax = 500;

/**
 * Reads what a notice gave as an address: any spelling of a portal address (scheme, `www.`, trailing slash, query,
 * fragment, tracking parameters, a page below the article such as its print view), a bare id, or another page.
 * `portalUrl` has no trailing slash.
 */
export const readAddress = (given: { readonly url?: string | undefined; readonly itemId?: string | undefined }, portalUrl: string): Address => {
  const itemId = given.itemId ?? (given.url !== undefined && uuid.test(given.url) ? given.url : undefined);
  if (itemId !== undefined && uuid.test(itemId)) return article(itemId, portalUrl);
  const text = withScheme(given.url ?? '');
  const key = urlKey(text);
  if (key === undefined) return { kind: 'invalid', reason: 'no-address' };
  const ours = articleId(key, portalUrl);
  if (ours !== undefined) return article(ours, portalUrl);
  return text.length > holdUrlCharsMax ? { kind: 'invalid', reason: 'address-too-long' } : { kind: 'page', url: text, key };
};

const article = (id: string, portalUrl: string): Address => {
  const itemId = id.toLowerCase();
  const url = `${portalUrl}/articles/${itemId}`;
  return { kind: 'article', itemId, url, key: urlKey(url) ?? url };
};

/** People leave the scheme out: `portal.example/articles/…` is an address. */
const withScheme = (text: string): string => (/^[\p{L}\p{N}.-]+\.[\p{L}]{2,}(:\d+)?(\/|$)/u.test(text) ? `https://${text}` : text);

const articleId = (key: string, portalUrl: string): string | undefined => {
  const prefix = `${urlKey(portalUrl) ?? ''}/articles/`;
  if (!key.toLowerCase().startsWith(prefix.toLowerCase())) return undefined;
  const id = /^[^/?]+/.exec(key.slice(prefix.length))?.[0] ?? '';
  return uuid.test(id) ? id : undefined;
};
