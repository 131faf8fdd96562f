import fc from 'fast-check';

import { claimTypes } from '../order-takedown/notice.js';
import { dsaStatement, dsaStatementOf, type Restriction } from './dsa-statement.decide.js';

const restriction = (change: Partial<Restriction> = {}): Restriction => ({
  holdId: '01934d0f-1111-7000-8000-0000000000bb', claimType: 'copyright', source: 'notice', decidedByPerson: true, law: '17 U.S.C. § 512(c)', language: 'en', contentAt: '2026-11-20T08:00:00.000Z', restrictedAt: '2026-11-24T10:00:00.000Z', territories: ['*'], ...change,
});

describe('a statement for the DSA Transparency Database', () => {
  it('fits its schema whatever is restricted', () => {
    const any = fc.record({
      holdId: fc.uuid(),
      claimType: fc.constantFrom(...claimTypes),
      source: fc.constantFrom('notice' as const, 'own-motion' as const),
      decidedByPerson: fc.boolean(),
      law: fc.option(fc.string({ minLength: 1, maxLength: 120 })),
      language: fc.option(fc.constantFrom('en', 'zh', 'zh-Hans', 'und')),
      contentAt: fc.constant('2026-11-20T08:00:00.000Z'),
      restrictedAt: fc.constant('2026-11-24T10:00:00.000Z'),
      territories: fc.constantFrom(['*'], ['DE'], ['DE', 'CN'], ['FR', 'IT']),
    });
    fc.assert(fc.property(any, (given) => expect(dsaStatement.safeParse(dsaStatementOf(given)).error).toBeUndefined()));
  });

  it('says truly whether a machine decided, and that none detected', () => {
    expect(dsaStatementOf(restriction({ decidedByPerson: false }))).toMatchObject({ automated_detection: 'No', automated_decision: 'AUTOMATED_DECISION_FULLY' });
    expect(dsaStatementOf(restriction())).toMatchObject({ automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED', source_type: 'SOURCE_ARTICLE_16', puid: restriction().holdId });
  });

  it.each([
    [{ source: 'order' }, 'an order'],
    [{ territories: ['CN', 'US'] }, 'a hold that reaches no member state'],
  ] as [Partial<Restriction>, string][])('is not owed for %j (%s)', (change) => {
    expect(dsaStatementOf(restriction(change))).toBeUndefined();
  });

  it('names the ground that it stands on, and not the other', () => {
    expect(dsaStatementOf(restriction({ claimType: 'licence-end' }))).toMatchObject({ decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT', category: 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC' });
    expect(dsaStatementOf(restriction({ claimType: 'licence-end' }))).not.toHaveProperty('illegal_content_legal_ground');
    expect(dsaStatementOf(restriction({ territories: ['DE', 'CN'] }))?.territorial_scope).toEqual(['DE']);
  });
});
