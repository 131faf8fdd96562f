import { problem, type Caller, type Tokens } from '@wiredesk/platform';
import type { FastifyRequest } from 'fastify';

/**
 * The rights officer behind a request of a browser, which shows a token as the password of Basic (any name), or of a
 * tool, as Bearer. Problem 401 that makes a browser ask, 403 for another role.
 */
export const officerOf = (request: FastifyRequest, tokens: Tokens): Caller => {
  const caller = tokens.callerOf(tokenOf(request.headers.authorization ?? ''));
  if (!caller) throw problem(401, 'token-missing', 'Sign in with any name, and your token as the password.', { headers: { 'www-authenticate': 'Basic realm="wiredesk rights desk", charset="UTF-8"' } });
  if (!caller.roles.includes('rights-officer')) throw problem(403, 'role-missing', `The desk needs the role rights-officer; "${caller.name}" has ${caller.roles.join(', ')}.`);
  return caller;
};

const tokenOf = (authorization: string): string => {
  const [, scheme = '', value = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  return scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8').replace(/^[^:]*:/, '') : value;
};

/**
 * A browser sends Basic credentials by itself, so a form of another site could act in an officer's name: a posted form
 * has to come from our own pages. Problem 403 otherwise. Bearer is never sent by itself.
 */
export const assertOwnForm = (request: FastifyRequest): void => {
  if (/^Bearer /i.test(request.headers.authorization ?? '')) return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  const origin = request.headers.origin;
  const isOwn = typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === request.headers.host;
  if (site === undefined && isOwn) return;
  throw problem(403, 'foreign-form', 'This form was not sent from the desk itself. Open the case here and decide it again.');
};
