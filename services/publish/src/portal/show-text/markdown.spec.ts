import { htmlOfMarkdown } from './markdown.js';

describe('an operator\'s text', () => {
  it('has headings, paragraphs, lists and links', () => {
    expect(htmlOfMarkdown('# About\n\nOne **two** *three*\nfour\n\n- a\n- b\n\n1. c\n2. d\n\n[us](/pages/contact) and [mail](mailto:a@b.example)')).toBe(
      '<h1>About</h1>\n<p>One <strong>two</strong> <em>three</em><br>four</p>\n<ul><li>a</li><li>b</li></ul>\n<ol><li>c</li><li>d</li></ol>\n<p><a href="/pages/contact">us</a> and <a href="mailto:a@b.example">mail</a></p>',
    );
  });

  it('has headings that can be linked to', () => {
    expect(htmlOfMarkdown('## Objection {#objection}')).toBe('<h2 id="objection">Objection</h2>');
  });

  it('is text where it is HTML, and follows no script', () => {
    const html = htmlOfMarkdown('<script>x</script> [a](javascript:alert(1)) [b](//evil.example/) [c](data:text/html,x) [d](https://x.example/"onclick=)');
    expect(html).not.toContain('<script');
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="https://x.example/&amp;quot;onclick="');
  });
});
