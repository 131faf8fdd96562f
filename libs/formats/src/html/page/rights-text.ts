import { reservesReprint } from '../../draft/reprint-reserved.js';
import { elementChildren, textIn, type Line, type PageElement } from './dom.js';

const rightsLine = /^[\s*※【[（(]*(?:免责声明|免責聲明|版权声明|版權聲明|版权说明|特别声明|郑重声明|转载声明|声明|法律声明|版权所有|版權所有|©|copyright\s|凡(?:注明|本网|来源))/iu;

/** What a page says about the rights in its pieces; it is no part of the body. */
export interface RightsText {
  readonly reprintReserved: boolean;
  /** The sentence by which reprinting is reserved. */
  readonly notice?: string;
  /** What the page says to excuse itself (免责声明); nobody's right. */
  readonly disclaimer?: string;
}

/** A label that a machine made the text has to stay with it. */
const machineMade = /\bAI|人工智能|大模型/iu;
const noticeCharsMax = 500;

export const rightsText = (lines: readonly Line[]): RightsText => {
  let notice: string | undefined;
  let disclaimer: string | undefined;
  for (const { text } of lines) {
    if (notice === undefined && reservesReprint(text)) notice = text.slice(0, noticeCharsMax);
    else if (disclaimer === undefined && text.length > 30 && /免责声明|免責聲明/.test(text)) disclaimer = text.slice(0, noticeCharsMax);
  }
  return { reprintReserved: notice !== undefined, ...(notice === undefined ? {} : { notice }), ...(disclaimer === undefined ? {} : { disclaimer }) };
};

/** Takes the lines about rights out of a body. */
export const dropRightsText = (body: PageElement): void => {
  for (const element of [...body.querySelectorAll('p, div, span, section, blockquote')]) {
    const text = textIn(element);
    if (text.length > 0 && text.length < 600 && !elementChildren(element).some((child) => /^(?:p|div|section)$/.test(child.localName)) && ((rightsLine.test(text) && !machineMade.test(text)) || (text.length < 120 && reservesReprint(text)))) element.remove();
  }
};
