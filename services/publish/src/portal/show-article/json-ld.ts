import type { ArticleView } from './article-view.js';

/** JSON for inside a script element: no character of it can end the element or the line (HTML §4.12.1.3). */
export const scriptSafeJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const headlineCharsMax = 110;

/** NewsArticle of schema.org; its dates are those that the page shows. */
export const jsonLdOf = (view: ArticleView, site: { readonly name: string; readonly url: string; readonly logoUrl: string | undefined }, usagePolicyUrl: string): string =>
  scriptSafeJson({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: [...view.title].slice(0, headlineCharsMax).join(''),
    alternativeHeadline: view.subtitle,
    description: view.abstract?.text,
    image: [view.lead, ...view.gallery].flatMap((media) => (media ? [media.url] : [])),
    datePublished: view.published.machine,
    dateModified: view.updated?.machine,
    author: view.authors.map((name) => ({ '@type': 'Person', name })),
    editor: view.editor === undefined ? undefined : { '@type': 'Person', name: view.editor },
    isBasedOn: view.originalUrl,
    sourceOrganization: { '@type': 'Organization', name: view.source.name, url: view.source.url },
    publisher: { '@type': 'Organization', name: site.name, url: site.url, logo: site.logoUrl === undefined ? undefined : { '@type': 'ImageObject', url: site.logoUrl } },
    copyrightHolder: view.rights.holder === undefined ? undefined : { '@type': 'Organization', name: view.rights.holder },
    copyrightNotice: view.rights.notices[0],
    license: view.rights.licenceUri,
    usageInfo: usagePolicyUrl,
    creditText: view.rights.creditLine ?? view.source.name,
    inLanguage: view.lang,
    articleSection: view.categories[0]?.label,
    keywords: view.keywords.length === 0 ? undefined : view.keywords.join(', '),
    mainEntityOfPage: view.url,
    isAccessibleForFree: true,
    identifier: view.itemId,
  });
