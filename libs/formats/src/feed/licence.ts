import type { RightsInfo } from '@wiredesk/content';

import { attributeOf, childrenOf, textAt, textOf } from '../xml/query.js';
import type { XmlElement } from '../xml/read-xml.js';

/** Rights of an item or a whole feed: notice, holder, licence. */
export const rightsOf = (element: XmlElement | undefined): RightsInfo | undefined => {
  const licence = childrenOf(element, 'cc:license')[0];
  const link = childrenOf(element, 'atom:link').find((one) => attributeOf(one, 'rel') === 'license');
  const licenceUri = attributeOf(licence, 'rdf:resource') ?? textOf(licence) ?? attributeOf(link, 'href') ?? textAt(element, 'dcterms:license');
  const notice = textAt(element, 'atom:rights', 'dc:rights', 'dcterms:rights', 'copyright', 'prism:copyright', 'media:copyright', 'atom:copyright');
  const holder = textAt(element, 'dcterms:rightsholder', 'prism:rightsagent');
  const rights = {
    ...(holder === undefined ? {} : { holder }),
    ...(notice === undefined ? {} : { notice }),
    ...(licenceUri === undefined ? {} : { licenceUri }),
  };
  return Object.keys(rights).length === 0 ? undefined : rights;
};
