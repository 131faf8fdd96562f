import { linesOf, nameOf, textIn, type PageElement } from './dom.js';

const label = /^[\s【[（(]*(?:核心提示|内容提要|内容摘要|摘\s*要|导\s*读|导\s*语|提\s*要|編者按|导读提示|阅读提示)[\s】\]）)]*[:：]?\s*/u;
const named = /(?:^|[\s_-])(?:introduce|introduction|intro|summary|abstract|zhaiyao|daodu|digest|lead|lede|excerpt|standfirst|artabs)(?:$|[\s_\d-])/i;
const whole = /[。！？!?.…”"』」）)]$/u;

export interface Abstract {
  readonly text: string;
  readonly truncated: boolean;
  /** The page's own element, which is no part of the body. */
  readonly element?: PageElement;
}

const abstractCharsMax = 1_000;

/** Whether a text stops in mid-sentence. */
export const isTruncated = (text: string): boolean => !whole.test(text) || /(?:\.\.\.|…|\[\.\.\.\])$/u.test(text);

/**
 * The abstract of a page (核心提示 and its like), by label or by the name of its element; else the meta description if it
 * is whole and says more than the title. One that was cut off in mid-sentence is kept and marked.
 */
export const abstractOf = (body: PageElement, description: string | undefined, title: string): Abstract | undefined => {
  for (const { text, block } of linesOf(body)) {
    const rest = label.test(text) && /^[^:：]{0,10}[:：】\]]/.test(text) ? text.replace(label, '').trim() : '';
    if (rest.length >= 10 && rest.length <= abstractCharsMax) return { text: rest, truncated: isTruncated(rest), element: block };
  }
  for (const element of body.querySelectorAll('div, p, section, blockquote, span')) {
    const text = named.test(nameOf(element)) ? textIn(element).replace(label, '').trim() : '';
    if (text.length >= 20 && text.length <= abstractCharsMax && text !== title) return { text, truncated: isTruncated(text), element };
  }
  const text = (description ?? '').replace(/\s+/g, ' ').replace(label, '').trim();
  return text.length >= 20 && text !== title && !isTruncated(text) ? { text, truncated: false } : undefined;
};
