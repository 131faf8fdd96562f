import { regimes, type FormalField, type RegimeName } from '../cases/regimes.js';
import type { ClaimType, Notice } from './notice.js';

const orders: ReadonlySet<ClaimType> = new Set<ClaimType>(['court-order', 'authority-order', 'terrorist-content']);
const copyrights: ReadonlySet<ClaimType> = new Set<ClaimType>(['copyright', 'photo-rights', 'rights-information']);
const europeanUnion = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK EU'.split(' '));

/** True where somebody with power orders, rather than somebody with a right asks. */
export const isOrder = (type: ClaimType): boolean => orders.has(type);

/**
 * Whose rules a notice follows: those it names; an order those of orders; else those of its jurisdiction; else the
 * operator's default. Of child abuse anybody may tell without a name, which the DSA alone provides for. US 512 and 条例 are about copyright alone: other claims there go by the civil code, in China, or
 * by the notice of the DSA, which asks least and covers any illegality.
 */
export const regimeOf = (notice: Notice, fallback: RegimeName): RegimeName => {
  if (isOrder(notice.type)) return 'ORDER';
  if (notice.type === 'child-abuse' && notice.regime === undefined) return 'EU_DSA';
  const asked = notice.regime ?? byJurisdiction(notice.jurisdiction) ?? fallback;
  if (copyrights.has(notice.type) || asked === 'ORDER') return asked;
  if (asked === 'CN_TIAOLI') return 'CN_CIVIL';
  return asked === 'US_512' ? 'EU_DSA' : asked;
};

const byJurisdiction = (code: string | undefined): RegimeName | undefined => {
  if (code === 'US') return 'US_512';
  if (code === 'CN') return 'CN_TIAOLI';
  return code !== undefined && europeanUnion.has(code) ? 'EU_DSA' : undefined;
};

const has = (value: string | undefined): boolean => value !== undefined && value !== '';

const looksFor: Readonly<Record<FormalField, (notice: Notice) => boolean>> = {
  'claimant.name': ({ claimant }) => has(claimant.name),
  'claimant.address': ({ claimant }) => has(claimant.address),
  'claimant.phone': ({ claimant }) => has(claimant.phone),
  'claimant.email': ({ claimant }) => has(claimant.email),
  'claimant.contact': ({ claimant }) => has(claimant.email) || has(claimant.phone),
  works: ({ works }) => works.some((work) => has(work.title) || has(work.description) || work.urls.length > 0),
  // Preliminary proof: the original's own address, a registration, or what was given as evidence.
  evidence: ({ works, evidence }) => evidence.length > 0 || works.some((work) => work.urls.length > 0 || has(work.registration)),
  grounds: ({ grounds }) => has(grounds),
  signature: ({ signature }) => has(signature),
  'statements.goodFaith': ({ statements }) => statements.goodFaith,
  'statements.accuracy': ({ statements }) => statements.accuracy,
  'statements.authorityUnderPerjury': ({ statements }) => statements.authorityUnderPerjury,
  'order.authority': ({ order }) => has(order?.authority),
  'order.reference': ({ order }) => has(order?.reference),
};

/** Art. 16(2)(c) DSA: who tells of an offence under art. 3–7 of Directive 2011/93/EU need not say who they are. */
const mayBeNameless = (notice: Notice, regime: RegimeName, field: FormalField): boolean => regime === 'EU_DSA' && notice.type === 'child-abuse' && field.startsWith('claimant.');

/** What a notice lacks for its regime (guard G1); empty when it is complete. */
export const missingIn = (notice: Notice, regime: RegimeName): FormalField[] => regimes[regime].formalFields.filter((field) => !looksFor[field](notice) && !mayBeNameless(notice, regime, field));
