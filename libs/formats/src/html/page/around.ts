import type { PublishedAt } from '@wiredesk/content';

import { parseDate, type DateHints } from '../../date.js';
import { elementChildren, nameOf, textIn, type Line, type PageDocument, type PageElement } from './dom.js';
import { authorNames, countOf, creditName, dateIn, editorOf, labelledIn, unlabelledCredit, type Labelled } from './labels.js';

/** What stands in words around the headline and at the end of the text. */
export interface Around {
  readonly credit?: { readonly name: string; readonly url?: string };
  readonly authors: readonly string[];
  readonly editor?: string;
  readonly published?: PublishedAt;
  readonly views?: number;
  readonly originalTitle?: string;
}

const linesMax = 14;
const lineCharsMax = 160;
/** From this length a line with a full stop is text. */
const sentenceCharsMin = 30;
const endLines = 3;
const afterMax = 6;

/** Of the lines of a page those below the headline, up to the first long one, which is text. */
export const linesBelow = (lines: readonly Line[], body: PageElement, headline: PageElement | undefined, container: PageElement): Line[] => {
  const above = headline ? linesAbove(lines, headline) : [];
  const start = headline ? lines.findIndex(({ block }) => block === headline || headline.contains(block) || block.contains(headline)) : lines.findIndex(({ block }) => container.contains(block));
  if (!headline && !body.contains(container)) return [];
  const below: Line[] = [];
  for (const line of lines.slice(headline ? start + 1 : Math.max(0, start), start + 1 + linesMax)) {
    if (line.text.length > lineCharsMax || (line.text.length > sentenceCharsMin && /[。！？]|[.!?]$/u.test(line.text))) break;
    below.push(line);
  }
  return below.some(({ text }) => /\d{4}|\d{1,2}:\d{2}/.test(text)) ? below : [...above, ...below];
};

const aboveMax = 4;

/** Some portals show date and source over the headline, in its own box. */
const linesAbove = (lines: readonly Line[], headline: PageElement): Line[] => {
  const at = lines.findIndex(({ block }) => block === headline || headline.contains(block));
  return lines.slice(Math.max(0, at - aboveMax), Math.max(0, at)).filter(({ text }) => text.length <= 60);
};

export interface Places {
  /** Below the headline. */
  readonly below: readonly Line[];
  readonly body: readonly Line[];
  /** The last lines of the body's element before it was cleaned: editors stand there. */
  readonly tail: readonly Line[];
  /** Right after the body. */
  readonly after: readonly Line[];
}

/** The lines that follow the container's last one. */
export const linesAfter = (lines: readonly Line[], page: PageElement, container: PageElement): Line[] => {
  if (!page.contains(container)) return [];
  const last = lines.findLastIndex(({ block }) => container.contains(block));
  return lines.slice(last + 1, last + 1 + afterMax);
};

/** Reads the labelled and the unlabelled text of the lines near the headline, and the last lines of the body. */
export const readAround = (document: PageDocument, places: Places, hints: DateHints): Around => {
  const { below, body } = places;
  const near = below.flatMap(({ text }) => labelledIn(text));
  const ends = places.tail.slice(-endLines).flatMap(({ text }) => labelledIn(text.replace(/^[（(【[]/, '')));
  const valueOf = <T>(kind: string, shape: (value: string) => T | undefined): T | undefined => [...near, ...ends].filter((one) => one.kind === kind).map((one) => shape(one.value)).find((value) => value !== undefined);
  const dated = below.find(({ text }) => dateIn(text, hints) !== undefined);
  const name = valueOf('credit', creditName) ?? besideDate(below, dated);
  const url = name === undefined ? undefined : linkOf(below, name);
  const authors = near.concat(ends).filter(({ kind }) => kind === 'authors').flatMap(({ value }) => authorNames(value));
  const editor = editorIn(near.concat(ends, places.after.flatMap(({ text }) => labelledIn(text.replace(/^[（(【[]/, '')))));
  const published = near.filter(({ kind }) => kind === 'published').map(({ value }) => dateIn(value, hints)).find((date) => date !== undefined) ?? (dated && dateIn(dated.text, hints)) ?? machineDate(below, hints) ?? dateIn(below.slice(0, joinedMax).map(({ text }) => text).join(' '), hints);
  const views = valueOf('views', countOf) ?? countByName(document, below);
  const originalTitle = [...below, ...body].map(({ text }) => /原[标標][题題]\s*[:：]\s*[《“"]?(.{4,80}?)[》”"]?\s*[）)]?$/u.exec(text)?.[1]).find((title) => title !== undefined);
  return {
    ...(name === undefined ? {} : { credit: { name, ...(url === undefined ? {} : { url }) } }),
    authors: authors.length > 0 ? [...new Set(authors)] : firstOf(below.flatMap(({ text }) => bylineIn(text)), reportersIn(body)),
    ...(editor === undefined ? {} : { editor }),
    ...(published === undefined ? {} : { published }),
    ...(views === undefined ? {} : { views }),
    ...(originalTitle === undefined ? {} : { originalTitle }),
  };
};

/** The editor in charge (责任编辑), where the page tells him from others. */
const editorIn = (labelled: readonly Labelled[]): string | undefined => {
  const editors = labelled.filter(({ kind }) => kind === 'editor').toSorted((a, b) => Number(b.label.startsWith('责')) - Number(a.label.startsWith('责')) || Number(b.label.startsWith('責')) - Number(a.label.startsWith('責')));
  return editors.map(({ value }) => editorOf(value)).find((name) => name !== undefined);
};

/** Parts of a date may each have a line of its own. */
const joinedMax = 5;

const firstOf = (...lists: readonly (readonly string[])[]): readonly string[] => lists.find((list) => list.length > 0) ?? [];

/** Each once: a block of many line breaks has many lines. */
const blocksOf = (lines: readonly Line[]): ReadonlySet<PageElement> => new Set(lines.map(({ block }) => block));

/** A date for machines beside the one for people. */
const machineDate = (below: readonly Line[], hints: DateHints): PublishedAt | undefined => {
  for (const block of blocksOf(below)) {
    for (const element of [block, ...block.querySelectorAll('time')]) {
      const date = parseDate(element.getAttribute('datetime') ?? undefined, hints);
      if (date) return date;
    }
  }
  return undefined;
};

/** `By Ada Marsh and Bo Reed`, 本报记者 张三. */
const bylineIn = (line: string): string[] => {
  const english = /^by:?\s+(\p{Lu}[^,|·•]{2,80}(?:,\s*\p{Lu}[^|·•]{2,60})?)$/iu.exec(line)?.[1];
  const chinese = /^(?:本报|本网|本刊|[\u4e00-\u9fff]{2,6}(?:社|报|网))?(?:特约|见习|实习)?(?:记者|通讯员)[\s\u3000]+([^《（(，。|]{2,24})/u.exec(line)?.[1];
  return authorNames(english ?? chinese ?? '');
};

/** Without a label: a medium's name in the line of the date, or in the one before or after it. */
const besideDate = (below: readonly Line[], dated: Line | undefined): string | undefined => {
  if (!dated) return undefined;
  const at = below.indexOf(dated);
  return [dated, below[at + 1], below[at - 1]].map((line) => (line && line.text.length <= 100 ? unlabelledCredit(line.text) : undefined)).find((name) => name !== undefined);
};

const linkOf = (lines: readonly Line[], name: string): string | undefined => {
  for (const { block } of lines) {
    for (const link of block.querySelectorAll('a')) if (textIn(link) === name) return link.getAttribute('href') ?? undefined;
  }
  return undefined;
};

const counterName = /(?:^|[\s_-])(?:hits?|views?|viewnum|view_count|readnum|read[-_]?count|click(?:s|num)?|pv|llcs|liulan|djcs)(?:$|[\s_\d-])/i;

/** A number in an element whose name says that it counts readers, near the headline. */
const countByName = (document: PageDocument, below: readonly Line[]): number | undefined => {
  for (const block of blocksOf(below)) {
    for (const element of [block, ...block.querySelectorAll('*')]) {
      if (!counterName.test(nameOf(element)) || elementChildren(element).length > 1) continue;
      const count = /^\D{0,8}[\d,.]+\s*[万萬kw]?\D{0,4}$/iu.test(textIn(element)) ? countOf(textIn(element).replace(/^[^\d]+/, '')) : undefined;
      if (count !== undefined) return count;
    }
  }
  const content = document.querySelector('meta[itemprop="interactionCount"]')?.getAttribute('content');
  return content ? countOf(content.replace(/^\w+:/, '')) : undefined;
};

const aloneCharsMax = 40;

/** （记者 张三 李四） in the first or last paragraph or in one by itself, or 本报记者 at the start of one. */
const reportersIn = (body: readonly Line[]): string[] => {
  const alone = body.filter(({ text }) => text.length <= aloneCharsMax && /^[（(].*[）)]$/.test(text));
  for (const line of [body[0], body.at(-1), body[1], ...alone]) {
    const inBrackets = /[（(](?:[\u4e00-\u9fff]{0,8}?)(?:记者|記者|通讯员|作者)[\s\u3000:：]*([^（()）。]{2,40})[）)]/u.exec(line?.text ?? '')?.[1];
    const found = inBrackets === undefined ? [] : authorNames(inBrackets);
    if (found.length > 0) return found;
    const bare = /^(?:[\u4e00-\u9fff]{1,8}(?:社|报|网|台|刊))?(?:特约|见习|实习)?(?:记者|记者：|通讯员|文[/／])[\s\u3000:：]*([^，。]{2,24})$/u.exec((line?.text ?? '').trim())?.[1];
    const named = bare === undefined ? [] : authorNames(bare);
    if (named.length > 0) return named;
  }
  return [];
};
