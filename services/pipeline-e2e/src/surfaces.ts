import type { Client } from './client.js';

/** Every list on which an article of a category may stand. */
export const listsOf = (category: string): readonly string[] => [
  '/', `/categories/${category}`, '/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json', `/feeds/${category}.rss`, `/feeds/${category}.atom`,
  `/feeds/${category}.json`, '/sitemap.xml', '/news-sitemap.xml',
];

/** One place where an article may be seen; `look` says what of it is seen there now. */
export interface Place {
  readonly name: string;
  readonly look: () => Promise<string[]>;
}

/** Every place of the portal where an article may be seen: its page in each form, and the lists of its category. */
export const placesOf = (client: Client, itemId: string, title: string, category: string): Place[] => [
  ...['text/html', 'application/json'].map((accept) => ({
    name: `article as ${accept}`,
    look: async () => {
      const page = await client.article(itemId, accept);
      return [...([404, 410, 451].includes(page.status) ? [] : [`article as ${accept}: ${page.status}`]), ...(page.text.includes(title) ? [`article as ${accept} has the title`] : [])];
    },
  })),
  ...listsOf(category).map((path) => ({
    name: path,
    look: async () => {
      const { text } = await client.publish(path);
      const withoutTombstones = text.replace(/<at:deleted-entry[\s\S]*?(<\/at:deleted-entry>|\/>)/g, '');
      return [...(text.includes(title) ? [`${path} has the title`] : []), ...(/\.(rss|xml)$/.test(path) && withoutTombstones.includes(itemId) ? [`${path} has the id`] : [])];
    },
  })),
];

/** What of an article can still be seen: places that answer with its page, title, or (in lists) its live URL. Empty is dark. */
export const stillShown = async (client: Client, itemId: string, title: string, category: string): Promise<string[]> =>
  (await Promise.all(placesOf(client, itemId, title, category).map((place) => place.look()))).flat();
