/** The four invented media of the demo, and what each of them pushes. */
import { articlesOf } from './articles.mjs';
import { addressOf, atomOf, jsonFeedOf, ninjsKill, ninjsOf, pageOf, rssGb18030 } from './write-formats.mjs';

const minuteMs = 60_000;

const json = 'application/json';
const push = (body, contentType, note) => ({ body, contentType, note });

/** A wire: everything at once, then a correction, then a kill. */
const harbourWire = (base) => {
  const articles = articlesOf('harbour-wire', base);
  const corrections = articles.filter(({ key }) => key.endsWith('.corrected'));
  const killed = articles.find(({ name }) => name === 'rail-bridge');
  return [
    push(JSON.stringify(articles.filter((article) => !corrections.includes(article)).map(ninjsOf)), json, 'ninjs'),
    ...corrections.map((article) => push(JSON.stringify(ninjsOf(article)), json, 'a correction')),
    push(JSON.stringify(ninjsKill(killed, new Date(killed.modifiedAt.getTime() + 90 * minuteMs))), json, 'a kill'),
  ];
};

const linyunDaily = (base) => [
  push(rssGb18030({ title: '临云日报', link: 'https://linyun-daily.example/', articles: articlesOf('linyun-daily', base) }), 'application/rss+xml; charset=gb18030', 'RSS in GB18030'),
];

const valleyCourier = (base) => {
  const articles = articlesOf('valley-courier', base);
  const of = (format) => ({ title: 'The Valley Courier', link: 'https://valley-courier.example/', language: 'en', articles: articles.filter((article) => article.format === format) });
  return [push(atomOf(of('atom')), 'application/atom+xml', 'Atom'), push(jsonFeedOf(of('json')), 'application/feed+json', 'JSON Feed')];
};

const jiangwanNet = (base) => {
  const articles = articlesOf('jiangwan-net', base);
  return [
    ...articles.filter(({ format }) => format === 'html').map((article) => push(pageOf(article), 'text/html; charset=utf-8', 'a page')),
    push(jsonFeedOf({ title: '江湾在线', link: 'https://jiangwan-net.example/', language: 'zh', articles: articles.filter(({ format }) => format === 'json') }), 'application/feed+json', 'JSON Feed'),
  ];
};

const categoryMap = { 文化: 'culture', 农业: 'agriculture', 交通: 'transport', 民生: 'society', 环境: 'environment', 教育: 'education', 健康: 'health', 科技: 'technology', 旅游: 'travel', 体育: 'sport', 生活: 'society' };

/** Sources as they are created; `pushes(base)` is what each sends, `base` being the moment at which the demo was first loaded. */
export const sources = [
  { settings: { id: 'harbour-wire', name: 'Harbour Wire', url: 'https://harbour-wire.example/', language: 'en', timeZone: 'UTC' }, pushes: harbourWire },
  { settings: { id: 'linyun-daily', name: '临云日报', url: 'https://linyun-daily.example/', language: 'zh', timeZone: 'Asia/Shanghai', categoryMap }, pushes: linyunDaily },
  { settings: { id: 'valley-courier', name: 'The Valley Courier', url: 'https://valley-courier.example/', language: 'en', timeZone: 'UTC', categories: ['society'] }, pushes: valleyCourier },
  { settings: { id: 'jiangwan-net', name: '江湾在线', url: 'https://jiangwan-net.example/', language: 'zh', timeZone: 'Asia/Shanghai', categoryMap, categories: ['society'] }, pushes: jiangwanNet },
];

/** The source of whoever tries the product: it has sent nothing yet. */
export const visitor = { id: 'demo', name: 'Demo', url: 'https://demo.example/', categories: ['local'] };

/** Addresses of what may not be shown before its time. */
export const embargoedAddresses = (base) => new Set(sources.flatMap(({ settings }) => articlesOf(settings.id, base)).filter(({ embargoedUntil }) => embargoedUntil && embargoedUntil.getTime() > Date.now()).map(addressOf));
