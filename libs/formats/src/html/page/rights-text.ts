import { elementChildren, linesOf, textIn, type PageElement } from './dom.js';

const reserved =
  /未经[^。\n]{0,24}?(?:授权|授權|许可|許可|允许|同意|批准)[^。\n]{0,12}?(?:不得|禁止|严禁|嚴禁|请勿|谢绝|謝絕)|(?:严禁|禁止|谢绝|請勿|请勿|不得)(?:任何(?:形式|单位|个人)的?)?(?:擅自|私自)?(?:转载|轉載|复制|摘编)|(?:may|must) not be (?:re)?(?:published|produced|printed|distributed|broadcast)[^.\n]{0,80}without|reproduction (?:is )?(?:prohibited|forbidden)/iu;
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

export const rightsText = (page: PageElement): RightsText => {
  let notice: string | undefined;
  let disclaimer: string | undefined;
  for (const { text } of linesOf(page)) {
    if (notice === undefined && text.length <= noticeCharsMax && reserved.test(text)) notice = text.slice(0, noticeCharsMax);
    else if (disclaimer === undefined && text.length > 30 && /免责声明|免責聲明/.test(text)) disclaimer = text.slice(0, noticeCharsMax);
  }
  return { reprintReserved: notice !== undefined, ...(notice === undefined ? {} : { notice }), ...(disclaimer === undefined ? {} : { disclaimer }) };
};

/** Takes the lines about rights out of a body. */
export const dropRightsText = (body: PageElement): void => {
  for (const element of [...body.querySelectorAll('p, div, span, section, blockquote')]) {
    const text = textIn(element);
    if (text.length > 0 && text.length < 600 && !elementChildren(element).some((child) => /^(?:p|div|section)$/.test(child.localName)) && ((rightsLine.test(text) && !machineMade.test(text)) || (reserved.test(text) && text.length < 120))) element.remove();
  }
};
