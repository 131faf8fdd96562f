import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

import { serve, type Served, type ServedAnswer, type ServedRequest } from './serve.js';

/** What somebody who signs in there is told apart by. */
export type Claims = Readonly<Record<string, unknown>>;

/** How a provider may be wrong, or hostile. */
export interface ProviderFault {
  readonly claims?: Claims;
  /** Signs with a key that it does not publish. */
  readonly foreignKey?: true;
  readonly unsigned?: true;
  /** Sends the browser back with another state. */
  readonly state?: string;
  readonly denies?: true;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly served: Served;
  /** Who signs in next, and what goes wrong. */
  next: { claims: Claims; fault?: ProviderFault };
  close(): Promise<void>;
}

const client = { id: 'wiredesk-console', secret: 'secret-of-the-client' };
export const providerClient = client;

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * An OpenID provider as a real HTTP server: discovery, authorization, token and keys. It holds its clients to the
 * protocol: PKCE with S256, state and nonce, the exact redirect URI, the client's secret, codes that are good once.
 */
export const identityProvider = async (redirectUri: string): Promise<IdentityProvider> => {
  const [own, foreign] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
  const codes = new Map<string, { challenge: string; nonce: string; claims: Claims; fault: ProviderFault }>();

  const json = (body: object, status = 200): ServedAnswer => ({ status, body: JSON.stringify(body) });
  const refuse = (error: string, status = 400): ServedAnswer => json({ error, error_description: error }, status);

  const authorize = (query: URLSearchParams): ServedAnswer => {
    const wrong = [query.get('client_id') !== client.id, query.get('redirect_uri') !== redirectUri, query.get('response_type') !== 'code', query.get('code_challenge_method') !== 'S256', !query.get('code_challenge'), !query.get('state'), !query.get('nonce'), !query.get('scope')?.split(' ').includes('openid')];
    if (wrong.includes(true)) return refuse(`invalid_request ${wrong.indexOf(true)}`);
    const { claims, fault = {} } = provider.next;
    const back = new URL(redirectUri);
    back.searchParams.set('state', fault.state ?? query.get('state') ?? '');
    back.searchParams.set('iss', provider.issuer);
    if (fault.denies) back.searchParams.set('error', 'access_denied');
    else {
      const code = randomBytes(16).toString('hex');
      codes.set(code, { challenge: query.get('code_challenge') ?? '', nonce: query.get('nonce') ?? '', claims, fault });
      back.searchParams.set('code', code);
    }
    return { status: 302, body: '', headers: { location: back.href } };
  };

  const token = (request: ServedRequest): ServedAnswer => {
    const form = new URLSearchParams(request.body);
    const basic = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    // RFC 6749 §2.3.1: both parts are form-encoded.
    if (basic.split(':').map(decodeURIComponent).join(':') !== `${client.id}:${client.secret}`) return refuse('invalid_client', 401);
    const code = form.get('code') ?? '';
    const grant = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (!grant || form.get('grant_type') !== 'authorization_code' || form.get('redirect_uri') !== redirectUri || challenge !== grant.challenge) return refuse('invalid_grant');
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: provider.issuer, aud: client.id, iat: now, exp: now + 300, nonce: grant.nonce, ...grant.claims, ...grant.fault.claims };
    return json({ access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', expires_in: 300, id_token: idToken(claims, grant.fault, grant.fault.foreignKey ? foreign.privateKey : own.privateKey) });
  };

  const served = await serve((request) => {
    const { pathname, searchParams } = new URL(request.path, 'http://provider');
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: provider.issuer, authorization_endpoint: `${provider.issuer}/authorize`, token_endpoint: `${provider.issuer}/token`, jwks_uri: `${provider.issuer}/jwks`,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true,
        });
      case '/authorize':
        return authorize(searchParams);
      case '/token':
        return token(request);
      case '/jwks':
        return json({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] });
      default:
        return refuse('not_found', 404);
    }
  });
  const provider: IdentityProvider = { issuer: served.url, served, next: { claims: {} }, close: () => served.close() };
  return provider;
};

const idToken = (claims: Claims, fault: ProviderFault, key: KeyObject): string => {
  const signed = `${base64({ alg: fault.unsigned ? 'none' : 'RS256', kid: 'own', typ: 'JWT' })}.${base64(claims)}`;
  return `${signed}.${fault.unsigned ? '' : sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
};
