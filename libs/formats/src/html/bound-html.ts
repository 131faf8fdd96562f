import { table } from '../table.js';

/** Deeper than any page that people write; HTML parsers take quadratic time over depth. */
const depthMax = 300;
const tagCharsMax = 32_000;
const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);
/** Which open elements a start tag closes, as HTML parsers do. */
const closes = table<ReadonlySet<string>>({
  p: new Set(['p']),
  li: new Set(['li']),
  td: new Set(['td', 'th']),
  th: new Set(['td', 'th']),
  tr: new Set(['tr', 'td', 'th']),
  dt: new Set(['dt', 'dd']),
  dd: new Set(['dt', 'dd']),
  option: new Set(['option']),
});
const nameChar = /[^\s/>]*/y;

/**
 * HTML with nesting and tags bounded, for parsers that are not: start tags deeper than `depthMax`, end tags of elements
 * that are not open and tags longer than `tagCharsMax` are dropped, a bare `<` is escaped. Untouched (and not even walked) where it has too few
 * start tags to be deep. Linear in the length.
 */
export const boundHtml = (html: string): string => {
  if (html.length < tagCharsMax && !mayBeDeep(html)) return html;
  const out: string[] = [];
  const open: string[] = [];
  let copied = 0;
  let at = html.indexOf('<');
  const drop = (end: number): void => {
    out.push(html.slice(copied, at));
    copied = end;
  };
  while (at !== -1) {
    const next = html[at + 1] ?? '';
    let end: number;
    if (next === '!' || next === '?') end = html.startsWith('<!--', at) ? after(html, '-->', at + 4) : after(html, '>', at + 2);
    else if (/[a-z/]/i.test(next)) {
      const closing = next === '/';
      nameChar.lastIndex = at + (closing ? 2 : 1);
      const name = (nameChar.exec(html)?.[0] ?? '').slice(0, 40).toLowerCase();
      end = closing ? after(html, '>', at + 2) : tagEnd(html, at + 1);
      if (end - at > tagCharsMax) drop(end);
      else if (closing) {
        const depth = open.lastIndexOf(name);
        if (depth === -1) drop(end);
        else open.length = depth;
      } else if (!voidElements.has(name)) {
        while (closes[name]?.has(open.at(-1) ?? '')) open.pop();
        if (open.length >= depthMax) drop(end);
        else open.push(name);
      }
    } else {
      // A bare "<" is text; as its entity it does not part the text into pieces.
      end = at + 1;
      drop(end);
      out.push('&lt;');
    }
    at = html.indexOf('<', end);
  }
  out.push(html.slice(copied));
  return out.join('');
};

/** Whether the HTML has more tags and entities than `max`: what parsing costs grows with them, not with the length. */
export const hasMorePieces = (html: string, max: number): boolean => {
  let count = 0;
  for (const sign of ['<', '&']) {
    for (let at = html.indexOf(sign); at !== -1 && count <= max; at = html.indexOf(sign, at + 1)) count += 1;
  }
  return count > max;
};

/** Numeric references to characters that mean nothing to HTML, as the characters: some pages write every one so. */
export const plainCharacters = (html: string): string =>
  html.replace(/&#(?:x([0-9a-f]{2,6})|(\d{3,7}));/gi, (whole, hex: string | undefined, decimal: string | undefined) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code >= firstPlain && code <= lastPlain && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : whole;
  });

const firstPlain = 0xa0;
const lastPlain = 0x10_ff_fd;

const mayBeDeep = (html: string): boolean => {
  let count = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    count += 1;
    if (count > depthMax) return true;
  }
  return false;
};

const after = (html: string, what: string, from: number): number => {
  const at = html.indexOf(what, from);
  return at === -1 ? html.length : at + what.length;
};

/** Past the `>` of a start tag; one inside a quoted value does not count. */
const tagEnd = (html: string, from: number): number => {
  let quote = '';
  let previous = '';
  for (let at = from; at < html.length; at += 1) {
    const char = html[at] as string;
    if (quote !== '') {
      if (char === quote) quote = '';
      continue;
    }
    if (char === '>') return at + 1;
    if ((char === '"' || char === "'") && previous === '=') quote = char;
    if (!/\s/.test(char)) previous = char;
  }
  return html.length;
};
