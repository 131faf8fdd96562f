/** Deeper than any page that people write; HTML parsers take quadratic time over depth. */
const depthMax = 300;
const tagCharsMax = 32_000;
const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);
/** Elements that close an open one of their own kind. */
const closesItself = new Set(['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option', 'a', 'button']);
const nameChar = /[^\s/>]*/y;

/**
 * HTML with nesting and tags bounded, for parsers that are not: start tags deeper than `depthMax`, end tags of elements
 * that are not open and tags longer than `tagCharsMax` are dropped. Untouched (and not even walked) where it has too few
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
        if (closesItself.has(name) && open.at(-1) === name) open.pop();
        if (open.length >= depthMax) drop(end);
        else open.push(name);
      }
    } else end = at + 1;
    at = html.indexOf('<', end);
  }
  out.push(html.slice(copied));
  return out.join('');
};

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
