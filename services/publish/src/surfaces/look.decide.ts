import type { Finding, Seen, Sought } from './surface.js';

const goneStatuses: readonly number[] = [404, 410, 451];
/** A title shorter than this stands in other texts by chance. */
const titleCharsMin = 8;

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#34': '"' };

/** Text with the entities that escaping makes turned back. */
const unescaped = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,5});/gi, (whole, entity: string) => {
    const lower = entity.toLowerCase();
    if (named[lower] !== undefined) return named[lower];
    if (!lower.startsWith('#')) return whole;
    const code = lower.startsWith('#x') ? Number.parseInt(lower.slice(2), 16) : Number(lower.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const plain = (text: string): string => unescaped(text).replace(/\s+/g, ' ');

const soughtTitle = (sought: Sought): string | undefined => {
  const title = sought.title === null ? '' : plain(sought.title).trim();
  return title.length >= titleCharsMin ? title : undefined;
};

const gone = (detail: string): Finding => ({ gone: true, detail });
const still = (detail: string): Finding => ({ gone: false, detail });

/** An article's own page: gone when it answers 404, 410 or 451 without its title. A redirect is not gone. */
export const lookAtPage = (seen: Seen, sought: Sought): Finding => {
  if (!goneStatuses.includes(seen.status)) return still(`answers ${seen.status}`);
  const title = soughtTitle(sought);
  if (title !== undefined && plain(seen.text).includes(title)) return still(`answers ${seen.status} and has the title`);
  return gone(String(seen.status));
};

/** An article as a document for machines: gone when it is a page that is gone, or says that it was cancelled and has nothing left. */
export const lookAtDocument = (seen: Seen, sought: Sought): Finding => {
  if (seen.status !== 200) return lookAtPage(seen, sought);
  if (!/\bcancell?ed\b/.test(seen.text)) return still('answers 200 and is not cancelled');
  const title = soughtTitle(sought);
  if (title !== undefined && plain(seen.text).includes(title)) return still('is cancelled and has the title');
  return gone('cancelled');
};

/** A title as the whole text of an element, of a CDATA section or of an attribute: within other text it may be chance. */
const standsAlone = (text: string, title: string): boolean => {
  for (let at = text.indexOf(title); at >= 0; at = text.indexOf(title, at + 1)) {
    const before = text.slice(Math.max(0, at - 1), at).trim() || text.slice(Math.max(0, at - 2), at).trim();
    const after = text.slice(at + title.length, at + title.length + 2).trim();
    if (/^$|[>"'[]$/.test(before) && /^$|^[<"'\]]/.test(after)) return true;
  }
  return false;
};

const looked = (text: string, seen: Seen, sought: Sought, what: string): Finding => {
  if (goneStatuses.includes(seen.status)) return gone(`${what}: ${seen.status}`);
  if (seen.status !== 200) return still(`cannot be looked at: answers ${seen.status}`);
  if (text.includes(sought.itemId)) return still(`${what} has its id`);
  const title = soughtTitle(sought);
  if (title !== undefined && standsAlone(plain(text), title)) return still(`${what} has its title`);
  return gone(`not in ${what}`);
};

/** A list as HTML, RSS or a site map: gone when neither id nor title stand in it. */
export const lookAtList =
  (what: string) =>
  (seen: Seen, sought: Sought): Finding =>
    looked(seen.text, seen, sought, what);

/** What a search for its title found: the title stands there as what was asked for, so only its id counts. */
export const lookAtFound = (seen: Seen, sought: Sought): Finding => looked(seen.text, seen, { ...sought, title: null }, 'search');

/** An Atom feed: the id may stand in tombstones (RFC 6721) and nowhere else. */
export const lookAtAtom = (seen: Seen, sought: Sought): Finding =>
  looked(seen.text.replace(/<at:deleted-entry\b[^>]*?(?:\/>|>[\s\S]*?<\/at:deleted-entry>)/g, ''), seen, sought, 'feed');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An entry of a JSON Feed that says that it was taken down and carries nothing: id, url, dates and `_syndication`. */
const isTombstone = (item: unknown): boolean =>
  isObject(item) && isObject(item['_syndication']) && item['_syndication']['status'] === 'taken_down' && !['title', 'content_html', 'content_text', 'summary', 'image'].some((field) => item[field] !== undefined && item[field] !== '');

/** A list in JSON, without those of its members that say that they were removed and carry nothing. */
const lookAtJsonList =
  (members: string, isRemoved: (member: unknown) => boolean) =>
  (seen: Seen, sought: Sought): Finding => {
    if (seen.status !== 200) return looked(seen.text, seen, sought, 'feed');
    let feed: unknown;
    try {
      feed = JSON.parse(seen.text);
    } catch {
      return still('cannot be looked at: is not JSON');
    }
    const list: unknown[] = isObject(feed) && Array.isArray(feed[members]) ? feed[members] : [];
    const rest = isObject(feed) ? { ...feed, [members]: list.filter((member) => !isRemoved(member)) } : feed;
    return looked(textsOf(rest).map((text) => `"${text}"`).join('\n'), seen, sought, 'feed');
  };

/** A JSON Feed: the id may stand in entries that are tombstones and nowhere else. */
export const lookAtJsonFeed = lookAtJsonList('items', isTombstone);

/** A ninjs item that is canceled and has nothing that can be read. */
const isCanceled = (item: unknown): boolean => isObject(item) && item['pubStatus'] === 'canceled' && !['headlines', 'bodies', 'descriptions', 'associations', 'by', 'people'].some((field) => item[field] !== undefined);

/** A ninjs item of items: the id may stand in those that are canceled and empty. */
export const lookAtNinjsCollection = lookAtJsonList('associations', isCanceled);

/** A NewsML-G2 message: the id may stand in items that are canceled and have no content. */
export const lookAtNewsMessage = (seen: Seen, sought: Sought): Finding =>
  looked(seen.text.replace(/<newsItem\b[\s\S]*?<\/newsItem>/g, (item) => (item.includes('qcode="stat:canceled"') && !/<(contentSet|headline|contentMeta)\b/.test(item) ? '' : item)), seen, sought, 'feed');

/** Every text in a JSON value, without the escaping that JSON puts on it. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
};
