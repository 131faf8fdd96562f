import type { Warning } from '@wiredesk/content';
import { SaxesParser } from 'saxes';

import { failure, type ParseFailure } from '../parse-result.js';
import { htmlEntities, mendAmpersands } from './entities.js';
import { usualVocabulary, vocabularyOf } from './namespaces.js';
import { table } from '../table.js';

/** An element with its namespace resolved. Names are lower case: feeds do not agree on `pubDate`. */
export interface XmlElement {
  /** Short vocabulary and local name: `title` of RSS, `content:encoded`, `atom:entry`, whatever the prefix was. */
  readonly name: string;
  readonly vocabulary: string;
  readonly local: string;
  /** By the name as written but for case. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
  /** Its text came as CDATA, so that entities in it were not decoded. */
  readonly cdata: boolean;
}

const elementsMax = 200_000;
const depthMax = 200;
const attributesMax = 200;
const faultsMax = 1_000;

/** Faults with which the text can still be read: what real feeds contain. All others end the reading. */
const forgivable: readonly (readonly [RegExp, string])[] = [
  [/undefined entity|disallowed character in entity|empty entity|malformed character entity/, 'entity-unknown'],
  [/^disallowed character\.|"\]\]>" is disallowed/, 'character-forbidden'],
  [/unquoted attribute|attribute without value|duplicate attribute|no whitespace between attributes/, 'attribute-malformed'],
  [/text data outside of root|declaration|before root|version number|encoding value|standalone value|value required|value must be quoted|expected one of|expected the name|whitespace required|any more name/, 'outside-root'],
  [/malformed comment/, 'comment-malformed'],
  [/only one root/, 'outside-root'],
];

class Stop extends Error {
  constructor(readonly failure: ParseFailure) {
    super(failure.detail);
  }
}

interface Open {
  readonly element: XmlElement & { children: (XmlElement | string)[]; cdata: boolean };
  readonly scope: Scope;
}
type Scope = Readonly<Record<string, string | undefined>>;

/**
 * Reads XML into a tree. No DTD is read and no entity of a document resolved: only HTML's own names are known, others stay
 * as they are written. Bounded in
 * depth, elements and attributes. Faults that real feeds have are warnings (with `strict` they are failures), broken
 * structure is a failure with line and column.
 */
export const readXml = (text: string, options: { strict?: boolean } = {}): { readonly root: XmlElement; readonly warnings: readonly Warning[] } | ParseFailure => {
  const parser = new SaxesParser();
  const open: Open[] = [];
  const faults = new Map<string, Warning>();
  const mended = options.strict ? undefined : mendAmpersands(text);
  if (mended !== undefined) faults.set('entity', { code: 'xml-ampersand-bare', detail: 'an "&" that begins no entity is read as itself, and one of a character that XML forbids is left out or mended; write it as &amp;' });
  if (!options.strict) parser.ENTITIES = htmlEntities;
  let root: XmlElement | undefined;
  let isOver = false;
  let elementCount = 0;
  let attributeCount = 0;
  let faultCount = 0;
  const stop = (status: 400 | 422, code: string, detail: string): never => {
    throw new Stop(failure(status, code, `${detail} (line ${parser.line}, column ${parser.column + 1}).`, { line: parser.line, column: parser.column + 1 }));
  };
  parser.on('error', (error) => {
    const message = error.message.replace(/^[^:]*:\d+:\d+: |^\d+:\d+: /, '').replace(/^unexpected close tag\.|^unmatched closing tag: .*$/, 'an end tag does not fit the element that is open.');
    // What follows the document (a script, the end of a page) is no part of it.
    const code = isOver ? 'outside-root' : forgivable.find(([pattern]) => pattern.test(message))?.[1];
    faultCount += 1;
    const inside = open.at(-1)?.element.local;
    if (code === undefined || options.strict) stop(400, 'xml-malformed', `The XML breaks${inside === undefined ? '' : ` inside <${inside.slice(0, 60)}>`}: ${message.replace(/\.$/, '')}`);
    else if (faultCount > faultsMax) stop(400, 'xml-malformed', `The XML has more than ${faultsMax} faults, the last: ${message.replace(/\.$/, '')}`);
    else if (!faults.has(code)) faults.set(code, { code: `xml-${code}`, detail: `${message.replace(/\.$/, '')} (line ${parser.line}, column ${parser.column + 1})` });
  });
  parser.on('opentagstart', ({ name }) => {
    // Two documents in one: neither may be lost without a word.
    if (isOver && root && name.slice(name.indexOf(':') + 1).toLowerCase() === root.local) stop(400, 'xml-malformed', `The XML breaks: a second <${name}> begins after the first has ended. Send each as a body of its own`);
    attributeCount = 0;
    elementCount += 1;
    if (open.length >= depthMax) stop(422, 'nested-too-deep', `The XML is nested more than ${depthMax} levels deep`);
    if (elementCount > elementsMax) stop(422, 'too-many-elements', `The XML has more than ${elementsMax} elements`);
  });
  parser.on('attribute', () => {
    attributeCount += 1;
    if (attributeCount > attributesMax) stop(422, 'too-many-attributes', `An element has more than ${attributesMax} attributes`);
  });
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const scope = scopeOf(tag.attributes, parent?.scope ?? noScope);
    const colon = tag.name.indexOf(':');
    const prefix = colon === -1 ? '' : tag.name.slice(0, colon);
    const local = tag.name.slice(colon + 1).toLowerCase();
    const declared = scope[prefix];
    const vocabulary = declared === undefined ? prefix === '' ? '' : (usualVocabulary(prefix) ?? prefix.toLowerCase()) : vocabularyOf(declared, prefix);
    if (declared === undefined && prefix !== '' && !faults.has('prefix')) {
      faults.set('prefix', { code: 'xml-prefix-undeclared', detail: `the prefix "${prefix}" is used without a declaration (line ${parser.line})` });
      if (options.strict) stop(400, 'xml-malformed', `The XML breaks: the prefix "${prefix}" is not declared`);
    }
    const element = { name: vocabulary === '' ? local : `${vocabulary}:${local}`, vocabulary, local, attributes: lowerNames(tag.attributes), children: [], cdata: false };
    if (parent) parent.element.children.push(element);
    else root ??= element;
    open.push({ element, scope });
  });
  parser.on('closetag', () => {
    open.pop();
    isOver ||= open.length === 0;
  });
  parser.on('text', (value) => void open.at(-1)?.element.children.push(value));
  parser.on('cdata', (value) => {
    const element = open.at(-1)?.element;
    if (!element) return;
    element.children.push(value);
    element.cdata = true;
  });
  try {
    parser.write((mended ?? text).replace(/^\ufeff?\s+/, '')).close();
  } catch (error) {
    if (error instanceof Stop) return error.failure;
    throw error;
  }
  return root ? { root, warnings: [...faults.values()] } : failure(400, 'xml-malformed', 'The XML has no element.', { line: 1, column: 1 });
};

const noScope: Scope = table({ xml: 'http://www.w3.org/XML/1998/namespace' });

const scopeOf = (attributes: Readonly<Record<string, string>>, outer: Scope): Scope => {
  let scope: Record<string, string | undefined> | undefined;
  for (const name in attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= Object.assign(Object.create(null) as Record<string, string | undefined>, outer);
    scope[name.slice(6)] = attributes[name] as string;
  }
  return scope ?? outer;
};

const lowerNames = (attributes: Readonly<Record<string, string>>): Record<string, string> => {
  const lowered: Record<string, string> = {};
  for (const name in attributes) lowered[name.toLowerCase()] = attributes[name] as string;
  return lowered;
};
