import { cpuMs } from '../../test/support.js';
import { isFailure } from '../parse-result.js';
import { childOf, markupIn, textAt, textOf } from './query.js';
import { readXml, type XmlElement } from './read-xml.js';

const rootOf = (xml: string): XmlElement => {
  const result = readXml(xml);
  if (isFailure(result)) throw new Error(result.detail);
  return result.root;
};

describe('reading XML', () => {
  test('names are by vocabulary, whatever the prefix and the case', () => {
    const root = rootOf('<RSS xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="HTTPS://purl.org/dc/elements/1.1"><pubDate>x</pubDate><c:encoded>y</c:encoded><d:creator>z</d:creator></RSS>');
    expect([root.name, textAt(root, 'pubdate'), textAt(root, 'content:encoded'), textAt(root, 'dc:creator')]).toEqual(['rss', 'x', 'y', 'z']);
  });

  test('a default namespace ends where another begins; an undeclared prefix means what it usually does', () => {
    const root = rootOf('<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title><x xmlns=""><title>b</title></x><dc:date>c</dc:date></feed>');
    expect([textAt(root, 'atom:title'), textAt(childOf(root, 'x'), 'title'), textAt(root, 'dc:date')]).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['<rss><channel></rss>', 1, 21],
    ['<rss>\n <channel>', 2, 11],
    ['<rss/><rss/>', 1, 12],
    ['<rss><item <b/></rss>', 1, 13],
  ])('%j fails with its place', (xml, line, column) => {
    expect(readXml(xml)).toMatchObject({ ok: false, status: 400, code: 'xml-malformed', line, column });
  });

  test.each([
    ['<r>AT&T</r>', 'AT&T', 'xml-ampersand-bare'],
    ['<r>a &x; b</r>', 'a &x; b', 'xml-entity-unknown'],
    ['<r a=1>text</r>', 'text', 'xml-attribute-malformed'],
    ['<r>a\u0008b</r>', 'a\u0008b', 'xml-character-forbidden'],
    ['<r>a</r><script>let b = "<br>";</script>', 'a', 'xml-outside-root'],
    ['<q:r>text</q:r>', 'text', 'xml-prefix-undeclared'],
  ])('%j is read with a warning, and refused where the source is strict', (xml, text, code) => {
    const tolerant = readXml(xml);
    if (isFailure(tolerant)) throw new Error(tolerant.detail);
    expect([textOf(tolerant.root), tolerant.warnings.map((warning) => warning.code)]).toEqual([text, [code]]);
    expect(readXml(xml, { strict: true })).toMatchObject({ ok: false, status: 400 });
  });

  test('names of HTML are known without a declaration', () => {
    expect(textOf(rootOf('<r>caf&eacute;&mdash;bar</r>'))).toBe('café—bar');
  });

  test('no entity is resolved: neither one from outside nor one that grows', () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]><r>&c;&x;</r>`;
    expect(textOf(rootOf(bomb))).toBe('&c;&x;');
  });

  test.each([
    ['depth', `${'<a>'.repeat(10_000)}`, 'nested-too-deep'],
    ['attributes', `<a ${Array.from({ length: 100_000 }, (_, i) => `b${i}="1"`).join(' ')}/>`, 'too-many-attributes'],
    ['elements', `<a>${'<b/>'.repeat(300_000)}</a>`, 'too-many-elements'],
    ['faults', `<a>${'&x; '.repeat(100_000)}</a>`, 'xml-malformed'],
  ])('too much of %s is refused and takes no long time', (_name, xml, code) => {
    expect(cpuMs(() => expect(readXml(xml)).toMatchObject({ ok: false, code }))).toBeLessThan(1_500);
  });

  test('markup inside is written again without prefixes, text escaped', () => {
    expect(markupIn(rootOf('<d xmlns:h="http://www.w3.org/1999/xhtml"><h:p title="a &quot; b">1 &lt; 2<h:br/></h:p></d>'))).toBe('<p title="a &quot; b">1 &lt; 2<br></p>');
  });
});
