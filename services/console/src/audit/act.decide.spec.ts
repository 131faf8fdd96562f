import { actOf, isDryRun, viewOf } from './act.decide.js';

const id = '01a21390-10c0-731c-bcad-23e76c28f794';

describe('an act as the audit log names it', () => {
  it.each([
    ['POST', `/v1/holds/${id}/lift`, {}, 'rights POST /v1/holds/:id/lift', id],
    ['POST', '/v1/holds', { scope: { kind: 'item', itemId: id }, reason: 'x' }, 'rights POST /v1/holds', id],
    ['POST', '/v1/sources/harbour-wire/keys', {}, 'rights POST /v1/sources/:id/keys', 'harbour-wire'],
    ['PATCH', '/v1/sources/harbour%20wire', {}, 'rights PATCH /v1/sources/:id', 'harbour wire'],
    ['DELETE', `/v1/api-keys/${id}`, undefined, 'rights DELETE /v1/api-keys/:id', id],
    ['POST', '/v1/dead-letters/redrive', { ids: ['a', 'b'] }, 'rights POST /v1/dead-letters/redrive', 'a, b'],
    ['POST', '/v1/dead-letters/redrive', { all: true }, 'rights POST /v1/dead-letters/redrive', null],
    ['POST', `/v1/subscribers/${id}/deliveries/17/resend`, {}, 'rights POST /v1/subscribers/:id/deliveries/:id/resend', `${id}, 17`],
    ['POST', '/v1/cases/WD-7F3K-9Q2M/decide', {}, 'rights POST /v1/cases/:id/decide', 'WD-7F3K-9Q2M'],
    ['POST', '/v1/cases/%E0%A4%A/decide', {}, 'rights POST /v1/cases/:id/decide', '%E0%A4%A'],
  ])('%s %s', (method, path, body, act, target) => {
    expect(actOf('rights', method, path, body)).toMatchObject({ act, target });
  });

  it('keeps what was asked, without secrets and cut to size', () => {
    const { details } = actOf('publish', 'POST', '/v1/subscribers', {
      name: 'x', secret: 's3cret', apiKey: 'k', signing_key: 'k', keyword: 'kept', headers: { Authorization: 'Basic x' }, payload: 'raw', text: 'a'.repeat(400), list: Array.from({ length: 30 }, (_, i) => i), deep: { a: { b: { c: { d: 1 } } } },
    });
    expect(details).toEqual({
      name: 'x', secret: '(not kept)', apiKey: '(not kept)', signing_key: '(not kept)', keyword: 'kept', headers: { Authorization: '(not kept)' }, payload: '(not kept)', text: `${'a'.repeat(300)}…`,
      list: [...Array.from({ length: 20 }, (_, i) => i), '… 30 in all'], deep: { a: { b: { c: '…' } } },
    });
    expect(actOf('x', 'POST', '/v1/y', undefined).details).toBeNull();
  });

  it('tells a question from an act, and looking at what is protected from looking', () => {
    expect([isDryRun('/v1/holds/preview', {}), isDryRun('/v1/dead-letters/redrive', { dryRun: true }), isDryRun('/v1/read-again', { apply: false }), isDryRun('/v1/holds', {})]).toEqual([true, true, true, false]);
    expect([viewOf(`/v1/quarantine/${id}/payload`), viewOf('/v1/cases/WD-1/evidence?x=1'), viewOf('/v1/cases/WD-1')]).toEqual(['payload.view', 'evidence.view', undefined]);
  });
});
