import { baseConfig } from '@wiredesk/platform';
import { z } from 'zod';

/** What the console is configured by, beside what every service is. */
export const consoleConfig = baseConfig.extend({
  PORT: baseConfig.shape.PORT.default(8090),
  INGEST_URL: z.url().default('http://localhost:8081').describe('Where the console asks and commands ingest.'),
  RIGHTS_URL: z.url().default('http://localhost:8082').describe('Where the console asks and commands rights.'),
  DEDUPE_URL: z.url().default('http://localhost:8083').describe('Where the console asks and commands dedupe.'),
  PUBLISH_URL: z.url().default('http://localhost:8080').describe('Where the console asks and commands publish.'),
  PORTAL_PUBLIC_URL: z.url().default('http://localhost:8080').describe('Address under which readers see the portal, without a trailing slash.'),
  PORTAL_TERRITORY: z.string().regex(/^(\*|[A-Z]{2})$/, 'an ISO 3166 code, or *').default('*').describe('Territory that the portal serves; * serves everywhere.'),
  TIMELINE_DAYS: z.coerce.number().int().min(1).max(4_000).default(90).describe('How long the moments of an item are kept here; the topics have their own.'),
  SESSION_HOURS: z.coerce.number().min(0.1).max(168).default(12).describe('How long a sign-in lasts.'),
});

export type ConsoleConfig = ReturnType<typeof consoleConfig.parse>;
