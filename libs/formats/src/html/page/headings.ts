import { escapeHtml } from '../escape.js';
import { elementChildren, textIn, type PageDocument, type PageElement } from './dom.js';

const headingCharsMax = 40;
const endsLikeText = /[。！？；，,;:：.!?…]$/u;
const noHeading = /^(?:图|图片|图\d|（|\(|【|责|编辑|来源|作者|记者|文[/／]|摄影)|(?:摄|供图|图)$/u;

const centred = (element: PageElement): boolean =>
  element.localName === 'center' || element.getAttribute('align') === 'center' || /text-align\s*:\s*center/i.test(element.getAttribute('style') ?? '') || /(?:^|\s)(?:center|text-center|subtitle|sub-title|xiaobiaoti)(?:\s|$)/i.test(element.getAttribute('class') ?? '');

/** All of its text is inside one bold element. */
const bold = (element: PageElement): boolean => {
  const text = textIn(element);
  for (const strong of element.querySelectorAll('strong, b')) if (textIn(strong) === text) return true;
  return /font-weight\s*:\s*(?:bold|[6-9]00)/i.test(element.getAttribute('style') ?? '');
};

const isHeading = (element: PageElement | null): boolean => {
  if (!element || !/^(?:p|div|center)$/.test(element.localName)) return false;
  const text = textIn(element);
  if (text === '' || text.length > headingCharsMax || endsLikeText.test(text) || noHeading.test(text) || element.querySelector('img')) return false;
  return centred(element) || bold(element);
};

/**
 * Makes the sub-headings of a body headings: short centred or bold paragraphs without a full stop. Two in a row are one
 * heading of two lines; more are no headings (a poem, a list of names), nor is the last paragraph, or one below a picture.
 */
export const markHeadings = (body: PageElement, document: PageDocument): void => {
  const paragraphs = [...body.querySelectorAll('p, div, center')];
  const done = new Set<PageElement>();
  for (const paragraph of paragraphs) {
    if (done.has(paragraph) || !isHeading(paragraph)) continue;
    const run = [paragraph];
    for (let next = nextWithText(paragraph); next && isHeading(next); next = nextWithText(next)) run.push(next);
    for (const one of run) done.add(one);
    const previous = paragraph.previousElementSibling;
    if (run.length > 2 || !nextWithText(run.at(-1) as PageElement) || (previous?.querySelector('img') && textIn(previous) === '')) continue;
    const heading = document.createElement('h2');
    heading.innerHTML = run.map((one) => escapeHtml(textIn(one))).join('<br>');
    paragraph.replaceWith(heading);
    for (const one of run.slice(1)) one.remove();
  }
};

const nextWithText = (element: PageElement): PageElement | null => {
  let next = element.nextElementSibling;
  while (next && textIn(next) === '' && !next.querySelector('img') && elementChildren(next).every((child) => child.localName === 'br')) next = next.nextElementSibling;
  return next;
};
