import { baseConfig } from '@wiredesk/platform';

/** What dedupe is configured by: what every service is. */
export const dedupeConfig = baseConfig.extend({ PORT: baseConfig.shape.PORT.default(8083) });
