import { Readability } from '@mozilla/readability';

import { elementChildren, linesOf, nameOf, textIn, type PageDocument, type PageElement } from './dom.js';

const hints = /(?:^|[\s_-])(?:article|content|zoom|detail|details|trs_editor|artibody|art_body|articlecontent|article_content|articlebody|newstext|news_txt|news_content|newscontent|main_content|maincontent|post|entry|story|text|txt|body|endtext|cont|con|editor|ueditor|rich_media_content|view|tex)(?:$|[\s_\d-])/i;
const textFloorChars = 20;
const lineFloorChars = 20;
/** In shorter pages Readability finds nothing. */
const readableFloorChars = 500;
/** A smaller container is better as long as it holds this part of the text. */
const holdsPart = 0.85;

/** A sentence, or a part of one: labels, menus and dates have no commas and full stops. */
const running = /[，。！？；、]|[,.!?;](?:\s|$)/u;

/** Characters of running text under each element. Links do not count, nor does text without punctuation. */
const scores = (body: PageElement): Map<PageElement, number> => {
  const score = new Map<PageElement, number>();
  const walk = (element: PageElement): number => {
    let own = 0;
    for (const node of element.childNodes) {
      const text = node.nodeType === 3 ? (node.textContent ?? '').trim() : '';
      if (running.test(text)) own += text.length;
    }
    let below = 0;
    for (const child of elementChildren(element)) if (child.localName !== 'a') below += walk(child);
    const total = (/^h[1-6]$|^li$/.test(element.localName) ? 0 : own) + below;
    score.set(element, total);
    return total;
  };
  walk(body);
  return score;
};

/**
 * The element that holds the body of the piece: of all whose name hints at it (or that are `article` or `articleBody`), the
 * smallest that still holds most of the running text of the fullest. undefined where no hint holds a text.
 */
export const findContainer = (document: PageDocument): PageElement | undefined => {
  const { body } = document;
  if (!body) return undefined;
  const score = scores(body);
  const candidates = [...body.querySelectorAll('div, article, section, td, main')].filter(
    (element) => (element.localName === 'article' || element.getAttribute('itemprop') === 'articleBody' || hints.test(nameOf(element))) && (score.get(element) ?? 0) >= textFloorChars,
  );
  const most = Math.max(0, ...candidates.map((element) => score.get(element) ?? 0));
  if (most < (score.get(body) ?? 0) / 3) return undefined;
  return candidates.filter((element) => (score.get(element) ?? 0) >= most * holdsPart).at(-1);
};

/** Pages with more elements are not given to Readability, whose time grows faster than they do. */
const elementsMax = 5_000;

interface Readable {
  readonly content: PageElement;
  readonly byline?: string;
}

/** A choice that holds less of the page's running text is a mistake. */
const readablePart = 0.25;

/**
 * What Readability makes of a page: its text already cleaned, in a document of its own. It was made for pages in Western
 * languages, and for these it is better than names of elements. undefined where the page is small, huge, or beyond it.
 */
export const readable = (document: PageDocument, again: () => PageDocument): Readable | undefined => {
  const { body } = document;
  if (!body || textIn(body).length < readableFloorChars || [...body.querySelectorAll('*')].length > elementsMax) return undefined;
  const article = new Readability<PageElement>(again() as never, { serializer: (node) => node as unknown as PageElement, charThreshold: 250, keepClasses: true }).parse();
  if (!article?.content || textIn(article.content).length < (scores(body).get(body) ?? 0) * readablePart) return undefined;
  return { content: article.content, ...(article.byline ? { byline: article.byline } : {}) };
};

/**
 * Readability's choice, for pages that give no hint: the smallest element of the page that holds the lines that it takes for
 * text. It works on a document of its own (`again`), because it takes the one that it reads apart.
 */
export const readableContainer = (document: PageDocument, again: () => PageDocument): PageElement | undefined => {
  const { body } = document;
  if (!body) return undefined;
  if ([...body.querySelectorAll('*')].length > elementsMax) return densest(body);
  if (textIn(body).length < readableFloorChars) return densest(body);
  const article = new Readability<PageElement>(again() as never, { serializer: (node) => node as unknown as PageElement, charThreshold: 100 }).parse();
  if (!article?.content) return densest(body);
  const wanted = new Set(linesOf(article.content).filter(({ text }) => text.length >= lineFloorChars).map(({ text }) => text));
  const blocks = linesOf(body).filter(({ text }) => wanted.has(text)).map(({ block }) => block);
  let around = blocks[0];
  while (around && !blocks.every((block) => around?.contains(block))) around = around.parentElement ?? undefined;
  return around ?? densest(body);
};

/** Down from the body, as long as one child holds most of the running text. */
const densest = (body: PageElement): PageElement => {
  const score = scores(body);
  let at = body;
  for (;;) {
    const next: PageElement | undefined = elementChildren(at).find((child) => (score.get(child) ?? 0) >= (score.get(at) ?? 0) * holdsPart);
    if (!next || (score.get(next) ?? 0) === 0 || /^(?:p|span|font|strong|b|em)$/.test(next.localName)) return at;
    at = next;
  }
};

/** A page that is a bare text: its body, if that has any text. */
export const wholeBody = (document: PageDocument): PageElement | undefined => (document.body && textIn(document.body) !== '' ? document.body : undefined);
