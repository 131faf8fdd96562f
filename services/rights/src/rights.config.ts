import { baseConfig } from '@wiredesk/platform';
import { z } from 'zod';

import { regimeName } from './cases/regimes.js';

/** What rights is configured by, beside what every service is. */
export const rightsConfig = baseConfig.extend({
  PORT: baseConfig.shape.PORT.default(8082),
  RIGHTS_PUBLIC_URL: z.url().default('http://localhost:8082').describe('Address under which rights holders reach this service, without a trailing slash.'),
  PORTAL_PUBLIC_URL: z.url().default('http://localhost:8080').describe('Address of the portal, without a trailing slash: which URLs of a notice are ours.'),
  OPERATOR_NAME: z.string().min(1).max(120).default('Wiredesk').describe('Who answers for the portal, as pages and certificates name it.'),
  DEFAULT_REGIME: regimeName.default('CN_TIAOLI').describe('Whose rules a notice follows that names neither a regime nor a jurisdiction. For the operator\'s counsel to choose.'),
  ACT_FIRST: z.enum(['yes', 'no']).default('yes').describe('Whether an admissible notice places an interim hold at once and is reviewed after ("contact us and we delete at once"), or is reviewed first.'),
  LIFT_BY_SECOND_PERSON: z.enum(['yes', 'no']).default('no').describe('Whether a hold that an officer placed by hand is lifted by another officer only: one key closes, two persons open.'),
  NOTICES_PER_MINUTE: z.coerce.number().int().min(1).default(600).describe('Notices of one network address per minute and process.'),
  NOTICE_TARGETS_MAX: z.coerce.number().int().min(1).max(10_000).default(10_000).describe('Addresses in one notice at most.'),
  PUBLIC_LOG_DELAY_DAYS: z.coerce.number().int().min(0).max(3_650).default(30).describe('How old a case is before the public log names it: a fresh one would lead people to copies that are still out.'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'smtp://user:password@host:port')
    .optional()
    .describe('Mail server for letters to the parties of cases. Absent: letters are written and wait for an officer to send them by hand.')
    .meta({ secret: true }),
  MAIL_FROM: z.string().min(3).max(254).default('rights@localhost').describe('Sender of letters, as "Name <address>" or an address.'),
  SIGNING_KEY: z
    .string()
    .regex(/^-----BEGIN PRIVATE KEY-----/, 'PEM of a PKCS #8 private key')
    .optional()
    .describe('Ed25519 private key (PKCS #8, PEM) that signs certificates. Absent: one is made and kept in the database.')
    .meta({ secret: true }),
});

export type RightsConfig = ReturnType<typeof rightsConfig.parse>;
