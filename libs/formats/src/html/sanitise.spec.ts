import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseHTML } from 'linkedom';

import { corporaDir, describeWith } from '../../test/support.js';
import { embeddedIn, safeUrl, sanitise } from './sanitise.js';

const allowed = new Set(
  'p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr br figure figcaption img table caption thead tbody tfoot tr th td a b strong i em u s del ins sub sup small mark code kbd q cite abbr time ruby rt rp span bdi'.split(' '),
);
const allowedAttributes = new Set('href rel title src alt width height loading datetime colspan rowspan scope cite lang dir'.split(' '));

interface Parsed {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}

/** What could act in a sanitised text, once a parser has read it again. */
const active = (html: string): string[] => {
  const { document } = parseHTML(`<!doctype html><html><head></head><body>${html}</body></html>`) as unknown as { document: { body: { querySelectorAll(selector: string): Iterable<Parsed> } } };
  return [...document.body.querySelectorAll('*')].flatMap((element) => [
    ...(allowed.has(element.localName) ? [] : [`<${element.localName}>`]),
    ...[...element.attributes].flatMap(({ name, value }) => {
      if (!allowedAttributes.has(name)) return [`${element.localName} ${name}`];
      return (name === 'href' || name === 'src' || name === 'cite') && !/^(?:https?:\/\/|mailto:)/.test(value) ? [`${name}=${value}`] : [];
    }),
  ]);
};

describe('sanitising', () => {
  test.each([
    ['<p onclick="x()" style="color:red" class="a" id="b">text</p>', '<p>text</p>'],
    ['<script>alert(1)</script><style>p{}</style><p>text</p><svg><a>x</a></svg><form>q<input></form>', '<p>text</p>'],
    ['<h1>Head</h1><p>text</p>', '<h2>Head</h2><p>text</p>'],
    ['<p><a href="javascript:alert(1)">one</a> <a href="mailto:a@b.example">two</a></p>', '<p><a>one</a> <a href="mailto:a@b.example" rel="nofollow noopener">two</a></p>'],
    ['<p><img src="data:image/png;base64,AA"> <img src="mailto:a@b.example"> text</p>', '<p>text</p>'],
    ['<p><a href="https://user:pw@evil.example/">x</a></p>', '<p><a>x</a></p>'],
    ['<iframe src="https://x.example"></iframe><p>text</p>', '<p>text</p>'],
    ['<p>a &lt;script&gt; b &amp; c</p>', '<p>a &lt;script&gt; b &amp; c</p>'],
    ['<p>re\u202eversed\u0000 \ud800x\u0008\u0085\ufffe 𠮷</p>', '<p>reversed x 𠮷</p>'],
    ['<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>', '<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby></p>'],
    ['<table><tr><td colspan="2" onclick="x">a</td><td></td></tr></table>', '<table><tr><td colspan="2">a</td><td></td></tr></table>'],
  ])('%s', (html, safe) => {
    expect(sanitise(html)).toBe(safe);
  });

  test('relative addresses are resolved, pictures load late, links give no weight', () => {
    expect(sanitise('<p><a href="../a?x=1&y=2" target="_blank">l</a><img src="//cdn.example/i.png" width="10" height="x" alt="An &quot;i&quot;"></p>', 'https://news.example/d/e.html')).toBe(
      '<p><a href="https://news.example/a?x=1&amp;y=2" rel="nofollow noopener">l</a><img src="https://cdn.example/i.png" alt="An &quot;i&quot;" loading="lazy" width="10" /></p>',
    );
  });

  test.each(['\u00a0javascript:alert(1)', '\u2003javascript:alert(1)', 'java\nscript:alert(1)', ' JAVASCRIPT:alert(1)', 'vbscript:x', 'https://u:p@news.example/', 'file:///etc/passwd'])('%j is no address for a text', (url) => {
    expect(safeUrl(url, 'https://news.example/', ['http:', 'https:', 'mailto:'])).toBeUndefined();
  });
});

test('films, sound and frames are named as media, with their addresses', () => {
  expect(embeddedIn('<video controls><source src="/a.mp4"></video><iframe width=1 src=\'https://p.example/e?a=1&amp;b=2\'></iframe><audio src=b.mp3>')).toEqual([{ url: '/a.mp4' }, { url: 'https://p.example/e?a=1&b=2', type: 'text/html' }, { url: 'b.mp3', type: 'audio/*' }]);
  expect(embeddedIn('<p>text</p>')).toEqual([]);
});

describeWith(join(corporaDir, 'dompurify'), 'the snippets of DOMPurify', 'CORPORA_DIR', () => {
  const cases = (): { payload: string }[] => JSON.parse(readFileSync(join(corporaDir, 'dompurify/expect.json'), 'utf8')) as { payload: string }[];

  test('nothing of any of them is active after sanitising and reading again', () => {
    const left = cases().flatMap(({ payload }) => active(sanitise(payload, 'https://news.example/')).map((what) => `${what} from ${payload.slice(0, 80)}`));
    expect(cases().length).toBeGreaterThan(200);
    expect(left).toEqual([]);
  });

  test('sanitising again changes nothing', () => {
    const unstable = cases().map(({ payload }) => sanitise(payload)).filter((once) => sanitise(once) !== once);
    expect(unstable).toEqual([]);
  });
});

describeWith(join(corporaDir, 'blns'), 'the big list of naughty strings', 'CORPORA_DIR', () => {
  test('nothing in any of them is active', () => {
    const strings = JSON.parse(readFileSync(join(corporaDir, 'blns/blns.json'), 'utf8')) as string[];
    expect(strings.length).toBeGreaterThan(500);
    expect(strings.flatMap((text) => active(sanitise(text)).map((what) => `${what} from ${text.slice(0, 80)}`))).toEqual([]);
    expect(strings.flatMap((text) => active(sanitise(`<p title="${text}"><a href="${text}">${text}</a></p>`)))).toEqual([]);
  });
});
