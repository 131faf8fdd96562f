import { createHash } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, uuidv7, type Clock } from '@wiredesk/platform';
import { inTransaction } from '@wiredesk/persistence';
import type { ClientAuth, Configuration } from 'openid-client';
import { DataSource } from 'typeorm';

import { accountBySubject, createAccount, noteSignedIn, renewAccount } from '../../accounts/account.store.js';
import type { ConsoleConfig } from '../../console.config.js';
import { openText, sealingKey, sealText } from '../sealing.js';
import type { PersonRole } from '../visitor.js';
import { displayNameOf, grantsOf, nameOf } from './claims.decide.js';

const stateMinutes = 10;
const discoveredForMs = 3_600_000;
const timeoutSeconds = 10;

/** What the browser keeps, sealed, while its user is at the identity provider. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
  readonly endsAtMs: number;
}

/** Who came back, with an account here. */
export interface Arrived {
  readonly accountId: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly to: string;
}

/** Why somebody who came back is not let in; for the audit log. */
export class OidcRefused extends Error {}

/**
 * Signing in at an identity provider: OpenID Connect, authorization code with PKCE, state and nonce. Roles come from a
 * claim, anew at each sign-in; the password is the provider's. Its library is loaded where it is configured.
 */
@Injectable()
export class Oidc {
  private readonly key: Buffer;
  private readonly redirectUri: string;
  private discovered: { readonly atMs: number; readonly configuration: Promise<Configuration> } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.key = sealingKey('oidc', JSON.stringify(config.TOKENS));
    this.redirectUri = `${config.PUBLIC_URL ?? `http://localhost:${config.PORT}`}/sign-in/oidc/callback`;
  }

  get isConfigured(): boolean {
    return this.config.OIDC_ISSUER !== undefined;
  }

  /** The address to send a browser to, and what it has to bring back in its cookie. Throws where the provider does not answer. */
  async begin(to: string): Promise<{ readonly url: string; readonly pending: string; readonly maxAgeSeconds: number }> {
    const client = await import('openid-client');
    const configuration = await this.configuration();
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: this.config.OIDC_SCOPES,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const pending: Pending = { state, nonce, verifier, to, endsAtMs: this.clock.now().getTime() + stateMinutes * 60_000 };
    return { url: url.href, pending: sealText(this.key, JSON.stringify(pending)).toString('base64url'), maxAgeSeconds: stateMinutes * 60 };
  }

  /** Who came back with `query` (as it was asked) and the cookie. Throws OidcRefused with the reason for everybody else. */
  async end(query: string, cookie: string | undefined): Promise<Arrived> {
    const pending = this.pendingOf(cookie);
    if (!pending) throw new OidcRefused('the sign-in was not begun in this browser, or took longer than ten minutes');
    const claims = await this.claimsFor(query, pending);
    const grants = grantsOf(claims, this.config.OIDC_ROLES_CLAIM, this.config.OIDC_ROLES);
    const name = nameOf(claims);
    if (grants.roles.length === 0) throw new OidcRefused(`${name}: the claim "${this.config.OIDC_ROLES_CLAIM}" gives no role by OIDC_ROLES`);
    const subject = `${String(claims['iss'])} ${String(claims['sub'])}`;
    return inTransaction(this.dataSource, async (tx) => {
      const known = await accountBySubject(tx, subject);
      if (known?.disabledAt) throw new OidcRefused(`${known.name}: the account is switched off here`);
      const now = this.clock.now();
      const accountId = known?.accountId ?? uuidv7();
      if (known) await renewAccount(tx, accountId, displayNameOf(claims), grants.roles, grants.permissions);
      else {
        const one = { accountId, displayName: displayNameOf(claims), origin: 'oidc' as const, subject, passwordHash: null, ...grants, now, by: 'identity provider' };
        // Somebody else may have the name already; theirs stays theirs.
        const made = (await createAccount(tx, { ...one, name })) || (await createAccount(tx, { ...one, name: nameBeside(name, subject) }));
        if (!made) throw new OidcRefused(`${name}: signed in twice at the same moment`);
      }
      await noteSignedIn(tx, accountId, now);
      return { accountId, name: (await accountBySubject(tx, subject))?.name ?? name, roles: grants.roles, to: pending.to };
    });
  }

  private async claimsFor(query: string, pending: Pending): Promise<Readonly<Record<string, unknown>>> {
    const client = await import('openid-client');
    try {
      const tokens = await client.authorizationCodeGrant(await this.configuration(), new URL(`${this.redirectUri}${query}`), { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce, idTokenExpected: true });
      return { ...tokens.claims() };
    } catch (error) {
      const { message, cause, error: code } = error as Error & { error?: string };
      throw new OidcRefused([message, code, (cause as Error | undefined)?.message].filter(Boolean).join(': '), { cause: error });
    }
  }

  private pendingOf(cookie: string | undefined): Pending | undefined {
    const text = cookie === undefined ? undefined : openText(this.key, Buffer.from(cookie, 'base64url'));
    const pending = text === undefined ? undefined : (JSON.parse(text) as Pending);
    return pending && pending.endsAtMs > this.clock.now().getTime() ? pending : undefined;
  }

  /** What the provider says of itself, asked once an hour; what failed is asked again by the next. */
  private configuration(): Promise<Configuration> {
    const nowMs = this.clock.now().getTime();
    if (this.discovered && nowMs - this.discovered.atMs < discoveredForMs) return this.discovered.configuration;
    const configuration = this.discover();
    this.discovered = { atMs: nowMs, configuration };
    configuration.catch(() => (this.discovered = undefined));
    return configuration;
  }

  private async discover(): Promise<Configuration> {
    const client = await import('openid-client');
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret } = this.config;
    if (issuer === undefined || clientId === undefined) throw new OidcRefused('no identity provider is configured');
    // The configuration allows http for this machine only. Signatures are checked in any case, not left to TLS.
    const execute = [client.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : [])];
    const configuration = await client.discovery(new URL(issuer), clientId, undefined, authentication(client, secret), { execute, timeout: timeoutSeconds });
    configuration.timeout = timeoutSeconds;
    return configuration;
  }
}

/** By form where the provider takes it: not all of them read Basic as RFC 6749 §2.3.1 writes it. By Basic, its default, elsewhere. */
const authentication = (client: typeof import('openid-client'), secret: string | undefined): ClientAuth => {
  if (secret === undefined) return client.None();
  const [form, basic] = [client.ClientSecretPost(secret), client.ClientSecretBasic(secret)];
  return (server, ...rest) => (server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ? form : basic)(server, ...rest);
};

const nameBeside = (name: string, subject: string): string => `${name.slice(0, 80)}-${createHash('sha256').update(subject).digest('hex').slice(0, 8)}`;
