import { parsePayload } from '@wiredesk/formats';

import { withLinkRules } from './links.decide.js';

/** As it comes from the parsers: the rules know how sanitising writes a link. */
const articleOf = (html: string) => {
  const bytes = new TextEncoder().encode(JSON.stringify({ uri: 'u', headline: 'h', body_html: html }));
  const result = parsePayload({ bytes, source: { id: 's', name: 'S' }, receivedAt: '2026-11-25T12:00:00.000Z' });
  const item = result.ok ? result.items[0] : undefined;
  if (item?.kind !== 'article') throw new Error('no article');
  return item.article;
};

const body = '<p><a href="https://harbour.example/a?b=1&amp;c=2">ours</a>, <a href="https://www.harbour.example/">below</a>, <a href="https://notharbour.example/">theirs</a>, <a href="//evil.example/x">others</a>, <a href="mailto:desk@evil.example">mail</a></p>';

describe('links of a source', () => {
  it('lead where they may; the others lose their address and keep their words', () => {
    const article = withLinkRules(articleOf(body), { linkHosts: ['harbour.example'], isUntrusted: false });
    expect([...article.bodyHtml.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['https://harbour.example/a?b=1&amp;c=2', 'https://www.harbour.example/', 'mailto:desk@evil.example']);
    expect(article.bodyText).toBe('ours, below, theirs, others, mail');
    expect(article.bodyHtml).toContain('<a>theirs</a>');
    expect(article.warnings.map(({ code }) => code)).toContain('links-cut');
  });

  it('are those of strangers where their source is not trusted', () => {
    const { bodyHtml, warnings } = withLinkRules(articleOf(body), { isUntrusted: true });
    expect(bodyHtml.match(/rel="[^"]*"/g)).toEqual(Array.from({ length: 4 }, () => 'rel="nofollow ugc noopener"'));
    expect(warnings.map(({ code }) => code)).not.toContain('links-cut');
  });

  it('stay as they are otherwise', () => {
    const article = articleOf(body);
    expect(withLinkRules(article, { isUntrusted: false })).toBe(article);
  });
});
