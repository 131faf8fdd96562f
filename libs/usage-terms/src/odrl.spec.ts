import fc from 'fast-check';

import { readPolicy } from './odrl.js';

const display = (constraint?: object, more: object = {}): object => ({ permission: [{ action: 'display', ...(constraint ? { constraint } : {}), ...more }] });
const all = { territories: ['*'], languages: ['*'], from: null, until: null, credit: null };

describe('a policy of ODRL or RightsML', () => {
  it.each<[string, object, object]>([
    ['display', display(), { ...all, channels: ['portal'] }],
    ['use, in the long form', { permission: { action: { '@id': 'http://www.w3.org/ns/odrl/2/use' } } }, { ...all, channels: ['*'] }],
    ['display and distribute', { permission: [{ action: ['odrl:display', 'odrl:distribute'] }] }, { ...all, channels: ['api', 'feed', 'portal', 'webhook'] }],
    ['Germany alone, as RightsML says it', { permission: [{ action: 'distribute', constraint: [{ leftOperand: 'spatial', operator: 'eq', rightOperand: 'http://cvx.iptc.org/iso3166-1a3/DEU' }] }] }, { ...all, channels: ['api', 'feed', 'webhook'], territories: ['DE'] }],
    ['a window', display([{ leftOperand: 'dateTime', operator: 'gteq', rightOperand: '2026-11-01' }, { leftOperand: 'dateTime', operator: 'lt', rightOperand: { '@value': '2026-12-01T00:00:00+08:00' } }] as object), { ...all, channels: ['portal'], from: '2026-11-01T00:00:00.000Z', until: '2026-11-30T16:00:00.000Z' }],
    ['some languages and channels', { permission: [{ action: 'use', constraint: [{ leftOperand: 'language', operator: 'isAnyOf', rightOperand: ['zh', 'en'] }, { leftOperand: 'deliveryChannel', operator: 'eq', rightOperand: 'feed' }] }] }, { ...all, channels: ['feed'], languages: ['zh', 'en'] }],
    ['attribution', display(undefined, { duty: [{ action: 'attribute', attributedParty: { name: 'Harbour Wire' } }] }), { ...all, channels: ['portal'], credit: 'Harbour Wire' }],
    ['a prohibition of what we do not do', { ...display(), prohibition: [{ action: 'translate' }] }, { ...all, channels: ['portal'] }],
  ])('that permits %s', (_title, policy, terms) => {
    expect(readPolicy(policy)).toEqual({ kind: 'terms', terms });
  });

  it.each<[string, unknown, string]>([
    ['permits nothing', { prohibition: [{ action: 'display' }] }, 'none'],
    ['contradicts itself without saying who wins', { ...display(), prohibition: [{ action: 'display' }] }, 'none'],
    ['lets prohibitions win', { conflict: 'prohibit', ...display(), prohibition: [{ action: 'display' }] }, 'none'],
    ['prohibits in part', { conflict: 'prohibit', ...display(), prohibition: [{ action: 'display', constraint: [{ leftOperand: 'spatial', operator: 'eq', rightOperand: 'DE' }] }] }, 'unreadable'],
    ['permits an unknown action', { permission: [{ action: 'annotate' }] }, 'unreadable'],
    ['has an unknown operand', display({ leftOperand: 'count', operator: 'lteq', rightOperand: '3' }), 'unreadable'],
    ['has an unknown operator', display({ leftOperand: 'spatial', operator: 'isNoneOf', rightOperand: ['DE'] }), 'unreadable'],
    ['asks to be paid', display(undefined, { duty: [{ action: 'compensate' }] }), 'unreadable'],
    ['joins constraints by logic', display({ or: [] }), 'unreadable'],
    ['inherits', { inheritFrom: 'x', ...display() }, 'unreadable'],
    ['refines its action', { permission: [{ action: { 'rdf:value': 'display', refinement: [] } }] }, 'unreadable'],
    ['is no object', ['x'], 'unreadable'],
  ])('that %s grants nothing', (_title, policy, kind) => {
    expect(readPolicy(policy).kind).toBe(kind);
  });

  it('of any shape is read or refused, and never allows a territory or time that it does not name', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('DE', 'CHN', 'Mars'), (extra, place) => {
        const read = readPolicy({ permission: [{ action: 'display', constraint: [{ leftOperand: 'spatial', operator: 'eq', rightOperand: place }], refinement: extra }] });
        if (read.kind === 'terms') expect(read.terms.territories).toEqual([place === 'CHN' ? 'CN' : 'DE']);
        expect(['terms', 'none', 'unreadable']).toContain(readPolicy(extra).kind);
      }),
    );
  });
});
