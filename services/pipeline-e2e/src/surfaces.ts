import type { Client } from './client.js';

/** Every list on which an article of a category may stand. */
export const listsOf = (category: string): readonly string[] => [
  '/', `/categories/${category}`, '/feeds/all.rss', '/feeds/all.atom', '/feeds/all.json', `/feeds/${category}.rss`, `/feeds/${category}.atom`,
  `/feeds/${category}.json`, '/sitemap.xml', '/news-sitemap.xml',
];

/** What of an article can still be seen: places that answer with its page, title, or (in lists) its live URL. Empty is dark. */
export const stillShown = async (client: Client, itemId: string, title: string, category: string): Promise<string[]> => {
  const seen: string[] = [];
  for (const accept of ['text/html', 'application/json']) {
    const page = await client.article(itemId, accept);
    if (![404, 410, 451].includes(page.status)) seen.push(`article as ${accept}: ${page.status}`);
    if (page.text.includes(title)) seen.push(`article as ${accept} has the title`);
  }
  for (const path of listsOf(category)) {
    const list = await client.publish(path);
    if (list.text.includes(title)) seen.push(`${path} has the title`);
    const withoutTombstones = list.text.replace(/<at:deleted-entry[\s\S]*?(<\/at:deleted-entry>|\/>)/g, '');
    if (/\.(rss|xml)$/.test(path) && withoutTombstones.includes(itemId)) seen.push(`${path} has the id`);
  }
  return seen;
};
