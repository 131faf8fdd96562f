import { baseConfig } from '@wiredesk/platform';
import { z } from 'zod';

import { peopleRoles, permissions } from './sign-in/visitor.js';

/** http would show tokens to whoever is between; RFC 8252 §8.3 leaves it to loopback. */
const isSafeIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
};

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
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(10_080).default(120).describe('How long a sign-in lasts unused.'),
  TOKEN_SIGN_IN: z.enum(['0', '1']).default('1').describe('1: who has the token of a role may sign in with it.'),
  LOCAL_ACCOUNTS: z.enum(['0', '1']).default('1').describe('1: there are accounts with passwords; the first is made by a one-time link that is printed at start.'),
  FIRST_LINK_FILE: z.string().min(1).optional().describe('File into which that link is written too, readable by its owner only.'),
  OIDC_ISSUER: z.url().refine(isSafeIssuer, 'https, unless it is on this machine').optional().describe('Issuer of the identity provider (OpenID Connect discovery), https unless on this machine. Absent: none.'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('Client of the console at OIDC_ISSUER; its redirect URI is <PUBLIC_URL>/sign-in/oidc/callback.'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Secret of that client; absent for a public one (PKCE is used in any case).').meta({ secret: true }),
  OIDC_NAME: z.string().min(1).max(60).default('OpenID Connect').describe('What the button says after "Sign in with".'),
  OIDC_SCOPES: z.string().min(1).default('openid profile email').describe('Scopes to ask for.'),
  OIDC_ROLES_CLAIM: z.string().min(1).default('groups').describe('Claim of the ID token that names groups or roles; a dot goes deeper: realm_access.roles.'),
  OIDC_ROLES: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON: expected {"<value of the claim>": ["editor", "payloads"]}' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.array(z.enum([...peopleRoles, ...permissions])).min(1)))
    .describe('JSON: value of the claim → roles (viewer, editor, rights-officer, operator) and permissions (payloads, evidence). Who has none of them may not sign in.'),
}).refine((config) => config.OIDC_ISSUER === undefined || (config.OIDC_CLIENT_ID !== undefined && Object.keys(config.OIDC_ROLES).length > 0), {
  path: ['OIDC_ISSUER'],
  message: 'needs OIDC_CLIENT_ID and OIDC_ROLES beside it',
});

export type ConsoleConfig = ReturnType<typeof consoleConfig.parse>;
