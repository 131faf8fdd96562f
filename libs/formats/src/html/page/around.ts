import type { PublishedAt } from '@wiredesk/content';

import type { DateHints } from '../../date.js';
import { elementChildren, linesOf, nameOf, textIn, type Line, type PageDocument, type PageElement } from './dom.js';
import { authorNames, countOf, creditName, dateIn, editorOf, labelledIn, unlabelledCredit } from './labels.js';

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
const endLines = 3;

/** The lines below the headline up to the first long one, which is text. */
export const linesBelow = (body: PageElement, headline: PageElement | undefined, container: PageElement): Line[] => {
  const lines = linesOf(body);
  const start = headline ? lines.findIndex(({ block }) => block === headline || headline.contains(block) || block.contains(headline)) : lines.findIndex(({ block }) => container.contains(block));
  const below: Line[] = [];
  for (const line of lines.slice(headline ? start + 1 : Math.max(0, start), start + 1 + linesMax)) {
    if (line.text.length > lineCharsMax) break;
    below.push(line);
  }
  return below;
};

/** Reads the labelled and the unlabelled text of the lines near the headline, and the last lines of the body. */
export const readAround = (document: PageDocument, below: readonly Line[], body: readonly Line[], hints: DateHints): Around => {
  const near = below.flatMap(({ text }) => labelledIn(text));
  const ends = body.slice(-endLines).flatMap(({ text }) => labelledIn(text.replace(/^[（(【[]/, '')));
  const valueOf = <T>(kind: string, shape: (value: string) => T | undefined): T | undefined => [...near, ...ends].filter((one) => one.kind === kind).map((one) => shape(one.value)).find((value) => value !== undefined);
  const dated = below.find(({ text }) => dateIn(text, hints) !== undefined);
  const name = valueOf('credit', creditName) ?? besideDate(below, dated);
  const url = name === undefined ? undefined : linkOf(below, name);
  const authors = near.concat(ends).filter(({ kind }) => kind === 'authors').flatMap(({ value }) => authorNames(value));
  const editor = valueOf('editor', editorOf);
  const published = near.filter(({ kind }) => kind === 'published').map(({ value }) => dateIn(value, hints)).find((date) => date !== undefined) ?? (dated && dateIn(dated.text, hints));
  const views = valueOf('views', countOf) ?? countByName(document, below);
  const originalTitle = [...below, ...body].map(({ text }) => /原[标標][题題]\s*[:：]\s*[《“"]?(.{4,80}?)[》”"]?\s*[）)]?$/u.exec(text)?.[1]).find((title) => title !== undefined);
  return {
    ...(name === undefined ? {} : { credit: { name, ...(url === undefined ? {} : { url }) } }),
    authors: authors.length > 0 ? [...new Set(authors)] : reportersIn(body),
    ...(editor === undefined ? {} : { editor }),
    ...(published === undefined ? {} : { published }),
    ...(views === undefined ? {} : { views }),
    ...(originalTitle === undefined ? {} : { originalTitle }),
  };
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
  for (const { block } of below) {
    for (const element of [block, ...block.querySelectorAll('*')]) {
      if (!counterName.test(nameOf(element)) || elementChildren(element).length > 1) continue;
      const count = /^\D{0,8}[\d,.]+\s*[万萬kw]?\D{0,4}$/iu.test(textIn(element)) ? countOf(textIn(element).replace(/^[^\d]+/, '')) : undefined;
      if (count !== undefined) return count;
    }
  }
  const content = document.querySelector('meta[itemprop="interactionCount"]')?.getAttribute('content');
  return content ? countOf(content.replace(/^\w+:/, '')) : undefined;
};

/** （记者 张三 李四） in the first or last paragraph, or 本报记者 at the start of one. */
const reportersIn = (body: readonly Line[]): string[] => {
  for (const line of [body[0], body.at(-1), body[1]]) {
    const inBrackets = /[（(](?:[\u4e00-\u9fff]{0,8}?)(?:记者|記者|通讯员|作者)[\s\u3000:：]*([^（()）。]{2,40})[）)]/u.exec(line?.text ?? '')?.[1];
    const found = inBrackets === undefined ? [] : authorNames(inBrackets);
    if (found.length > 0) return found;
    const bare = /^(?:本报|本网|本刊)?(?:特约|见习|实习)?(?:记者|通讯员|文[/／])[\s\u3000:：]*([^，。]{2,24})$/u.exec((line?.text ?? '').trim())?.[1];
    const named = bare === undefined ? [] : authorNames(bare);
    if (named.length > 0) return named;
  }
  return [];
};
