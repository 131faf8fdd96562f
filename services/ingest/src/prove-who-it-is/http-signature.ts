import { createHash, timingSafeEqual } from 'node:crypto';

import type { Claim, Proof } from './prove.js';
import type { SourceKey } from '../manage-sources/source.js';
import { fitsEd25519 } from './ed25519.js';

const mustCover = ['@method', '@target-uri', 'content-digest'];
const toleranceSeconds = 300;
const componentsMax = 30;
const headerCharsMax = 4_000;

/** What one signature covers. */
export interface SignatureInput {
  readonly label: string;
  readonly components: readonly string[];
  /** The inner list with its parameters, exactly as it was sent: it is signed as it stands. */
  readonly parameters: string;
  readonly created: number | undefined;
  readonly algorithm: string | undefined;
}

const failed = (code: string, detail: string): Proof => ({ ok: false, code, detail });

/**
 * HTTP Message Signatures (RFC 9421) with Ed25519, over at least method, target and body (by Content-Digest, RFC 9530,
 * which is computed again over the bytes as they came). A signature that leaves out the body proves nothing of it.
 */
export const proveHttpSignature = (claim: Claim, live: readonly SourceKey[], now: Date): Proof => {
  const input = readSignatureInput(headerOf(claim, 'signature-input') ?? '');
  const signature = input && signatureOf(headerOf(claim, 'signature') ?? '', input.label);
  if (!input || !signature) return failed('signature-incomplete', 'Send Signature-Input and Signature with one signature under the same label (RFC 9421).');
  const missing = mustCover.filter((name) => !input.components.includes(name));
  if (missing.length > 0) return failed('signature-incomplete', `The signature must cover ${mustCover.join(', ')}; it leaves out ${missing.join(', ')}.`);
  if (input.algorithm !== undefined && input.algorithm !== 'ed25519') return failed('signature-incomplete', `The algorithm "${input.algorithm}" is not read; sign with ed25519.`);
  if (input.created === undefined || Math.abs(now.getTime() / 1000 - input.created) > toleranceSeconds) {
    return failed('signature-expired', `"created" is missing or more than ${toleranceSeconds} s from our clock, which says ${now.toISOString()}. Is yours right, or is this a replay?`);
  }
  if (!fitsDigest(headerOf(claim, 'content-digest') ?? '', claim.body)) return failed('signature-wrong', 'Content-Digest does not fit the body as it was sent. Send sha-256 or sha-512 over the bytes after any Content-Encoding (RFC 9530).');
  const base = signatureBase(claim, input);
  if (base === undefined) return failed('signature-incomplete', 'The signature covers a component that this request does not have, or with parameters that are not read.');
  for (const key of live) {
    if (key.scheme === 'ed25519' && fitsEd25519(Buffer.from(base), key.secret, signature)) return { ok: true, keyId: key.id, scheme: 'ed25519' };
  }
  return failed('signature-wrong', `The signature does not fit any live public key of the source. We computed it with @method ${claim.target?.method ?? ''} and @target-uri ${claim.target?.uri ?? ''}.`);
};

const headerOf = (claim: Claim, name: string): string | undefined => {
  const value = claim.headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
};

/** Index of the first of these characters outside of quotes, from `at` on; the length of the text if there is none. */
const indexOutsideQuotes = (text: string, wanted: string, at: number): number => {
  let quoted = false;
  for (let i = at; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (char === '"') quoted = !quoted;
    else if (!quoted && wanted.includes(char)) return i;
  }
  return text.length;
};

/** The first signature that a Signature-Input describes (a dictionary of inner lists, RFC 9651); undefined for what is none. */
export const readSignatureInput = (header: string): SignatureInput | undefined => {
  const text = header.slice(0, headerCharsMax).trim();
  const [, label = ''] = /^([a-z*][a-z0-9_.*-]{0,60})=\(/i.exec(text) ?? [];
  const open = label.length + 1;
  const close = indexOutsideQuotes(text, ')', open);
  if (label === '' || close === text.length) return undefined;
  const end = indexOutsideQuotes(text, ',', close);
  const components = text.slice(open + 1, close).trim().split(/\s+/).map((item) => /^"([^"]*)"(;.*)?$/.exec(item)).map((match) => (match ? `${match[1]}${match[2] ?? ''}` : ''));
  if (components.length > componentsMax || components.includes('') || new Set(components).size !== components.length) return undefined;
  const tail = text.slice(close + 1, end);
  const parameter = (name: string): string | undefined => tail.split(';').map((part) => part.trim()).find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1).replace(/^"|"$/g, '');
  const created = parameter('created');
  return { label, components, parameters: text.slice(open, end).trim(), created: created !== undefined && /^\d{1,12}$/.test(created) ? Number(created) : undefined, algorithm: parameter('alg') };
};

const signatureOf = (header: string, label: string): Buffer | undefined => {
  const found = header.split(',').map((part) => part.trim()).find((part) => part.startsWith(`${label}=:`) && part.endsWith(':'));
  return found === undefined ? undefined : Buffer.from(found.slice(label.length + 2, -1), 'base64');
};

/** Every digest that we know must fit, and one of them must be there. */
const fitsDigest = (header: string, body: Buffer): boolean => {
  const digests = [...header.matchAll(/(?:^|,)\s*(sha-256|sha-512)=:([A-Za-z0-9+/=]{1,100}):/gi)];
  return digests.length > 0 && digests.every(([, name = '', value = '']) => {
    const expected = createHash(name.toLowerCase().replace('-', '')).update(body).digest();
    const given = Buffer.from(value, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};

/** The text that is signed (RFC 9421 §2.5); undefined where it covers what the request does not have. */
export const signatureBase = (claim: Claim, input: SignatureInput): string | undefined => {
  const lines: string[] = [];
  for (const component of input.components) {
    const value = valueOf(claim, component);
    if (value === undefined) return undefined;
    lines.push(`"${component}": ${value}`);
  }
  return [...lines, `"@signature-params": ${input.parameters}`].join('\n');
};

/** Derived components (RFC 9421 §2.2) and plain fields; a component with parameters is not read. */
const valueOf = (claim: Claim, component: string): string | undefined => {
  const { target } = claim;
  if (!target) return undefined;
  const url = new URL(target.uri);
  switch (component) {
    case '@method':
      return target.method;
    case '@target-uri':
      return target.uri;
    case '@authority':
      return url.host;
    case '@scheme':
      return url.protocol.replace(':', '');
    case '@path':
      return url.pathname;
    case '@query':
      return url.search === '' ? '?' : url.search;
    default:
      return /^[a-z0-9-]+$/.test(component) ? headerOf(claim, component)?.trim() : undefined;
  }
};
