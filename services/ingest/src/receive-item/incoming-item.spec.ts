import type { Article } from '@wiredesk/content';

import { keyedGuid, toIncoming } from './incoming-item.js';

const article: Article = {
  title: 'The tide gate',
  bodyHtml: '<p>It opened at dawn.</p>',
  bodyText: 'It opened at dawn.',
  language: 'en',
  categories: [{ code: 'medtop:1', name: 'Ports' }, { code: 'local' }],
  keywords: [],
  media: [],
  reprintReserved: false,
  hops: [],
  unknown: {},
  warnings: [],
};
const incoming = (more: Partial<Article> = {}, settings = {}) => {
  const item = toIncoming({ kind: 'article', guid: 'g', article: { ...article, ...more } }, { name: 'S', ...settings }, 'https://portal.example');
  if (item.kind !== 'article') throw new Error('not an article');
  return item;
};

describe('a guid', () => {
  it('is kept byte for byte where it can be a key', () => {
    expect(keyedGuid(' urn:x:1 ')).toBe(' urn:x:1 ');
    expect(keyedGuid('𠮷'.repeat(200))).toBe('𠮷'.repeat(200));
  });

  it('is its hash where it is too long or not storable, and others stay others', () => {
    const odd = ['a'.repeat(401), 'a'.repeat(402), 'x\0', 'x\ud800', 'x\ud801', ''];
    const keyed = odd.map(keyedGuid);
    expect(keyed.every((guid) => /^sha256:[0-9a-f]{64}$/.test(guid))).toBe(true);
    // Two lone surrogates are both U+FFFD in UTF-8, which is all that could be stored of them.
    expect(new Set(keyed).size).toBe(5);
  });
});

describe('the state that makes a revision', () => {
  it('is everything that is shown or decides', () => {
    const base = incoming().incoming.stateHash;
    const changes: Partial<Article>[] = [
      { title: 'Another' }, { bodyHtml: '<p>It <b>opened</b> at dawn.</p>' }, { url: 'https://a.example/1' }, { keywords: ['tide'] }, { urgency: 1 },
      { media: [{ url: 'https://a.example/1.jpg' }] }, { rights: { notice: '© A' } }, { published: { at: '2026-01-01T00:00:00.000Z', precision: 'instant' } },
      { embargo: '2027-01-01T00:00:00.000Z' }, { expires: '2027-01-01T00:00:00.000Z' }, { reprintReserved: true }, { categories: [] }, { byline: ['A'] }, { digitalSourceType: 'x' },
      { abstract: 'Short' }, { credit: { name: 'B' } }, { originalTitle: 'C' }, { editorName: 'D' }, { correctionNote: 'E' },
    ];
    const same = changes.filter((change) => incoming(change).incoming.stateHash === base);
    expect(same).toEqual([]);
  });

  it('is not what differs at every fetch', () => {
    const base = incoming().incoming.stateHash;
    expect(incoming({ views: 7 }).incoming.stateHash).toBe(base);
    expect(incoming({ warnings: [{ code: 'a', detail: 'b' }] }).incoming.stateHash).toBe(base);
    expect(incoming({ published: { at: '2026-01-01T00:00:00.000Z', precision: 'assumed' } }).incoming.stateHash).toBe(base);
  });
});

describe('categories of a source', () => {
  it('are mapped by code or name, each once', () => {
    expect(incoming({}, { categoryMap: { Ports: 'harbour', local: 'harbour' } }).article.categories).toEqual([{ code: 'harbour' }]);
  });

  it('stand in where an item has none', () => {
    expect(incoming({ categories: [] }, { categories: ['news'] }).article.categories).toEqual([{ code: 'news' }]);
    expect(incoming({}, { categories: ['news'] }).article.categories).toHaveLength(2);
  });
});

describe('our own output', () => {
  it('is refused by its address, whoever sends it back', () => {
    const refused = (guid: string, url?: string) => toIncoming({ kind: 'article', guid, article: { ...article, ...(url === undefined ? {} : { url }) } }, { name: 'S' }, 'https://portal.example/').kind;
    expect([refused('https://portal.example/articles/1'), refused('g', 'https://portal.example/articles/1'), refused('g', 'https://portal.example.evil/articles/1'), refused('g')]).toEqual(['refused', 'refused', 'article', 'article']);
  });
});
