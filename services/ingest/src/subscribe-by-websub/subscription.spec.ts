import { createHmac } from 'node:crypto';

import { fitsHubSignature } from './hub-signature.js';
import { answerVerification, askAgainAfterSeconds, type Subscription } from './subscription.decide.js';

const subscription: Subscription = { sourceId: 's', hub: 'https://hub.example/', topic: 'https://a.example/feed', token: 't', secret: 'x', state: 'asked', wanted: true };
const query = { mode: 'subscribe', topic: subscription.topic, challenge: 'c', leaseSeconds: '1000', reason: undefined };

describe('a hub that asks whether we meant it', () => {
  it('is told yes for what we asked for', () => {
    expect(answerVerification(subscription, query)).toEqual({ kind: 'confirm', challenge: 'c', leaseSeconds: 1_000, renewAfterSeconds: 800 });
    expect(answerVerification(subscription, { ...query, leaseSeconds: undefined })).toMatchObject({ leaseSeconds: 864_000 });
    expect(answerVerification(subscription, { ...query, leaseSeconds: '1e99' })).toMatchObject({ leaseSeconds: 7_776_000 });
  });

  it.each([
    ['nobody asked', undefined, query],
    ['another topic', subscription, { ...query, topic: 'https://b.example/' }],
    ['no topic', subscription, { ...query, topic: undefined }],
    ['no challenge', subscription, { ...query, challenge: undefined }],
    ['an end that we do not want', subscription, { ...query, mode: 'unsubscribe' }],
    ['a subscription that has ended', { ...subscription, wanted: false }, query],
    ['another mode', subscription, { ...query, mode: 'publish' }],
  ])('is told no for %s', (_name, known, asked) => {
    expect(answerVerification(known, asked)).toEqual({ kind: 'refuse' });
  });

  it('may let us go when we want to, and may deny', () => {
    expect(answerVerification({ ...subscription, wanted: false }, { ...query, mode: 'unsubscribe' })).toEqual({ kind: 'let-go', challenge: 'c' });
    expect(answerVerification(subscription, { ...query, mode: 'denied', challenge: undefined, reason: 'no' })).toEqual({ kind: 'denied', reason: 'no' });
  });

  it('is asked again later and later', () => {
    expect([1, 2, 3, 20].map(askAgainAfterSeconds)).toEqual([60, 240, 960, 21_600]);
  });
});

describe('the signature of a hub', () => {
  const body = Buffer.from([0xff, 0x00, 0x41]);
  const of = (method: string, secret = 'secret') => `${method}=${createHmac(method, secret).update(body).digest('hex')}`;

  it.each(['sha1', 'sha256', 'sha384', 'sha512'])('of %s is checked over the bytes', (method) => {
    expect(fitsHubSignature(of(method), body, 'secret')).toBe(true);
    expect(fitsHubSignature(of(method), Buffer.concat([body, body]), 'secret')).toBe(false);
    expect(fitsHubSignature(of(method, 'other'), body, 'secret')).toBe(false);
  });

  it('is nothing else', () => {
    expect([undefined, '', 'sha256=', of('md5'), of('sha256').replace('sha256', 'sha1'), `${of('sha256')}00`].map((header) => fitsHubSignature(header, body, 'secret'))).toEqual([false, false, false, false, false, false]);
  });
});
