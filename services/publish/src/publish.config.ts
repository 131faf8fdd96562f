import { baseConfig } from '@wiredesk/platform';
import { z } from 'zod';

const portalLink = z.object({ label: z.string().min(1).max(60), url: z.url().max(500) });
const linkList = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON: expected [{"label","url"}]' });
      return z.NEVER;
    }
  })
  .pipe(z.array(portalLink).max(40));
const timeZone = z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'an IANA time zone, such as Asia/Shanghai');

/** What publish is configured by, beside what every service is. */
export const publishConfig = baseConfig.extend({
  PORT: baseConfig.shape.PORT.default(8080),
  RIGHTS_URL: z.url().default('http://localhost:8082').describe('Where the hold ledger is read by its second way.'),
  INGEST_URL: z.url().default('http://localhost:8081').describe('Where the bytes of pictures are.'),
  RIGHTS_PUBLIC_URL: z.url().default('http://localhost:8082').describe('Where readers find the takedown form.'),
  PORTAL_PUBLIC_URL: z.url().default('http://localhost:8080').describe('Address under which readers see the portal, without a trailing slash.'),
  PORTAL_TERRITORY: z.string().regex(/^(\*|[A-Z]{2})$/, 'an ISO 3166 code, or *').default('*').describe('Territory that the portal serves; * serves everywhere.'),
  HOLD_LANE_STALE_MS: z.coerce.number().int().min(500).default(3_000).describe('Age of the last sign of the hold lane from which the ledger is read by HTTP.'),
  HOLD_LANE_LIMIT_MS: z.coerce.number().int().min(1_000).default(300_000).describe('Age of the ledger from which articles are answered 503 rather than shown.'),
  // portal and feeds
  PORTAL_NAME: z.string().min(1).max(60).default('Wiredesk').describe('Name of the portal: in its head, its feeds and its metadata.'),
  PORTAL_SLOGAN: z.string().max(120).default('').describe('Line under the name; empty shows none.'),
  PORTAL_LOGO_URL: z.url().optional().describe('Picture shown in place of the name.'),
  PORTAL_LANGUAGE: z.enum(['zh', 'en']).default('zh').describe('Language of the portal\'s own words where neither the address, the article nor the reader says one.'),
  PORTAL_TIME_ZONE: timeZone.default('Asia/Shanghai').describe('Zone in which the portal shows times; it is always named beside them.'),
  PORTAL_NAV: z.string().default('').transform((text) => text.split(',').map((code) => code.trim()).filter(Boolean)).describe('Codes of the categories in the navigation, separated by commas; empty takes the largest.'),
  PORTAL_LINKS: linkList.default([]).describe('Links of the operator above the name: JSON list of {label, url}.'),
  PORTAL_ICP: z.string().max(60).default('').describe('ICP record number, shown bottom centre and linked to its registry; empty shows none.'),
  PORTAL_POLICE_NUMBER: z.string().max(60).default('').describe('Public-security record number; empty shows none.'),
  PORTAL_NEWS_LICENCE: z.string().max(60).default('').describe('Number of the Internet news service licence; empty shows none.'),
  PORTAL_REPORT_URL: z.url().optional().describe('Where readers report illegal content (http, https or mailto).'),
  PORTAL_CONTACT: z.string().max(500).default('').describe('Address, mail and telephone on the contact page.'),
  PORTAL_TDM_RESERVED: z.enum(['true', 'false']).default('true').transform((text) => text === 'true').describe('Text and data mining is reserved to the holders of rights.'),
  PORTAL_TEMPLATES_DIR: z.string().default('').describe('Directory whose templates replace ours of the same name; empty uses ours.'),
  PORTAL_PAGES_DIR: z.string().default('').describe('Directory whose pages (about.zh.md …) replace ours of the same name; empty uses ours.'),
  FEED_ENTRIES: z.coerce.number().int().min(1).max(500).default(50).describe('Entries on a page of a feed.'),
  FEED_CONTENT: z.enum(['full', 'summary']).default('full').describe('What entries of feeds carry: the whole text or its abstract.'),
  INDEXNOW_KEY: z.string().regex(/^([a-zA-Z0-9-]{8,128})?$/, '8 to 128 letters, digits and hyphens').default('').describe('Key by which search engines are told of changes (indexnow.org); empty tells none.'),
  INDEXNOW_URL: z.url().default('https://api.indexnow.org/indexnow').describe('Where search engines are told of changes.'),
  INDEXNOW_EVERY_MS: z.coerce.number().int().min(100).default(60_000).describe('How often search engines are told.'),
  FEED_TOMBSTONE_DAYS: z.coerce.number().int().min(90).max(3_650).default(90).describe('How long feeds name what was removed.'),
  // deliveries and recalls
  DELIVERY_TIMEOUT_MS: z.coerce.number().int().min(500).max(60_000).default(20_000).describe('How long a subscriber has to answer one delivery.'),
  DELIVERIES_IN_FLIGHT_MAX: z.coerce.number().int().min(1).max(50_000).default(4_000).describe('Deliveries of this process on their way at once, all subscribers together.'),
  DELIVERIES_PER_SUBSCRIBER_MAX: z.coerce.number().int().min(1).max(1_000).default(64).describe('Deliveries on their way at once to one subscriber that answers well; 8 to any other.'),
  DELIVERY_KEPT_DAYS: z.coerce.number().int().min(1).default(30).describe('How long finished deliveries are listed and can be replayed.'),
  SUBSCRIBER_FAILURES_MAX: z.coerce.number().int().min(1).default(20).describe('Attempts in a row that must have failed before a subscriber is disabled.'),
  SUBSCRIBER_FAILING_HOURS_MAX: z.coerce.number().min(0).default(120).describe('For how long they must have failed, too.'),
  CONFORMANCE_STEP_SECONDS: z.coerce.number().min(1).default(600).describe('How long a subscriber has for each step of a conformance run.'),
  CONFORMANCE_REQUIRED: z.stringbool().default(false).describe('Whether articles are held for a subscriber until it has passed the conformance kit.'),
  CANARY_EVERY_MINUTES: z.coerce.number().int().min(0).max(10_080).default(60).describe('How often a marked article is published and taken down to see that a takedown reaches every place; 0 never.'),
  CANARY_INGEST_URL: z.url().default('http://localhost:8081').describe('Where drills push their article.'),
  CANARY_SOURCE_ID: z.string().min(1).default('canary').describe('Source of the drills; subscribers get its articles only where their filter names it.'),
  CANARY_SOURCE_KEY: z.string().min(1).optional().describe('Key of that source; without it there are no drills.').meta({ secret: true }),
  CANARY_RIGHTS_TOKEN: z.string().min(1).optional().describe('Token with the role rights-officer, with which drills place and lift their hold.').meta({ secret: true }),
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'smtp://user:password@host:port').optional().describe('Mail server for escalations; without it they are in /v1/escalations and the metrics only.').meta({ secret: true }),
  MAIL_FROM: z.string().min(3).max(254).default('wiredesk@localhost').describe('Sender of that mail, as "Name <address>" or an address.'),
  ESCALATION_MAIL_TO: z.email().optional().describe('Address of the operator that gets a copy of every escalation.'),
  SUBSCRIBER_DIGESTS: z.stringbool().default(true).describe('Whether each subscriber is told once a day which numbers it was given.'),
  REMOVAL_RESPOND_HOURS: z.coerce.number().min(0.001).default(24).describe('How long a subscriber has to acknowledge a removal before it is overdue.'),
});

export type PublishConfig = ReturnType<typeof publishConfig.parse>;
