import { escapeHtml } from './escape.js';
import { Flow, isBlock } from './flow.js';
import { table } from '../table.js';

/** Elements that the short way takes, by the name under which they are shown. All that is dropped whole takes the long one. */
const shownAs = table({
  ...Object.fromEntries(['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'br', 'hr', 'img', 'div', 'a', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'code', 'span'].map((name) => [name, name])),
  h1: 'h2',
  section: 'div',
  article: 'div',
  center: 'div',
  main: 'div',
});
/** A parser of HTML closes these where a block begins. */
const closedByBlocks = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Attributes that are dropped; others that are not shown take the long way. */
const droppedAttributes = /^(?:class|style|id|target|rel|align|title|srcset|sizes|decoding|data-[a-z-]{1,40})$/;
const imageAttributes = /^(?:src|alt|width|height|loading)$/;

const startTag = /^([a-z][a-z0-9]*)((?:\s+[a-z-]+="(?:[^"<>&]|&amp;)*")*)\s*\/?$/;
const knownEntities = /^(?:[^&]|&(?:amp|lt|gt|quot|nbsp|#39);)*$/;
const entity = /&(?:quot|nbsp|#39);/g;
const attribute = /([a-z-]+)="([^"<>]*)"/g;
/** As they stand in text; `&amp;`, `&lt;` and `&gt;` stay what they are. */
const plainEntities: Readonly<Record<string, string>> = { '&quot;': '"', '&nbsp;': '\u00a0', '&#39;': "'" };
const nestingMax = 40;

export interface SimpleOptions {
  /** The address of a link as it may stand in a text, or undefined. */
  readonly link: (href: string) => string | undefined;
  /** The attributes of a picture as it may be shown; without `src` it is not shown. */
  readonly image: (attributes: Readonly<Record<string, string | undefined>>) => Readonly<Record<string, string>>;
  /** Characters that have to be taken out: a text with one of them takes the long way. */
  readonly unwanted: RegExp;
}

/**
 * HTML of the kind that most pieces are sent in (well-formed, few elements, double quotes), sanitised and flowed in one pass;
 * undefined for everything else, which takes the long way through a parser. The answer is the same on both ways, which its
 * spec holds against each other; this one costs a third.
 */
export const sanitiseSimple = (html: string, options: SimpleOptions): string | undefined => {
  if (options.unwanted.test(html)) return undefined;
  const flow = new Flow();
  const open: string[] = [];
  for (let at = 0; at < html.length; ) {
    const start = html.indexOf('<', at);
    const text = plainText(html.slice(at, start === -1 ? html.length : start));
    if (text === undefined) return undefined;
    if (text !== '') flow.text(text);
    if (start === -1) break;
    const end = html.indexOf('>', start);
    if (end === -1 || !takeTag(html.slice(start + 1, end), flow, open, options)) return undefined;
    at = end + 1;
  }
  return open.length === 0 ? flow.end() : undefined;
};

/** Text with the entities that are no part of it decoded; undefined where it has others, or a bare sign of markup. */
const plainText = (text: string): string | undefined => {
  if (text.includes('>')) return undefined;
  if (!text.includes('&')) return text;
  return knownEntities.test(text) ? text.replace(entity, (found) => plainEntities[found] as string) : undefined;
};

/** Hands a tag (what stands between `<` and `>`) on; false where it takes the long way. */
const takeTag = (inner: string, flow: Flow, open: string[], options: SimpleOptions): boolean => {
  if (inner.startsWith('/')) {
    const name = shownAs[inner.slice(1)];
    if (name === undefined || open.pop() !== inner.slice(1)) return false;
    if (isBlock(name)) flow.block(name, true, '');
    else flow.inline(name, true, '');
    return true;
  }
  const bare = shownAs[inner];
  const match = bare === undefined ? startTag.exec(inner) : null;
  const written = bare === undefined ? (match?.[1] ?? '') : inner;
  const name = shownAs[written];
  const attributes = match?.[2] ?? '';
  if (name === undefined || !fits(name, open)) return false;
  if (name === 'br' || name === 'hr') {
    if (attributes !== '') return false;
    if (name === 'br') flow.lineBreak();
    else flow.rule();
    return true;
  }
  if (name === 'img') return takeImage(attributes, flow, options);
  if (inner.endsWith('/') || open.length >= nestingMax) return false;
  const tag = name === 'a' ? linkTag(attributes, options.link) : isDroppable(attributes) ? `<${name}>` : undefined;
  if (tag === undefined) return false;
  open.push(written);
  if (isBlock(name)) flow.block(name, false, '');
  else flow.inline(name, false, tag);
  return true;
};

/** Whether a parser would leave the element where it stands. */
const fits = (name: string, open: readonly string[]): boolean => {
  const around = open.at(-1);
  if (name === 'li') return around === 'ul' || around === 'ol';
  if (around === 'ul' || around === 'ol') return false;
  if (name === 'a') return !open.includes('a');
  return name === 'br' || name === 'img' || !isBlock(name) || !open.some((one) => closedByBlocks.has(one) || !isBlock(shownAs[one] ?? ''));
};

const isDroppable = (attributes: string): boolean => attributes === '' || [...attributes.matchAll(attribute)].every(([, name = '']) => droppedAttributes.test(name));

const linkTag = (attributes: string, link: SimpleOptions['link']): string | undefined => {
  let written: string | undefined;
  for (const [, name = '', value = ''] of attributes.matchAll(attribute)) {
    if (name === 'href') written ??= value;
    else if (!droppedAttributes.test(name)) return undefined;
  }
  const href = written === undefined ? undefined : link(written.replaceAll('&amp;', '&'));
  return href === undefined ? '<a>' : `<a href="${quoted(href)}" rel="nofollow noopener">`;
};

const takeImage = (attributes: string, flow: Flow, options: SimpleOptions): boolean => {
  const written = new Map<string, string>();
  for (const [, name = '', value = ''] of attributes.matchAll(attribute)) {
    if (imageAttributes.test(name) && !written.has(name)) written.set(name, value.replaceAll('&amp;', '&'));
    else if (!droppedAttributes.test(name)) return false;
  }
  const shown = options.image({ src: written.get('src'), alt: written.get('alt'), width: written.get('width'), height: written.get('height') });
  if (shown['src'] !== undefined) flow.atom(`<img${Object.entries(shown).map(([name, value]) => ` ${name}="${quoted(value)}"`).join('')} />`);
  return true;
};

/** As sanitize-html writes a value. */
const quoted = (value: string): string => escapeHtml(value).replaceAll('&#39;', "'");
