import { article, codes, cpuMs, items, parse, read, refusal } from '../test/support.js';

const rss = (inside: string): string => `<rss version="2.0"><channel><title>H</title>${inside}</channel></rss>`;
const item = '<item><guid>1</guid><title>t</title><description>text</description></item>';

describe('the one door', () => {
  test('the content decides over the content type, with a warning', () => {
    expect(read(rss(item), { contentType: 'application/json' })).toMatchObject({ format: 'rss', warnings: [{ code: 'content-type-mismatch' }] });
    expect(read(rss(item), { contentType: 'application/rss+xml; charset=utf-8' }).warnings).toEqual([]);
    expect(read(`\ufeff \n<!-- c --><?xml-stylesheet href="x"?>${rss(item)}`).format).toBe('rss');
    expect(read('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html><body><p>text</p></body></html>').format).toBe('html');
  });

  test.each([
    ['{"a": 1}', 'JSON that is neither'],
    ['[]', 'JSON that is neither'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'root <svg>'],
    ['<Channel xmlns="http://purl.org/net/rss1.1#"/>', 'RSS 1.1'],
    ['just a text', 'text that begins "just a text"'],
    ['%PDF-1.7', 'text that begins "%PDF-1.7"'],
    [' ', 'text that begins ""'],
  ])('%j is refused: what was seen, what is read', (body, seen) => {
    const refused = refusal(body);
    expect([refused.status, refused.code]).toEqual([415, 'format-unsupported']);
    expect(refused.detail).toContain(seen);
    expect(refused.detail).toMatch(/ninjs.*JSON Feed.*NewsML-G2.*RSS.*Atom.*HTML/);
  });

  test('malformed XML and JSON: 400 with line and column', () => {
    expect(refusal('<rss><channel>\n<item></channel></rss>')).toMatchObject({ status: 400, code: 'xml-malformed', line: 2 });
    expect(refusal('{"uri": "u",\n "headline": }')).toMatchObject({ status: 400, code: 'json-malformed', line: 2, column: 14 });
  });

  test('a CloudEvent is unwrapped and looked at again', () => {
    const event = { specversion: '1.0', type: 'x', source: 'y', id: '1', data: { uri: 'urn:b:1', headline: 'h', body_text: 't' } };
    expect(article(JSON.stringify(event), { contentType: 'application/cloudevents+json' }).guid).toBe('urn:b:1');
    expect(article(JSON.stringify({ ...event, data: rss(item) })).guid).toBe('1');
    expect(article(JSON.stringify({ ...event, data: undefined, data_base64: Buffer.from(rss(item)).toString('base64') })).guid).toBe('1');
  });

  test('the items of Superdesk\'s content API', () => {
    expect(items(JSON.stringify({ _items: [{ uri: 'a', headline: 'h', body_html: '<p>t</p>' }, { uri: 'b', pubstatus: 'canceled' }], _meta: { total: 2 } })).map(({ kind }) => kind)).toEqual(['article', 'removal']);
  });

  test('a piece that reserves its reprint says so in a short line; a report on such a line does not', () => {
    const reserved = (text: string): boolean => article(rss(`<item><guid>1</guid><title>t</title><description>${text}</description></item>`)).reprintReserved;
    expect(reserved('新泊位通过验收。\n未经本报授权，不得转载。')).toBe(true);
    expect(reserved('新泊位通过验收。')).toBe(false);
    expect(reserved(`法院认为，${'被告在其网站上发布的声明不影响作品的合理使用，'.repeat(5)}未经授权不得转载的声明本身不产生新的权利。`)).toBe(false);
  });

  test('envelopes inside envelopes end somewhere', () => {
    let text = rss(item);
    for (let i = 0; i < 6; i += 1) text = JSON.stringify({ specversion: '1.0', data: text });
    expect(refusal(text)).toMatchObject({ status: 422, code: 'nested-too-deep' });
  });

  test('strict refuses what is otherwise a warning', () => {
    const faulty = rss(item.replace('text', 'AT&T'));
    expect(codes(read(faulty).warnings)).toEqual(['xml-ampersand-bare']);
    expect(refusal(faulty, { source: { strict: true } })).toMatchObject({ status: 400, code: 'xml-malformed' });
  });

  test('the language is the item\'s, else the source\'s, else that of the text', () => {
    const english = '<item><guid>1</guid><description>The harbour was closed for the night and the ships waited.</description></item>';
    expect(article(rss(english)).language).toBe('en');
    expect(article(rss(english), { source: { language: 'fr' } }).language).toBe('fr');
    expect(article(rss(`<language>de-at</language>${english}`), { source: { language: 'fr' } }).language).toBe('de-at');
    expect(article(rss(`<language>not a tag!</language>${english}`)).language).toBe('en');
  });

  test('a declared language that the writing contradicts gives way, with a warning', () => {
    const text = (language: string, body: string): unknown => {
      const found = article(rss(`<language>${language}</language><item><guid>1</guid><pubDate>2021-12-13T00:00:00Z</pubDate><description>${body}</description></item>`));
      return [found.language, codes(found.warnings)];
    };
    const chinese = '港口管理局周一表示，新建的三号泊位已经完成全部测试，预计下月正式投入使用。'.repeat(3);
    const english = 'The harbour was closed for the night and the ships waited. '.repeat(3);
    expect(text('en', chinese)).toEqual(['zh-Hans', ['language-mismatch']]);
    expect(text('zh-cn', english)).toEqual(['en', ['language-mismatch']]);
    expect(text('zh-TW', chinese)).toEqual(['zh-TW', []]);
    expect(text('ja', chinese)).toEqual(['ja', []]);
    expect(text('en-GB', english)).toEqual(['en-GB', []]);
  });

  test('a bulletin that kills in words is marked for an operator; a report on a killing is not', () => {
    const text = (title: string, body: string): string[] => codes(article(rss(`<item><guid>1</guid><title>${title}</title><pubDate>2021-12-13T00:00:00Z</pubDate><description>${body}</description></item>`)).warnings);
    expect(text('PLEASE KILL BERTH-THREE', 'Editors: the story BERTH-THREE moved at 0830 is withdrawn.')).toEqual(['suspected-kill']);
    expect(text('撤稿：三号泊位通过验收', '请撤下今日八时三十分播发的稿件。')).toEqual(['suspected-kill']);
    expect(text('Two people killed in harbour fire', 'Police said that two people were killed on Monday.')).toEqual([]);
    expect(text('Journal withdraws paper on tides', 'The paper had been cited ninety times.')).toEqual([]);
  });

  test('every text is of one line, without controls, within its length; the body keeps only what may be shown', () => {
    const found = article(rss(`<item><guid>1</guid><title>a\u0085b\u202ec ${'x'.repeat(1_000)}</title><description>&lt;script&gt;x&lt;/script&gt;text</description></item>`));
    expect(found.title).toMatch(/^abc x+…$/);
    expect(found.title.length).toBe(500);
    expect(found.bodyHtml).toBe('<p>text</p>');
  });

  test('50 items of 2 KB take milliseconds', () => {
    const body = `<![CDATA[${'<p>The quick <a href="https://x.example/a?b=1">brown fox</a> jumps over the lazy dog, again and again.</p>'.repeat(20)}]]>`;
    const feed = rss(Array.from({ length: 50 }, (_, i) => `<item><guid>${i}</guid><title>t</title><description>${body}</description></item>`).join(''));
    for (let i = 0; i < 10; i += 1) items(feed);
    expect(cpuMs(() => expect(items(feed)).toHaveLength(50))).toBeLessThan(200);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('"%s" is a name like others', (name) => {
    const found = article(`<rss version="2.0" xmlns:${name}="urn:x"><channel><item><guid>1</guid><title>&${name};</title><description>&lt;${name}&gt;text&lt;/${name}&gt;${'&lt;b&gt;'.repeat(400)}</description><${name}>a</${name}><${name}:${name}>b</${name}:${name}><pubDate>13 Dec 2021 08:30 ${name}</pubDate></item></channel></rss>`);
    expect([found.title, found.bodyText.endsWith('text')]).toEqual([`&${name};`, true]);
    expect(JSON.stringify(found)).not.toContain('native code');
    expect(article(`<nitf><head><docdata management-status="${name}"><doc-id id-string="1"/></docdata></head><body><body.content><p><${name}>text</${name}></p></body.content></body></nitf>`).bodyHtml).toBe('<p>text</p>');
    expect(items(`[{"uri":"u","pubstatus":"${name}","headline":"h","body_text":"t"}]`)[0]).toMatchObject({ kind: 'refused', reason: { code: 'status-unknown' } });
    expect(items(`<newsItem guid="g"><itemMeta><pubStatus qcode="stat:${name}"/></itemMeta></newsItem>`)[0]?.kind).toBe('refused');
    expect(items(rss(item), { source: { deletionDialect: [name] } })[0]?.kind).toBe('article');
  });

  test('a document behind what its server said before it is read with a warning, and not where the source is strict', () => {
    const noisy = `Notice: undefined index in feed.php\n${rss(item)}`;
    expect(codes(read(noisy).warnings)).toContain('text-before-document');
    expect(items(noisy)[0]?.kind).toBe('article');
    expect(parse(noisy, { source: { strict: true } })).toMatchObject({ ok: false, status: 415 });
    expect(parse('Our feed begins with an element of the name rss, they say.')).toMatchObject({ ok: false, status: 415 });
  });

  test('of one id twice in a document the newest is taken, the other refused; the same twice and versions stay', () => {
    const one = (title: string, more = ''): string => `<item><guid>1</guid><title>${title}</title><description>Text.</description>${more}</item>`;
    const kinds = (...pieces: string[]) => items(rss(pieces.join(''))).map((found) => (found.kind === 'refused' ? found.reason.code : found.kind));
    expect(kinds(one('Newer'), one('Older'))).toEqual(['article', 'guid-not-unique']);
    expect(kinds(one('Older', '<pubDate>13 Dec 2021 08:30 GMT</pubDate>'), one('Newer', '<pubDate>14 Dec 2021 08:30 GMT</pubDate>'))).toEqual(['guid-not-unique', 'article']);
    expect(kinds(one('Same'), one('Same'))).toEqual(['article', 'article']);
    expect(items(JSON.stringify([{ uri: 'u', version: '1', headline: 'a', body_text: 'x' }, { uri: 'u', version: '2', headline: 'b', body_text: 'y' }])).map(({ kind }) => kind)).toEqual(['article', 'article']);
  });

  test('it never throws', () => {
    for (const body of ['', '{', '<', '<?', '<!', '<!doctype', '<!--', '\u0000', '[[[', '<entry', '<html', '{"specversion":"1.0","data":{}}', '[null]', '{"uri":null}', '<feed/>', '<rdf:RDF/>', '<NewsML/>', '<nitf/>', '<newsItem/>']) {
      expect(typeof parse(body).ok).toBe('boolean');
    }
  });
});
