import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import fc from 'fast-check';

import type { SourceKey } from '../manage-sources/source.js';
import { ed25519PublicKey, fitsEd25519 } from './ed25519.js';
import { readSignatureInput, signatureBase } from './http-signature.js';
import { prove, type Claim } from './prove.js';

const now = new Date('2026-11-24T08:00:00.000Z');
const seconds = now.getTime() / 1000;
const body = Buffer.from('{"uri": "urn:1"}\r\n');
const pair = generateKeyPairSync('ed25519');
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const keys: SourceKey[] = [{ id: 'k1', expiresAt: null, scheme: 'ed25519', secret: publicPem }];
const target = { method: 'POST', uri: 'https://ingest.example/v1/sources/a/items?dryRun=true' };
const digestOf = (bytes: Buffer) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

/** A request signed as RFC 9421 says, by somebody who has only read it. */
const signed = (options: { covers?: string[]; created?: number; key?: KeyObject; over?: Claim['target']; more?: string; digest?: string } = {}): Claim => {
  const covers = options.covers ?? ['@method', '@target-uri', 'content-digest'];
  const parameters = `(${covers.map((name) => `"${name}"`).join(' ')});created=${options.created ?? seconds};keyid="a, b";alg="ed25519"${options.more ?? ''}`;
  const digest = options.digest ?? digestOf(body);
  const over = options.over ?? target;
  const value = (name: string) => (name === '@method' ? over.method : name === '@target-uri' ? over.uri : name === 'content-digest' ? digest : 'application/json');
  const base = [...covers.map((name) => `"${name}": ${value(name)}`), `"@signature-params": ${parameters}`].join('\n');
  const signature = sign(null, Buffer.from(base), options.key ?? pair.privateKey).toString('base64');
  return { headers: { 'signature-input': `sig1=${parameters}`, signature: `sig1=:${signature}:`, 'content-digest': digest, 'content-type': 'application/json' }, body, target };
};

describe('an HTTP Message Signature', () => {
  it('agrees with the test vector of RFC 9421 B.2.6', () => {
    const input = readSignatureInput('sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"');
    const claim: Claim = { headers: { date: 'Tue, 20 Apr 2021 02:07:55 GMT', 'content-type': 'application/json', 'content-length': '18' }, body: Buffer.from('{"hello": "world"}'), target: { method: 'POST', uri: 'https://example.com/foo?param=Value&Pet=dog' } };
    const base = input && signatureBase(claim, input);
    const signature = Buffer.from('wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==', 'base64');
    expect(fitsEd25519(Buffer.from(base ?? ''), 'JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', signature)).toBe(true);
  });

  it('proves who it is, with whatever else it covers', () => {
    expect(prove(signed(), keys, now)).toEqual({ ok: true, keyId: 'k1', scheme: 'ed25519' });
    expect(prove(signed({ covers: ['content-type', 'content-digest', '@target-uri', '@method'], more: ';nonce="x,;)"' }), keys, now).ok).toBe(true);
  });

  it.each([
    ['another body', { ...signed(), body: Buffer.from('other') }, 'signature-wrong'],
    ['another target', signed({ over: { ...target, uri: 'https://ingest.example/v1/sources/b/items' } }), 'signature-wrong'],
    ['another method', signed({ over: { ...target, method: 'PUT' } }), 'signature-wrong'],
    ['another key', signed({ key: generateKeyPairSync('ed25519').privateKey }), 'signature-wrong'],
    ['no body covered', signed({ covers: ['@method', '@target-uri'] }), 'signature-incomplete'],
    ['no target covered', signed({ covers: ['@method', 'content-digest'] }), 'signature-incomplete'],
    ['a field that is not there', signed({ covers: ['@method', '@target-uri', 'content-digest', 'x-not-there'] }), 'signature-incomplete'],
    ['an unknown digest alone', signed({ digest: 'md5=:AAAA:' }), 'signature-wrong'],
    ['too old', signed({ created: seconds - 301 }), 'signature-expired'],
    ['from the future', signed({ created: seconds + 301 }), 'signature-expired'],
    ['no signature beside its input', { ...signed(), headers: { ...signed().headers, signature: undefined } }, 'signature-incomplete'],
  ])('is refused for %s', (_name, claim, code) => {
    expect(prove(claim, keys, now)).toMatchObject({ ok: false, code });
  });

  it('is read or refused, whatever is sent, and never slowly', () => {
    const odd = fc.string({ unit: fc.constantFrom('(', ')', '"', ';', '=', ',', ' ', 'a', '@', 'sig1', '=("@method"', ':') , maxLength: 200 });
    fc.assert(fc.property(odd, odd, (input, signature) => prove({ headers: { 'signature-input': input, signature }, body, target }, keys, now).ok === false));
    const before = process.cpuUsage();
    prove({ headers: { 'signature-input': `sig1=("@method"${';a="'.repeat(4_000)}`, signature: '' }, body, target }, keys, now);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});

describe('Standard Webhooks with Ed25519', () => {
  it('are checked over id, time and body; other versions beside them are skipped', () => {
    const at = String(seconds);
    const signature = sign(null, Buffer.concat([Buffer.from(`m1.${at}.`), body]), pair.privateKey).toString('base64');
    const claim = (over: Buffer): Claim => ({ headers: { 'webhook-id': 'm1', 'webhook-timestamp': at, 'webhook-signature': `v2,AAAA v1a,${signature} v1,AAAA` }, body: over });
    expect(prove(claim(body), keys, now)).toEqual({ ok: true, keyId: 'k1', scheme: 'ed25519', messageId: 'm1' });
    expect(prove(claim(Buffer.from('other')), keys, now)).toMatchObject({ ok: false, code: 'signature-wrong' });
  });
});

describe('an Ed25519 public key', () => {
  it('may be PEM or its bytes in base64', () => {
    const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    expect([publicPem, raw, `whpk_${raw}`].map((text) => ed25519PublicKey(text)?.equals(pair.publicKey))).toEqual([true, true, true]);
  });

  it('is nothing else', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect([rsa, '', 'AAAA', '-----BEGIN PUBLIC KEY-----\nno'].map(ed25519PublicKey)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
