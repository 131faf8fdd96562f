import type { Article } from '@wiredesk/content';

/** What a source's settings say about the links in its articles. */
export interface LinkRules {
  /** Hosts that its links may lead to, each with what is below it; undefined: all. */
  readonly linkHosts?: readonly string[] | undefined;
  /** Not trusted to publish by itself: its links are marked as those of strangers. */
  readonly isUntrusted: boolean;
}

/** A link as sanitising writes it (libs/formats, `sanitise`). */
const link = /<a href="([^"]*)" rel="nofollow noopener">/g;

const hostOf = (href: string): string | undefined => {
  const url = URL.parse(href.replaceAll('&amp;', '&'));
  return url && /^https?:$/.test(url.protocol) ? url.hostname : undefined;
};

const leadsTo = (host: string, allowed: readonly string[]): boolean => allowed.some((one) => host === one || host.endsWith(`.${one}`));

/**
 * The article with its links as its source may have them: those to other hosts lose their address and keep their words;
 * those of a source that is not trusted are `ugc` to search engines (formats.md §6). Links by mail stay.
 */
export const withLinkRules = (article: Article, { linkHosts, isUntrusted }: LinkRules): Article => {
  if ((linkHosts === undefined && !isUntrusted) || !article.bodyHtml.includes('<a href=')) return article;
  let cut = 0;
  const bodyHtml = article.bodyHtml.replace(link, (whole, href: string) => {
    const host = hostOf(href);
    if (linkHosts && host !== undefined && !leadsTo(host, linkHosts)) {
      cut += 1;
      return '<a>';
    }
    return isUntrusted ? whole.replace('rel="nofollow noopener"', 'rel="nofollow ugc noopener"') : whole;
  });
  if (cut === 0) return { ...article, bodyHtml };
  return { ...article, bodyHtml, warnings: [...article.warnings, { code: 'links-cut', detail: `${cut} link${cut === 1 ? '' : 's'} to hosts that this source may not link to lost ${cut === 1 ? 'its' : 'their'} address; the words stay` }] };
};
