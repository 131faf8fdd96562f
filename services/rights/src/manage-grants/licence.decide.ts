import { readPolicy, type Grant } from '@wiredesk/usage-terms';
import { z } from 'zod';

/** What a grant allows, without the ids that say which grant it is and of what. */
export type GrantTerms = Omit<Grant, 'grantId' | 'sourceId'>;

const codes = z.array(z.string().trim().min(1).max(32)).min(1).max(64);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/**
 * A licence as an object. Strict: a condition that we do not know would be left unheeded, and what is unknown is not
 * allowed. `reprintReserved` says whether the grant also covers items that reserve reprinting (未经授权不得转载).
 */
export const licenceObject = z.strictObject({
  channels: codes.optional().describe('portal, feed, api, webhook …; absent: all.'),
  territories: z.array(z.string().regex(/^(\*|[A-Z]{2})$/, 'an ISO 3166 code such as CN, or *')).min(1).max(64).optional().describe('Absent: everywhere.'),
  languages: codes.optional().describe('BCP 47; absent: all.'),
  from: instant.nullish().describe('RFC 3339; absent: since ever.'),
  until: instant.nullish().describe('RFC 3339; absent: without end.'),
  credit: z.string().trim().min(1).max(200).nullish().describe('Line that names the source; absent: its name.'),
  notice: z.string().trim().min(1).max(300).nullish().describe('Copyright or licence notice to show.'),
  canonicalLinkRequired: z.boolean().optional(),
  reprintReserved: z.enum(['covered', 'not-covered']).optional().describe('Absent: not-covered.'),
});
export type LicenceObject = z.infer<typeof licenceObject>;

/** A policy of ODRL 2.2 or RightsML 2.0, read by `readPolicy`. */
export const policyObject = z.looseObject({ permission: z.union([z.array(z.unknown()).max(20), z.looseObject({})]) });

/** Body of `PUT /v1/sources/{id}/grant`. */
export const sourceLicence = z.object({
  name: z.string().trim().min(1).max(200).describe('As it is credited.'),
  licence: z.union([z.string().trim().min(1).max(500), licenceObject, policyObject]).nullish().describe('Absent or null: everything is granted.'),
});
export type SourceLicence = z.infer<typeof sourceLicence>;

export type ReadLicence = { readonly kind: 'grant'; readonly terms: GrantTerms } | { readonly kind: 'none' } | { readonly kind: 'unreadable'; readonly detail: string };

const creativeCommons = /^(?:https?:\/\/creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/[a-z]{2,3})?\/?(?:deed(?:\.[a-z-]+)?|legalcode)?|cc[- ]?(by(?:-[a-z]{2})*|0|zero)[- ]?(\d\.\d)?)$/i;
const everything = /^(\*|all|full)$/i;
const nothing = /^(none|no|all rights reserved|保留所有权利|版权所有)$/i;

const open = (name: string): GrantTerms => ({
  channels: ['*'],
  territories: ['*'],
  languages: ['*'],
  from: null,
  until: null,
  credit: name,
  notice: null,
  canonicalLinkRequired: false,
  coversReserved: false,
});

/**
 * What a source's licence grants. Nothing said is a contract for everything, credited with the source's name. Creative
 * Commons licences that permit commercial reproduction are read from their URI or short name; those that do not (NC),
 * and every other text, are unreadable: unknown means no, and the caller is told what can be read.
 * Source of the names: creativecommons.org/licenses, SPDX.
 */
export const readLicence = ({ name, licence }: SourceLicence): ReadLicence => {
  if (licence === undefined || licence === null) return { kind: 'grant', terms: open(name) };
  if (typeof licence === 'string') return readText(name, licence);
  if ('permission' in licence) return readOdrl(name, licence);
  const { reprintReserved, ...rest } = licence;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null));
  const terms: GrantTerms = { ...open(name), ...given, coversReserved: reprintReserved === 'covered' };
  if (terms.from !== null && terms.until !== null && Date.parse(terms.from) >= Date.parse(terms.until)) return { kind: 'unreadable', detail: `The licence ends (${terms.until}) before it begins (${terms.from}).` };
  return { kind: 'grant', terms };
};

const readOdrl = (name: string, policy: z.infer<typeof policyObject>): ReadLicence => {
  const read = readPolicy(policy);
  if (read.kind === 'terms') return { kind: 'grant', terms: { ...open(name), ...read.terms, credit: read.terms.credit ?? name } };
  return read.kind === 'none' ? { kind: 'none' } : { kind: 'unreadable', detail: `The policy cannot be read: ${read.detail}. What is not understood is not allowed.` };
};

const readText = (name: string, text: string): ReadLicence => {
  if (everything.test(text)) return { kind: 'grant', terms: open(name) };
  if (nothing.test(text)) return { kind: 'none' };
  const match = creativeCommons.exec(text);
  const code = (match?.[1] ?? match?.[3] ?? '').toLowerCase();
  const version = match?.[2] ?? match?.[4] ?? '4.0';
  if (code === 'zero' || code === '0' || code === 'mark') return { kind: 'grant', terms: { ...open(name), coversReserved: true } };
  // NoDerivatives allows what we do: the text is reproduced whole and unchanged.
  if (/^by(-sa|-nd)?$/.test(code)) return { kind: 'grant', terms: { ...open(name), notice: `CC ${code.toUpperCase()} ${version}`, coversReserved: true } };
  return {
    kind: 'unreadable',
    detail: `The licence "${text.slice(0, 80)}" cannot be read. Give "all", "none", a Creative Commons licence that permits commercial use (such as CC-BY-4.0), or an object {channels, territories, languages, from, until, credit, notice, canonicalLinkRequired, reprintReserved}.`,
  };
};
