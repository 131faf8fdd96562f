import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { corporaDir, describeWith } from '../../test/support.js';
import { sanitise, sanitiseAny } from './sanitise.js';
import { sanitiseSimple } from './simple-html.js';

const simple = (html: string): string | undefined =>
  sanitiseSimple(html, { link: (href) => (href.startsWith('https:') ? href : undefined), image: ({ src, alt }) => ({ ...(src?.startsWith('https:') ? { src } : {}), alt: alt ?? '' }), unwanted: /\0/ });

describe('the short way of sanitising', () => {
  test('takes what most pieces are sent in', () => {
    expect(simple('<p><img class="a" alt="A &amp; b" src="https://x.example/i.png?a=1&amp;b=2"/> <img src="data:x">c</p>')).toBe('<p><img src="https://x.example/i.png?a=1&amp;b=2" alt="A &amp; b" /> c</p>');
    expect(simple('<p class="a">One <b>two</b> &amp; <a target="_blank" href="https://x.example/">three</a><br>four</p><ul><li>five</li></ul>')).toBe(
      '<p>One <b>two</b> &amp; <a href="https://x.example/" rel="nofollow noopener">three</a><br>four</p><ul><li>five</li></ul>',
    );
  });

  test.each(['<script>x</script>', '<p onclick="x()">a</p>', '<img src="https://x.example/i.png" onerror="x()">', '<p>a<p>b', '<b><i>a</b></i>', '<p>a > b</p>', '<p>a &copy; b</p>', '<p>a\0</p>', '<a href="x"><a href="y">z</a></a>', '<p><div>a</div></p>', '<svg></svg>', '<a href=\'x\'>a</a>', '<P>a</P>', '<p>a</p', '<!-- c --><p>a</p>', '<a href="https://x.example/&quot;onclick=x">a</a>', '<b><p>a</p></b>', '<ul><p>a</p></ul>', '<p/>', '<section>a</div>', '<h1>a</h2>'])('%j takes the long way', (html) => {
    expect(simple(html)).toBeUndefined();
  });

  test('both ways give the same', () => {
    const piece = fc.constantFrom(
      '<p>', '</p>', '<p class="x">', '<div>', '</div>', '<b>', '</b>', '<i>', '</i>', '<br>', '<br />', '<hr>', '<ul>', '<li>', '</li>', '</ul>', '<h1>', '</h1>', '<h3>', '</h3>', '<blockquote>', '</blockquote>', '<section>', '</section>',
      '<a href="https://x.example/?a=1">', '<a href="rel">', '<a href="https://x.example/it\'s?b=\'">', '<a href="javascript:x">', '<a>', '</a>', '<a href="javascript:x" href="https://x.example/">', '<img src="i.png?a=1&amp;b=2" alt="a \'b\'" class="x">', '<img alt="" width="10" height="x" src="https://x.example/j.png" />', '<img src="data:x">', '<img src="" alt="x">', '<a href="/x?a=1&amp;b=2">', '<span style="x">', '</span>', 'text', ' ', '\n', '\u3000', '&amp;', '&lt;', '&quot;', '&nbsp;', '&#39;', '"', "'", '=', '𠮷', 'é', '<p>a</p>', '<p>b <b>c</b></p>', '<ul><li>d</li></ul>', '<b>e</b>',
    );
    let short = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const html = pieces.join('');
        const base = 'https://news.example/a/';
        const long = sanitiseAny(html, base);
        if (simple(html) !== undefined) short += 1;
        expect(sanitise(html, base)).toBe(long);
      }),
      { numRuns: 6_000 },
    );
    expect(short).toBeGreaterThan(300);
  });
});

describeWith(join(corporaDir, 'dompurify'), 'the snippets of DOMPurify', 'CORPORA_DIR', () => {
  test('come out the same on both ways, alone and inside a paragraph', () => {
    const cases = JSON.parse(readFileSync(join(corporaDir, 'dompurify/expect.json'), 'utf8')) as { payload: string }[];
    for (const { payload } of cases) for (const html of [payload, `<p>${payload}</p>`]) expect(sanitise(html, 'https://news.example/')).toBe(sanitiseAny(html, 'https://news.example/'));
  });
});
