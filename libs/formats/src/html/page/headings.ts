import { escapeHtml } from '../escape.js';
import { holds, textIn, type PageDocument, type PageElement } from './dom.js';

const headingCharsMax = 40;
const endsLikeText = /[。！？；，,;:：.!?…]$/u;
const noHeading = /^(?:图|图片|图\d|（|\(|【|责|编辑|来源|作者|记者|文[/／]|摄影)|(?:摄|供图|图)$/u;

const pictures: ReadonlySet<string> = new Set(['img']);
const boldNames: ReadonlySet<string> = new Set(['strong', 'b']);
const blockNames: ReadonlySet<string> = new Set(['p', 'div', 'center', 'section', 'ul', 'ol', 'table', 'blockquote', 'h2', 'h3']);

const centred = (element: PageElement): boolean =>
  element.localName === 'center' || element.getAttribute('align') === 'center' || /text-align\s*:\s*center/i.test(element.getAttribute('style') ?? '') || /(?:^|\s)(?:center|text-center|subtitle|sub-title|xiaobiaoti)(?:\s|$)/i.test(element.getAttribute('class') ?? '');

/** All of its text is inside one bold element. */
const bold = (element: PageElement): boolean => {
  const text = textIn(element);
  if (holds(element, boldNames)) for (const strong of element.querySelectorAll('strong, b')) if (textIn(strong) === text) return true;
  return /font-weight\s*:\s*(?:bold|[6-9]00)/i.test(element.getAttribute('style') ?? '');
};

const isHeading = (element: PageElement): boolean => {
  if (!/^(?:p|div|center)$/.test(element.localName)) return false;
  const text = textIn(element);
  if (text === '' || text.length > headingCharsMax || endsLikeText.test(text) || noHeading.test(text) || holds(element, pictures)) return false;
  return centred(element) || bold(element);
};

/** Blocks of text without blocks inside, in the order of the page. */
const leaves = (body: PageElement): PageElement[] =>
  [...body.querySelectorAll('p, div, center, section, li, td, blockquote, h2, h3, figure')].filter((element) => !holds(element, blockNames) && (textIn(element) !== '' || holds(element, pictures)));

/**
 * Makes the sub-headings of a body headings: short centred or bold paragraphs without a full stop. Two in a row are one
 * heading of two lines; more are no headings (a poem, a list of names), nor is the last paragraph, or one below a picture.
 */
export const markHeadings = (body: PageElement, document: PageDocument): void => {
  const blocks = leaves(body);
  for (let at = 0; at < blocks.length; ) {
    let end = at;
    while (end < blocks.length && isHeading(blocks[end] as PageElement)) end += 1;
    const run = blocks.slice(at, end);
    const previous = blocks[at - 1];
    const isCaption = previous !== undefined && holds(previous, pictures) && textIn(previous) === '';
    if ((run.length === 1 || run.length === 2) && end < blocks.length && !isCaption) toHeading(run, document);
    at = Math.max(end, at + 1);
  }
};

const toHeading = (run: readonly PageElement[], document: PageDocument): void => {
  const heading = document.createElement('h2');
  heading.innerHTML = run.map((one) => escapeHtml(textIn(one))).join('<br>');
  run[0]?.replaceWith(heading);
  for (const one of run.slice(1)) one.remove();
};
