import { linesOf, textIn, type PageDocument, type PageElement } from './dom.js';
import { dropFurnitureLines, dropNamedFurniture } from './furniture.js';
import { level } from './headline.js';
import { markHeadings } from './headings.js';
import { labelledIn } from './labels.js';
import { dropRightsText } from './rights-text.js';

interface Known {
  readonly headline: PageElement | undefined;
  readonly subtitle: PageElement | undefined;
  readonly title: string | undefined;
  /** Blocks of the lines below the headline, some of which are inside the body's element. */
  readonly below: readonly PageElement[];
}

/** Leaves in the body's element what is body. */
export const cleanBody = (container: PageElement, known: Known, document: PageDocument): void => {
  for (const element of [known.headline, known.subtitle]) if (element && container.contains(element)) element.remove();
  for (const block of known.below) if (container.contains(block) && block !== container && isInfo(textIn(block))) block.remove();
  dropNamedFurniture(container, null);
  dropRightsText(container);
  dropFurnitureLines(container);
  for (const image of container.querySelectorAll('img')) {
    const lazy = ['data-src', 'data-original', 'data-lazy-src', 'data-actualsrc', 'data-url'].map((name) => image.getAttribute(name)).find((src) => src);
    const src = lazy ?? (image.getAttribute('src') ? undefined : largestOf(image.getAttribute('srcset') ?? image.getAttribute('data-srcset') ?? ''));
    if (src) image.setAttribute('src', src);
  }
  for (const element of [...container.querySelectorAll('h1, h2, p, div')]) if (known.title !== undefined && level(textIn(element)) === level(known.title) && !element.querySelector('img')) element.remove();
  for (const table of [...container.querySelectorAll('table')]) unwrapLayout(table, document);
  markHeadings(container, document);
};

const candidatesMax = 40;

/** The address of the largest of a `srcset` (HTML §4.8.4.2.1). */
const largestOf = (srcset: string): string | undefined => {
  const candidates = srcset.split(/,\s+/, candidatesMax).map((candidate) => /^(\S+)(?:\s+(\d+(?:\.\d+)?)[wx])?$/.exec(candidate.trim()));
  const sized = candidates.flatMap((match) => (match?.[1] === undefined ? [] : [{ url: match[1].replace(/,$/, ''), size: Number(match[2] ?? 1) }]));
  return sized.toSorted((a, b) => b.size - a.size)[0]?.url;
};

const beginningLinesMax = 4;
const bylineCharsMax = 80;

/** Who and when, in lines of their own before the text of a Western page: both are fields of the piece. */
export const dropBylines = (container: PageElement): void => {
  for (const { text, block } of linesOf(container).slice(0, beginningLinesMax)) {
    if (text.length > bylineCharsMax || block === container || !/^(?:p|div|span|time|address|section|header)$/.test(block.localName)) continue;
    if (/^by:?\s+\p{Lu}[^.!?]*$/iu.test(text) || (block.querySelector('time') && textIn(block) === textIn(block.querySelector('time')))) block.remove();
  }
  // Between paragraphs and not inside of one.
  for (const time of [...container.querySelectorAll('time')]) if (/^(?:div|article|section|header|main)$/.test(time.parentElement?.localName ?? '')) time.remove();
};

/** A table of one cell is no table: its text stands by itself. */
const unwrapLayout = (table: PageElement, document: PageDocument): void => {
  const cells = [...table.querySelectorAll('td, th')];
  const [cell] = cells;
  if (cells.length !== 1 || !cell) return;
  const block = document.createElement('div');
  block.innerHTML = cell.innerHTML;
  table.replaceWith(block);
};

/** A line that says when, by whom and how often read, and nothing else. */
const isInfo = (text: string): boolean => text.length <= 160 && !/[。！？]/.test(text) && (labelledIn(text).length > 0 || /\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}/.test(text));

/** （责任编辑：…） and the like at the end, and the line of the original title: read, and no part of the text. */
export const dropCreditLines = (container: PageElement): void => {
  const candidates = [...container.querySelectorAll('p, div, span')].filter((element) => textIn(element) !== '' && textIn(element).length <= 60);
  for (const element of candidates) {
    const text = textIn(element);
    if (/^[（(【[\s]*(?:责任编辑|責任編輯|责编|責編|编辑|編輯|原标题|原標題|来源|來源|稿源|作者|审核|校对|初审|复审|终审|编审|总编辑|值班\S{2,4})\s*[:：]/u.test(text) && !/[。！？]/.test(text)) element.remove();
  }
};
