import fc from 'fast-check';

import { flow } from './flow.js';

describe('flow: every run of text in a block of its own', () => {
  test.each([
    ['text', '<p>text</p>'],
    ['one<br><br>two<br>three', '<p>one</p><p>two<br>three</p>'],
    ['<div>one</div><div>two</div>', '<p>one</p><p>two</p>'],
    ['<div><p>one</p></div>', '<p>one</p>'],
    ['<div>one<p>two</p>three</div>', '<p>one</p><p>two</p><p>three</p>'],
    ['<b>bold<p>also</p></b>rest', '<p><b>bold</b></p><p><b>also</b></p><p>rest</p>'],
    ['<p>\u3000\u3000indented\u3000</p>', '<p>indented</p>'],
    ['<p> </p><p><b></b></p><ul></ul><p>x</p>', '<p>x</p>'],
    ['<ul>\n<li>one</li> <li><p>two</p><p>three</p></li></ul>', '<ul><li>one</li><li><p>two</p><p>three</p></li></ul>'],
    ['<h2>a<br>b</h2>', '<h2>a<br>b</h2>'],
    ['<figure><img src="x" /><figcaption>c</figcaption></figure>', '<figure><img src="x" /><figcaption>c</figcaption></figure>'],
    ['<blockquote>said<br><br>again</blockquote>', '<blockquote><p>said</p><p>again</p></blockquote>'],
    ['<pre>a\n  b\n</pre>', '<pre>a\n  b\n</pre>'],
    ['<p>one</p><hr /><p>two</p>', '<p>one</p><hr><p>two</p>'],
    ['<a href="x">a<a href="y">b</a>c</a>', '<p><a href="x">a</a><a href="y">b</a>c</p>'],
    ['<p>a</p></p></div>b', '<p>a</p><p>b</p>'],
    ['<a href="x">l<br><br>m</a>', '<p><a href="x">l</a></p><p><a href="x">m</a></p>'],
  ])('%j', (html, flowed) => {
    expect(flow(html)).toBe(flowed);
  });

  test('no text is lost, every element is closed, and flowing again changes nothing', () => {
    const piece = fc.constantFrom('<p>', '</p>', '<div>', '</div>', '<b>', '</b>', '<br>', '<ul>', '<li>', '</li>', '</ul>', 'a', 'b ', ' ', '<h2>', '</h2>', '<blockquote>', '</blockquote>', '<td>', '</td>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const html = pieces.join('');
        const flowed = flow(html);
        const letters = (text: string): string => text.replace(/<[^>]*>|\s/g, '');
        const open: string[] = [];
        for (const [, close, name = ''] of flowed.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
          if (name === 'br') continue;
          if (close === '') open.push(name);
          else expect(open.pop()).toBe(name);
        }
        expect(open).toEqual([]);
        expect(letters(flowed)).toBe(letters(html));
        expect(flow(flowed)).toBe(flowed);
      }),
      { numRuns: 2000 },
    );
  });
});
