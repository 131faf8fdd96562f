import { textOfHtml } from '@wiredesk/content';

import { sanitise } from './sanitise.js';

const inlineTag = /<\/?(?:b|i|em|strong|u|s|sub|sup|span|br|a|font|small|mark|p|div|code)(?:\s[^<>]{0,500})?\/?>/gi;

/** HTML as one line of text. */
export const plainOf = (html: string): string => (/[<&]/.test(html) ? textOfHtml(sanitise(html)).replaceAll('\n', ' ') : html);

/**
 * A title from a feed. Entities are decoded once: XML has done it, except inside CDATA, where HTML's are still to be
 * decoded. Inline tags that a producer put into a title are dropped, everything else that looks like a tag is text.
 */
export const titleOf = (text: string | undefined, cdata: boolean): string | undefined => {
  if (text === undefined) return undefined;
  return cdata && text.includes('&') ? plainOf(text.replace(/<(?!\/?[a-z])/gi, '&lt;')) : text.replace(inlineTag, ' ');
};

/** HTML as feeds carry it: as it is if it has tags, else its lines as paragraphs. */
export const looseHtml = (text: string): string => {
  if (/<[a-z!/]/i.test(text)) return text;
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => `<p>${line}</p>`)
    .join('');
};
