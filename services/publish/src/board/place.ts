import { urlKey } from '@wiredesk/usage-terms';

import type { PublishConfig } from '../publish.config.js';
import type { Place } from './article.js';

/** Where this deployment shows things, from its configuration. */
export const placeOf = (config: Pick<PublishConfig, 'PORTAL_TERRITORY' | 'PORTAL_PUBLIC_URL'>): Place => ({
  territory: config.PORTAL_TERRITORY,
  portalKey: urlKey(config.PORTAL_PUBLIC_URL) ?? '',
});
