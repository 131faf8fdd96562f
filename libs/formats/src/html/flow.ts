/** Whose contents are text and inline elements. */
const paragraphs = new Set(['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'figcaption', 'caption', 'li', 'dt', 'dd', 'td', 'th']);
/** Of these, the ones that may hold blocks as well. */
const mayHoldBlocks = new Set(['li', 'dd', 'td', 'th']);
/** Whose own text, if any, is not shown as a paragraph. */
const structures = new Set(['ul', 'ol', 'dl', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'figure']);
const containers = new Set(['blockquote', 'div']);
const token = /<(\/?)([a-z][a-z0-9]*)([^>]*)>|[^<]+/g;

export const isBlock = (name: string): boolean => paragraphs.has(name) || structures.has(name) || containers.has(name) || name === 'hr';

/**
 * Sanitised HTML with every run of text inside a block of its own and no block inside a paragraph: `div` by `div`, and text
 * parted by two line breaks, become paragraphs; empty ones vanish; the indents of Chinese pages (U+3000) are dropped.
 */
export const flow = (html: string): string => {
  const out = new Flow();
  for (const [whole, close, name, rest] of html.matchAll(token)) {
    if (name === undefined) out.text(whole);
    else if (name === 'br') out.lineBreak();
    else if (name === 'img') out.atom(whole);
    else if (name === 'hr') out.rule();
    else if (isBlock(name)) out.block(name, close === '/', rest ?? '');
    else out.inline(name, close === '/', whole);
  }
  return out.end();
};

interface OpenBlock {
  readonly name: string;
  /** Where in the output its start tag is; undefined while nothing of it was written. */
  start: number | undefined;
  readonly tag: string;
}

/** Takes tokens one after the other; `flow` feeds it those of a text. */
export class Flow {
  private readonly out: string[] = [];
  private readonly blocks: OpenBlock[] = [];
  private readonly inlines: { name: string; tag: string; written: boolean }[] = [];
  private breaks = 0;
  /** Text was written since the last boundary. */
  private dirty = false;

  text(text: string): void {
    const preformatted = this.blocks.some((block) => block.name === 'pre');
    const shown = this.dirty || preformatted ? text : text.trimStart();
    if (shown === '' || (!preformatted && this.blocks.at(-1) && structures.has(this.blocks.at(-1)?.name ?? '') && shown.trim() === '')) return;
    this.atom(this.breaks > 0 && !preformatted ? shown.trimStart() : shown);
  }

  /** Something that is shown: text or an image. */
  atom(what: string): void {
    if (what === '') return;
    const around = this.blocks.at(-1);
    if (this.breaks > 1 && around?.name === 'p') this.closeRun();
    // A block that begins here parts the lines by itself.
    if (this.openRun() === 'same' && this.breaks > 0 && this.dirty) this.out.push('<br>');
    this.breaks = 0;
    for (const inline of this.inlines) {
      if (!inline.written) this.out.push(inline.tag);
      inline.written = true;
    }
    this.out.push(what);
    this.dirty = true;
  }

  lineBreak(): void {
    if (this.dirty) this.breaks += 1;
  }

  rule(): void {
    this.boundary();
    this.write();
    this.out.push('<hr>');
  }

  inline(name: string, closing: boolean, tag: string): void {
    if (!closing) {
      // A link ends where the next one begins: HTML has no links in links.
      if (name === 'a') this.inline(name, true, '');
      this.inlines.push({ name, tag, written: false });
      return;
    }
    const at = this.inlines.findLastIndex((inline) => inline.name === name);
    if (at === -1) return;
    for (let i = this.inlines.length - 1; i >= at; i -= 1) {
      const inline = this.inlines[i];
      if (inline?.written) this.out.push(`</${inline.name}>`);
      if (inline) inline.written = false;
    }
    this.inlines.splice(at, 1);
  }

  block(name: string, closing: boolean, attributes: string): void {
    this.boundary(!closing);
    if (name === 'div') return;
    if (!closing) {
      this.blocks.push({ name, start: undefined, tag: `<${name}${attributes}>` });
      return;
    }
    const at = this.blocks.findLastIndex((block) => block.name === name);
    if (at === -1) return;
    while (this.blocks.length > at) this.closeBlock();
  }

  end(): string {
    this.boundary();
    while (this.blocks.length > 0) this.closeBlock();
    return this.out.join('').trim();
  }

  /** A block starts or ends: the run of text before it is over. */
  private boundary(opening = false): void {
    const around = this.blocks.at(-1);
    if (around && paragraphs.has(around.name) && !mayHoldBlocks.has(around.name)) {
      if (opening) this.closeBlock();
    } else if (this.dirty && around && mayHoldBlocks.has(around.name)) this.breaks = Math.max(this.breaks, 1);
    if (around && mayHoldBlocks.has(around.name)) this.closeInlines();
    else this.closeRun();
  }

  private closeRun(): void {
    this.closeInlines();
    if (this.blocks.at(-1)?.name === 'p' && this.dirty) this.closeBlock();
    this.dirty = false;
    this.breaks = 0;
  }

  private closeInlines(): void {
    for (const inline of this.inlines.toReversed()) {
      if (inline.written) this.out.push(`</${inline.name}>`);
      inline.written = false;
    }
  }

  private closeBlock(): void {
    this.closeInlines();
    const block = this.blocks.pop();
    if (block?.start !== undefined && block.name !== 'pre') this.trimEnd();
    if (block?.start !== undefined) this.out.push(`</${block.name}>`);
    else if (block && (block.name === 'td' || block.name === 'th')) {
      this.write();
      this.out.push(`${block.tag}</${block.name}>`);
    }
    this.dirty = false;
    this.breaks = 0;
  }

  private trimEnd(): void {
    for (let last = this.out.at(-1); last !== undefined && !last.startsWith('<'); last = this.out.at(-1)) {
      const trimmed = last.trimEnd();
      this.out.pop();
      if (trimmed === '') continue;
      this.out.push(trimmed);
      return;
    }
  }

  /** Text belongs into a paragraph: the one that is open, or a new one. */
  private openRun(): 'same' | 'new' {
    const around = this.blocks.at(-1);
    if (!around || !(paragraphs.has(around.name) || around.name === 'figure')) this.blocks.push({ name: 'p', start: undefined, tag: '<p>' });
    return this.write() > 0 ? 'new' : 'same';
  }

  /** Writes the start tags that are due; how many. */
  private write(): number {
    const before = this.out.length;
    for (const block of this.blocks) {
      if (block.start !== undefined) continue;
      block.start = this.out.length;
      this.out.push(block.tag);
    }
    return this.out.length - before;
  }
}
