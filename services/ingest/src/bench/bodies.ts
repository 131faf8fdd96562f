/** A body to push. `items` is how many articles it has. */
export interface Body {
  readonly name: string;
  readonly contentType: string;
  readonly items: number;
  /** Another one for each index: nothing that was sent before is sent again. */
  readonly of: (index: number) => Buffer;
}

const english = 'The tide gate was opened at dawn, and forty boats went out on the ebb before the wind turned to the north, the harbour master said. ';
const chinese = '记者从港口管理局获悉，三号泊位的起重机在周一完成了全部测试，预计下个月可以投入使用，届时每天可以多装卸四百个集装箱。';
const paragraphs = (text: string, mark: string, count: number): string => Array.from({ length: count }, (_, i) => `<p>${text}${i === 0 ? mark : ''} <a href="https://harbour.example/${i}">${i}</a></p>`).join('');

/** The bytes of each character that GB18030 writes in two (RFC 1345 and GB 18030-2005); others are not needed here. */
const twoBytes = (): ReadonlyMap<string, Buffer> => {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) table.set(decoder.decode(Uint8Array.of(lead, trail)), Buffer.from([lead, trail]));
  }
  return table;
};

let table: ReadonlyMap<string, Buffer> | undefined;
const gb18030 = (text: string): Buffer => {
  table ??= twoBytes();
  return Buffer.concat([...text].map((char) => (char < '\u0080' ? Buffer.from(char) : (table?.get(char) ?? Buffer.from('?')))));
};

const item = (id: string): string => `<item><guid isPermaLink="false">${id}</guid><title>Boats leave ${id}</title><link>https://harbour.example/${id}</link><pubDate>Mon, 13 Dec 2021 08:30:00 +0800</pubDate><content:encoded><![CDATA[${paragraphs(english, id, 12)}]]></content:encoded></item>`;

const page = (text: string, language: string, index: number): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="${language === 'zh' ? 'gb2312' : 'utf-8'}"><title>Page ${index}</title><link rel="canonical" href="https://harbour.example/${language}/${index}"></head><body><div class="nav">${'<a href="/">港口</a>'.repeat(60)}</div><h1>Page ${index}</h1><div class="info">2021-12-13 08:30 来源：海港日报 作者：张三</div><div class="article-content">${paragraphs(text, String(index), 20)}</div><ul class="list">${'<li><a href="/x">海港新闻</a></li>'.repeat(120)}</ul></body></html>`;

/** What upstreams send most: a feed, an item as JSON, pages in two encodings. `mark` keeps runs apart. */
export const bodiesOf = (mark: string): readonly Body[] => [
  {
    name: 'RSS of 50 items',
    contentType: 'application/rss+xml',
    items: 50,
    of: (index) => Buffer.from(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour</title><link>https://harbour.example/</link>${Array.from({ length: 50 }, (_, i) => item(`${mark}-f${index}-${i}`)).join('')}</channel></rss>`),
  },
  { name: 'single ninjs', contentType: 'application/json', items: 1, of: (index) => Buffer.from(JSON.stringify({ uri: `urn:${mark}:n${index}`, version: '1', headline: `Boats leave ${index}`, language: 'en', body_html: paragraphs(english, `${mark}${index}`, 12) })) },
  { name: 'single HTML page', contentType: 'text/html; charset=utf-8', items: 1, of: (index) => Buffer.from(page(english, 'en', index).replaceAll('harbour.example/en/', `harbour.example/${mark}/en/`)) },
  { name: 'GB18030 page', contentType: 'text/html', items: 1, of: (index) => gb18030(page(chinese, 'zh', index).replaceAll('harbour.example/zh/', `harbour.example/${mark}/zh/`)) },
];
