import type { ParsedItem } from '../parse-result.js';

type ParsedArticle = Extract<ParsedItem, { kind: 'article' }>;

const instantOf = ({ article }: ParsedArticle): number => Date.parse(article.modified ?? article.published?.at ?? '') || 0;
const isSame = (a: ParsedArticle, b: ParsedArticle): boolean => a.article.title === b.article.title && a.article.bodyHtml === b.article.bodyHtml;

/**
 * Of articles of one document that have one id and no version to tell which is the later, the latest by its date is
 * taken, of equally old ones the first: feeds have the newest on top. The others are refused alone; taken one after the
 * other they would overwrite each other. The same piece twice is left to be unchanged.
 */
export const oneOfEach = (items: readonly ParsedItem[]): readonly ParsedItem[] => {
  const chosen = new Map<string, ParsedArticle>();
  let doubled = false;
  for (const item of items) {
    if (item.kind !== 'article' || item.version !== undefined) continue;
    const known = chosen.get(item.guid);
    doubled ||= known !== undefined;
    if (!known || instantOf(item) > instantOf(known)) chosen.set(item.guid, item);
  }
  if (!doubled) return items;
  return items.map((item): ParsedItem => {
    const taken = item.kind === 'article' && item.version === undefined ? chosen.get(item.guid) : undefined;
    if (item.kind !== 'article' || !taken || taken === item || isSame(taken, item)) return item;
    return { kind: 'refused', guid: item.guid, reason: { code: 'guid-not-unique', detail: `Another item of the same document has the id "${item.guid.slice(0, 200)}" too, another text, and no version says which of them is the later: the newest was taken. Give each piece an id of its own, and each version of it a version.` } };
  });
};
