import { createHmac } from 'node:crypto';

import { Webhook } from 'standardwebhooks';

import { makeKey } from '../manage-sources/key.js';
import type { SourceKey } from '../manage-sources/source.js';
import { prove } from './prove.js';

const now = new Date('2026-11-24T08:00:00.000Z');
const body = Buffer.from([0x00, 0xff, ...Buffer.from('{"a": 1}\r\n')]);
const keyOf = (made: ReturnType<typeof makeKey>, expiresAt: Date | null = null): SourceKey =>
  made.scheme === 'bearer'
    ? { id: made.shown.slice(-4), expiresAt, scheme: 'bearer', digest: made.digest ?? Buffer.alloc(0) }
    : { id: made.shown.slice(-4), expiresAt, scheme: made.scheme, secret: made.secret ?? '' };
const bearer = makeKey('bearer');
const webhooks = makeKey('standard-webhooks');
const superdesk = makeKey('superdesk');
const keys = [bearer, webhooks, superdesk].map((made) => keyOf(made));

describe('a bearer key', () => {
  const claim = (value: string) => ({ headers: { authorization: value }, body });
  it('is known', () => expect(prove(claim(`Bearer ${bearer.shown}`), keys, now)).toMatchObject({ ok: true, scheme: 'bearer' }));
  it('is not known when wrong, missing or of another kind', () => {
    expect(prove(claim(`Bearer ${bearer.shown}x`), keys, now)).toMatchObject({ ok: false, code: 'key-wrong' });
    expect(prove(claim(`Bearer ${webhooks.shown}`), keys, now)).toMatchObject({ ok: false, code: 'key-wrong' });
    expect(prove({ headers: {}, body }, keys, now)).toMatchObject({ ok: false, code: 'key-missing' });
    expect(prove(claim('Basic abc'), keys, now)).toMatchObject({ ok: false, code: 'key-missing' });
  });
  it('works until its end, and not a moment longer', () => {
    const ending = [keyOf(bearer, new Date(now.getTime() + 1))];
    expect(prove(claim(`Bearer ${bearer.shown}`), ending, now).ok).toBe(true);
    expect(prove(claim(`Bearer ${bearer.shown}`), ending, new Date(now.getTime() + 1)).ok).toBe(false);
  });
  it('of none is refused: nothing without proof', () => expect(prove(claim('Bearer x'), [], now).ok).toBe(false));
});

describe('Standard Webhooks', () => {
  const signed = (at: Date, over: Buffer = body, secret = webhooks.shown) => {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const mac = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`msg_1.${timestamp}.`).update(over).digest('base64');
    return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,AAAA v1,${mac}` };
  };

  it('agree with the reference library', () => {
    const text = '{"test": 2432232314}';
    const signature = new Webhook(webhooks.shown).sign('msg_p5jXN8AQM9LWM0D4loKWxJek', now, text);
    const headers = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': String(now.getTime() / 1000), 'webhook-signature': signature };
    expect(prove({ headers, body: Buffer.from(text) }, keys, now)).toMatchObject({ ok: true, messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek' });
  });
  it('are checked over the raw bytes, unknown versions skipped', () => {
    expect(prove({ headers: signed(now), body }, keys, now).ok).toBe(true);
    expect(prove({ headers: signed(now), body: Buffer.concat([body, Buffer.from(' ')]) }, keys, now)).toMatchObject({ code: 'signature-wrong' });
  });
  it('are refused five minutes off, either way', () => {
    const off = (seconds: number) => prove({ headers: signed(new Date(now.getTime() + seconds * 1000)), body }, keys, now);
    expect([off(-299).ok, off(299).ok]).toEqual([true, true]);
    expect([off(-301), off(301)]).toMatchObject([{ code: 'signature-expired' }, { code: 'signature-expired' }]);
  });
  it('are refused incomplete', () => {
    expect(prove({ headers: { 'webhook-signature': 'v1,AAAA' }, body }, keys, now)).toMatchObject({ code: 'signature-incomplete' });
  });
});

describe('a Superdesk signature', () => {
  const mac = createHmac('sha1', superdesk.shown).update(body).digest('hex');
  it('is checked', () => {
    expect(prove({ headers: { 'x-superdesk-signature': `sha1=${mac}` }, body }, keys, now)).toMatchObject({ ok: true, scheme: 'superdesk' });
    expect(prove({ headers: { 'x-superdesk-signature': `sha1=${'0'.repeat(40)}` }, body }, keys, now)).toMatchObject({ code: 'signature-wrong' });
    expect(prove({ headers: { 'x-superdesk-signature': mac }, body }, keys, now)).toMatchObject({ code: 'signature-incomplete' });
  });
});
