import { textIn, type PageDocument, type PageElement } from './dom.js';
import type { Metadata } from './metadata.js';

/** A text without its white space, for comparing titles. */
export const level = (text: string): string => text.replace(/[\s\u3000\u00a0]+/g, '');

/** The heading that says what the title says; else the first h1, or what is named like a title. */
export const headlineOf = (document: PageDocument, title: string): PageElement | undefined => {
  const headings = [...document.querySelectorAll('h1, h2, h3, .title, #title, .headline, .article-title, .arti_title, .tit')].filter((heading) => textIn(heading).length >= 2 && textIn(heading).length <= 200);
  const wanted = level(title);
  return headings.find((heading) => wanted.startsWith(level(textIn(heading))) || (level(textIn(heading)).length > 8 && wanted.includes(level(textIn(heading))))) ?? headings.find(({ localName }) => localName === 'h1');
};

/** A heading of lower rank right below the headline. */
export const subtitleOf = (headline: PageElement | undefined): PageElement | undefined => {
  const next = headline?.nextElementSibling;
  return next && /^h[2-5]$/.test(next.localName) && textIn(next).length >= 4 && textIn(next).length <= 80 ? next : undefined;
};

/** JSON-LD or og:title; the headline, where they only add the site's name to it; else the page's title cut at its last bar or dash. */
export const titleOf = (meta: Metadata, headline: PageElement | undefined, pageTitle: string): string | undefined => {
  const shown = headline && textIn(headline);
  if (shown !== undefined && (meta.title === undefined || level(meta.title).startsWith(level(shown)) || headline?.localName === 'h1')) return shown;
  if (meta.title !== undefined) return meta.title;
  const cut = pageTitle.replace(/\s*[_|｜—–-]+[^_|｜—–-]{1,40}$/u, '').trim();
  return cut === '' ? pageTitle || undefined : cut;
};
