import { parseHTML } from 'linkedom';

import { boundHtml, plainCharacters } from '../bound-html.js';

/** What is used of the DOM; the workspace compiles without the browser's types. */
export interface PageNode {
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly childNodes: Iterable<PageNode>;
  readonly parentNode: PageElement | null;
  remove(): void;
}

export interface PageElement extends PageNode {
  readonly localName: string;
  readonly children: Iterable<PageElement>;
  readonly parentElement: PageElement | null;
  readonly lastElementChild: PageElement | null;
  readonly previousElementSibling: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly outerHTML: string;
  innerHTML: string;
  textContent: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  contains(other: PageNode): boolean;
  replaceWith(other: PageElement): void;
}

export interface PageDocument {
  readonly documentElement: PageElement | null;
  readonly head: PageElement | null;
  readonly body: PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  createElement(name: string): PageElement;
}

/** A page as a document with head and body, whatever of them was written. Nothing in it runs and nothing is fetched. */
export const openPage = (html: string): PageDocument => {
  const bounded = boundHtml(plainCharacters(html)).replace(ampPicture, '<$1img');
  const document = documentOf(bounded);
  // A fragment, or a page cut off before its first element: what there is stands in a body of ours.
  return document.documentElement?.localName === 'html' && document.body ? document : documentOf(`<!doctype html><html><head></head><body>${bounded}</body></html>`);
};

/** AMP's picture, which is HTML's with other manners. */
const ampPicture = /<(\/?)amp-img(?=[\s>])/gi;

const documentOf = (html: string): PageDocument => (parseHTML(/<(?:html|body)[\s>]/i.test(html) ? html : `<html><head></head><body>${html}</body></html>`) as unknown as { document: PageDocument }).document;


const invisible = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'select', 'option', 'head', 'svg', 'iframe']);
const inlineNames = new Set(['a', 'b', 'strong', 'i', 'em', 'u', 's', 'font', 'sub', 'sup', 'small', 'mark', 'code', 'q', 'cite', 'abbr', 'ruby', 'rt', 'rp', 'bdi', 'label', 'ins', 'del', 'big']);
/** Elements that part words without ending the line. */
const spacedNames = new Set(['span', 'em', 'i', 'a', 'time', 'label', 'small', 'b', 'strong', 'font', 'td', 'th']);

const isElement = (node: PageNode): node is PageElement => node.nodeType === 1;
export const elementChildren = (element: PageElement): PageElement[] => [...element.children];

export interface Line {
  readonly text: string;
  /** The block that the line stands in. */
  readonly block: PageElement;
}

/** The text of an element as lines, one for each block or line break, in the order of the document. */
export const linesOf = (root: PageElement): Line[] => {
  const lines: Line[] = [];
  let current = '';
  const flush = (block: PageElement): void => {
    const text = current.replace(/[ \t\r\n\u00a0]+/g, ' ').trim();
    if (text !== '') lines.push({ text, block });
    current = '';
  };
  const walk = (element: PageElement, block: PageElement): void => {
    for (const node of element.childNodes) {
      if (node.nodeType === 3) current += node.textContent ?? '';
      else if (isElement(node)) {
        const name = node.localName;
        if (invisible.has(name)) continue;
        if (name === 'br') flush(block);
        else if (inlineNames.has(name) || spacedNames.has(name)) {
          if (spacedNames.has(name)) current += ' ';
          walk(node, block);
          if (spacedNames.has(name)) current += ' ';
        } else {
          flush(block);
          walk(node, node);
          flush(node);
        }
      }
    }
  };
  walk(root, root);
  flush(root);
  return lines;
};

/** Whether an element has one of these inside. What a selector costs is to be read each time; pages ask this of every block. */
export const holds = (element: PageElement, names: ReadonlySet<string>): boolean => {
  for (const child of element.children) if (names.has(child.localName) || holds(child, names)) return true;
  return false;
};

/** Class and id of an element as one text, for telling its purpose. */
export const nameOf = (element: PageElement): string => `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`.slice(0, 300);

export const textIn = (element: PageElement | null): string => (element?.textContent ?? '').replace(/[\s\u00a0\u3000]+/g, ' ').trim();
