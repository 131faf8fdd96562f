import { z } from 'zod';

import type { ClaimType } from '../order-takedown/notice.js';

/** What a statement of reasons is made of: no personal data, no text of anybody. */
export interface Restriction {
  readonly holdId: string;
  readonly claimType: ClaimType;
  /** How the case began: a notice, an order, or on our own. */
  readonly source: 'notice' | 'order' | 'own-motion';
  /** A person decided; else the policy acted first and a person has yet to look. */
  readonly decidedByPerson: boolean;
  readonly law: string | null;
  /** ISO 639-1 of the article; null where it is not known. */
  readonly language: string | null;
  /** RFC 3339: when the content came to us, and when it was restricted. */
  readonly contentAt: string;
  readonly restrictedAt: string;
  readonly territories: readonly string[];
}

/** EU and EEA members, as the database names territories. */
const territories = ['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'] as const;
const day = z.iso.date();
const upTo = (charsMax: number) => z.string().min(1).max(charsMax);

/**
 * One statement as the DSA Transparency Database takes it since 1 July 2025, to the stricter of its documentation and
 * its validator. Strict: a field that it does not know is a mistake of ours.
 */
export const dsaStatement = z
  .strictObject({
    decision_visibility: z.array(z.literal('DECISION_VISIBILITY_CONTENT_DISABLED')).length(1),
    decision_ground: z.enum(['DECISION_GROUND_ILLEGAL_CONTENT', 'DECISION_GROUND_INCOMPATIBLE_CONTENT']),
    illegal_content_legal_ground: upTo(500).optional(),
    illegal_content_explanation: upTo(2_000).optional(),
    incompatible_content_ground: upTo(500).optional(),
    incompatible_content_explanation: upTo(2_000).optional(),
    content_type: z.array(z.enum(['CONTENT_TYPE_TEXT', 'CONTENT_TYPE_IMAGE'])).length(1),
    category: z.enum(['STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH', 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY', 'STATEMENT_CATEGORY_PROTECTION_OF_MINORS', 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC', 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE']),
    category_specification: z.array(z.enum(['KEYWORD_COPYRIGHT_INFRINGEMENT', 'KEYWORD_TRADEMARK_INFRINGEMENT', 'KEYWORD_DEFAMATION', 'KEYWORD_RIGHT_TO_BE_FORGOTTEN', 'KEYWORD_TERRORIST_CONTENT'])).max(1).optional(),
    territorial_scope: z.array(z.enum(territories)).min(1),
    content_language: z.string().regex(/^[A-Z]{2}$/).optional(),
    content_date: day.refine((text) => text >= '2000-01-01' && text <= '2038-01-01'),
    application_date: day.refine((text) => text >= '2020-01-01' && text <= '2038-01-01'),
    decision_facts: upTo(5_000),
    source_type: z.enum(['SOURCE_ARTICLE_16', 'SOURCE_TYPE_OTHER_NOTIFICATION', 'SOURCE_VOLUNTARY']),
    automated_detection: z.enum(['Yes', 'No']),
    automated_decision: z.enum(['AUTOMATED_DECISION_FULLY', 'AUTOMATED_DECISION_NOT_AUTOMATED']),
    puid: z.string().regex(/^[a-zA-Z0-9-_]+$/).max(500),
  })
  .refine((statement) => (statement.decision_ground === 'DECISION_GROUND_ILLEGAL_CONTENT') === (statement.illegal_content_legal_ground !== undefined && statement.illegal_content_explanation !== undefined && statement.incompatible_content_ground === undefined), 'a legal ground goes with illegal content, and only with it');
export type DsaStatement = z.infer<typeof dsaStatement>;

type Kind = Pick<DsaStatement, 'category' | 'category_specification'>;
const property = (keyword: 'KEYWORD_COPYRIGHT_INFRINGEMENT' | 'KEYWORD_TRADEMARK_INFRINGEMENT'): Kind => ({ category: 'STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS', category_specification: [keyword] });
const contract: Kind = { category: 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC' };
const unspecified: Kind = { category: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE' };

const kinds: Readonly<Record<ClaimType, Kind>> = {
  copyright: property('KEYWORD_COPYRIGHT_INFRINGEMENT'),
  'photo-rights': property('KEYWORD_COPYRIGHT_INFRINGEMENT'),
  'rights-information': property('KEYWORD_COPYRIGHT_INFRINGEMENT'),
  trademark: property('KEYWORD_TRADEMARK_INFRINGEMENT'),
  defamation: { category: 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH', category_specification: ['KEYWORD_DEFAMATION'] },
  privacy: { category: 'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS' },
  'right-to-be-forgotten': { category: 'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', category_specification: ['KEYWORD_RIGHT_TO_BE_FORGOTTEN'] },
  'terrorist-content': { category: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY', category_specification: ['KEYWORD_TERRORIST_CONTENT'] },
  'child-abuse': { category: 'STATEMENT_CATEGORY_PROTECTION_OF_MINORS' },
  'court-order': unspecified,
  'authority-order': unspecified,
  'licence-end': contract,
  'contract-termination': contract,
  other: unspecified,
};
const contractual: ReadonlySet<ClaimType> = new Set<ClaimType>(['licence-end', 'contract-termination']);

/** Territories of a hold that the database covers; `*` is all of them, and none is left where it reaches none. */
const scopeOf = (codes: readonly string[]): DsaStatement['territorial_scope'] => (codes.includes('*') ? [...territories] : territories.filter((territory) => codes.includes(territory)));

/**
 * The statement for one restriction; undefined where none is owed: an order needs none (art. 17(5)), and a hold that
 * reaches no member state neither. Nothing is detected by machines here: notices name addresses. The `puid` is the
 * hold's id, which the ledger never gives twice.
 */
export const dsaStatementOf = (restriction: Restriction): DsaStatement | undefined => {
  const { claimType, law } = restriction;
  const scope = scopeOf(restriction.territories);
  if (restriction.source === 'order' || scope.length === 0) return undefined;
  const ground = contractual.has(claimType)
    ? { decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT' as const, incompatible_content_ground: 'Licence of the source', incompatible_content_explanation: 'The licence under which the item was shown has ended.' }
    : { decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT' as const, illegal_content_legal_ground: (law ?? 'See the decision').slice(0, 500), illegal_content_explanation: `A claim of the kind "${claimType}" was made about the item and found sufficient for disabling access to it.` };
  return {
    decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
    ...ground,
    content_type: [claimType === 'photo-rights' ? 'CONTENT_TYPE_IMAGE' : 'CONTENT_TYPE_TEXT'],
    ...kinds[claimType],
    territorial_scope: scope,
    ...(restriction.language !== null && /^[a-z]{2}$/i.test(restriction.language) ? { content_language: restriction.language.toUpperCase() } : {}),
    content_date: restriction.contentAt.slice(0, 10),
    application_date: restriction.restrictedAt.slice(0, 10),
    decision_facts: restriction.source === 'notice' ? 'A notice named the address of the item. Access to it was disabled.' : 'The item was looked at on our own initiative. Access to it was disabled.',
    source_type: restriction.source === 'notice' ? 'SOURCE_ARTICLE_16' : 'SOURCE_VOLUNTARY',
    automated_detection: 'No',
    automated_decision: restriction.decidedByPerson ? 'AUTOMATED_DECISION_NOT_AUTOMATED' : 'AUTOMATED_DECISION_FULLY',
    puid: restriction.holdId,
  };
};
