import { table } from '../table.js';

/**
 * Namespaces by the short name under which this lib asks for their elements. Feeds misspell them, so that they are
 * compared without case, scheme and a closing slash or hash. '' are the vocabularies whose elements are RSS's own.
 */
const known = table({
  'purl.org/rss/1.0': '',
  'my.netscape.com/rdf/simple/0.9': '',
  'channel.netscape.com/rdf/simple/0.9': '',
  'my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'purl.org/net/rss1.1': '',
  'backend.userland.com/rss': '',
  'backend.userland.com/rss2': '',
  'backend.userland.com/rss091': '',
  'blogs.law.harvard.edu/tech/rss': '',
  'www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'purl.org/rss/1.0/modules/content': 'content',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'www.w3.org/2005/atom': 'atom',
  'purl.org/atom/ns': 'atom',
  'purl.org/atompub/tombstones/1.0': 'at',
  'www.w3.org/2007/app': 'app',
  'search.yahoo.com/mrss': 'media',
  'prismstandard.org/namespaces/basic/2.0': 'prism',
  'prismstandard.org/namespaces/basic/1.2': 'prism',
  'prismstandard.org/namespaces/1.2/basic': 'prism',
  'prismstandard.org/namespaces/2.0/basic': 'prism',
  'prismstandard.org/namespaces/basic/3.0': 'prism',
  'prismstandard.org/namespaces/basic/2.1': 'prism',
  'backend.userland.com/creativecommonsrssmodule': 'cc',
  'cyber.law.harvard.edu/rss/creativecommonsrssmodule.html': 'cc',
  'web.resource.org/cc': 'cc',
  'creativecommons.org/ns': 'cc',
  'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'wellformedweb.org/commentapi': 'wfw',
  'www.w3.org/1999/xhtml': 'html',
  'iptc.org/std/nar/2006-10-01': 'nar',
  'iptc.org/std/nitf/2006-10-18': 'nitf',
  'schemas.openarchives.org/oa': 'oa',
  'www.w3.org/xml/1998/namespace': 'xml',
});

/** What a prefix means where a feed forgot to declare it. */
const usual = table({
  content: 'content', dc: 'dc', dcterms: 'dcterms', atom: 'atom', atom10: 'atom', media: 'media', prism: 'prism', creativecommons: 'cc', cc: 'cc', itunes: 'itunes',
  xhtml: 'html', html: 'html', rdf: 'rdf', rss: '', at: 'at', app: 'app', oa: 'oa', goonews: 'goonews', mi: 'mi', nitf: 'nitf', nar: 'nar', xml: 'xml',
});

const uriCharsMax = 300;
const level = (uri: string): string => uri.slice(0, uriCharsMax).trim().toLowerCase().replace(/^https?:\/\//, '').replace(/[/#]+$/, '');

/** The short name of a namespace; for one that is not known, its usual prefix stands for it. */
export const vocabularyOf = (uri: string, prefix: string): string => {
  const leveled = level(uri);
  const name = known[leveled];
  if (name !== undefined) return name;
  if (/^iptc\.org\/std\/nitf/.test(leveled)) return 'nitf';
  return usual[prefix.toLowerCase()] ?? (prefix === '' ? '' : prefix.toLowerCase());
};

/** The short name behind a prefix that was not declared; undefined where nobody would know. */
export const usualVocabulary = (prefix: string): string | undefined => usual[prefix.toLowerCase()];
