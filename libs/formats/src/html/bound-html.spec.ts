import { boundHtml } from './bound-html.js';

describe('bounding HTML', () => {
  test('an ordinary page is untouched', () => {
    const html = `<!-- a > b --><div title="x > y">${'<p>text <b>bold</b></p>'.repeat(400)}</div>`;
    expect(boundHtml(html)).toBe(html);
  });

  test('start tags beyond the depth go, and their end tags with them', () => {
    const bounded = boundHtml(`${'<b>'.repeat(1_000)}text${'</b>'.repeat(1_000)}`);
    expect(bounded).toBe(`${'<b>'.repeat(300)}text${'</b>'.repeat(300)}`);
  });

  test('an end tag that closes nothing goes', () => {
    expect(boundHtml(`${'<p>a</p>'.repeat(400)}${'</x>'.repeat(400)}`)).toBe('<p>a</p>'.repeat(400));
  });

  test('paragraphs and list items close themselves', () => {
    const html = '<p>text<li>item'.repeat(2_000);
    expect(boundHtml(`<ul>${html.replaceAll('<p>', '')}</ul>`)).toBe(`<ul>${html.replaceAll('<p>', '')}</ul>`);
  });

  test('a tag of absurd length goes', () => {
    expect(boundHtml(`<p ${'a=1 '.repeat(20_000)}>text`)).toBe('text');
  });
});
