import { z } from 'zod';

/** Whose rules a case follows (rights reference §7.3). */
export const regimeName = z.enum(['US_512', 'CN_TIAOLI', 'CN_CIVIL', 'CN_ECOM', 'EU_DSA', 'ORDER']);
export type RegimeName = z.infer<typeof regimeName>;

/** Things that a notice must have; each is looked for by `missingIn`. */
export type FormalField =
  | 'claimant.name' | 'claimant.address' | 'claimant.phone' | 'claimant.email' | 'claimant.contact'
  | 'works' | 'evidence' | 'grounds' | 'signature'
  | 'statements.goodFaith' | 'statements.accuracy' | 'statements.authorityUnderPerjury'
  | 'order.authority' | 'order.reference';

export type CalendarId = 'us-federal' | 'cn-mainland' | 'weekdays-utc';

/** A span of time as a rule gives it. */
export type Span = { readonly businessDays: number } | { readonly days: number } | { readonly hours: number } | { readonly months: number };

/**
 * What a valid answer of the party concerned does. `window`: the claimant has this long to show that they went to
 * court (or an authority), then it is put back, not before `earliest` and not after `latest`; it runs from the day on
 * which the answer came or on which it reached the claimant. `at-once`: it is put back, and the same claimant may not
 * notify the same copy again. `complaint`: it is looked at again by another person. `none`: only the issuer changes it.
 */
export type CounterRule =
  | { readonly kind: 'window'; readonly from: 'counter-received' | 'statement-delivered'; readonly earliest: Span; readonly latest: Span | null; readonly alarms: readonly Span[] }
  | { readonly kind: 'at-once' }
  | { readonly kind: 'complaint' }
  | { readonly kind: 'none' };

/** Things that a counter-notice must have; each is looked for by `counterMissing`. */
export type CounterField = 'party.name' | 'party.address' | 'party.phone' | 'party.contact' | 'grounds' | 'evidence' | 'signature' | 'statements.mistakeUnderPerjury' | 'statements.consentToJurisdiction';

/** One column of the table, as data: what a law leaves open is a default here, for the operator's counsel to change. */
export interface Regime {
  readonly law: string;
  readonly formalFields: readonly FormalField[];
  readonly calendar: CalendarId;
  /** How long a claimant has to complete a notice. */
  readonly cure: Span;
  /** Within which a person looks at an interim hold or a notice under review. */
  readonly review: Span;
  readonly counter: CounterRule;
  readonly counterFields: readonly CounterField[];
  /** How long either side may complain of a decision; null where the rules know no complaint. */
  readonly complaint: Span | null;
}

export const regimes: Readonly<Record<RegimeName, Regime>> = {
  // 17 USC 512(c)(3)(A)(i)–(vi); the e-mail only "if available".
  US_512: {
    law: '17 U.S.C. § 512(c)',
    formalFields: ['claimant.name', 'claimant.address', 'claimant.phone', 'works', 'signature', 'statements.goodFaith', 'statements.accuracy', 'statements.authorityUnderPerjury'],
    calendar: 'us-federal',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
    // 512(g)(2)(C): not less than 10 nor more than 14 business days after the counter notice came.
    counter: { kind: 'window', from: 'counter-received', earliest: { businessDays: 10 }, latest: { businessDays: 14 }, alarms: [{ businessDays: 12 }, { businessDays: 13 }] },
    // 512(g)(3)(A)–(D).
    counterFields: ['party.name', 'party.address', 'party.phone', 'signature', 'statements.mistakeUnderPerjury', 'statements.consentToJurisdiction'],
    complaint: null,
  },
  // 信息网络传播权保护条例 art. 14: name, contact and address; name and address of the works; preliminary proof.
  CN_TIAOLI: {
    law: '信息网络传播权保护条例 第十四、十五条',
    formalFields: ['claimant.name', 'claimant.contact', 'claimant.address', 'works', 'evidence'],
    calendar: 'cn-mainland',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
    // Art. 17: restored immediately, and the holder may not notify again.
    counter: { kind: 'at-once' },
    // Art. 16.
    counterFields: ['party.name', 'party.contact', 'party.address', 'evidence'],
    complaint: null,
  },
  // 民法典 art. 1195: preliminary evidence and the true identity of the holder.
  CN_CIVIL: {
    law: '民法典 第一千一百九十五条',
    formalFields: ['claimant.name', 'claimant.contact', 'grounds', 'evidence'],
    calendar: 'cn-mainland',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
    // Art. 1196: a "reasonable period" after the statement reached the claimant; 15 days as in the e-commerce law, for the operator's counsel to choose.
    counter: { kind: 'window', from: 'statement-delivered', earliest: { days: 15 }, latest: null, alarms: [] },
    counterFields: ['party.name', 'party.contact', 'evidence'],
    complaint: null,
  },
  // 电子商务法 art. 42.
  CN_ECOM: {
    law: '电子商务法 第四十二条',
    formalFields: ['claimant.name', 'claimant.contact', 'evidence'],
    calendar: 'cn-mainland',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
    // Art. 43: 15 days after the statement reached the claimant.
    counter: { kind: 'window', from: 'statement-delivered', earliest: { days: 15 }, latest: null, alarms: [] },
    counterFields: ['party.name', 'party.contact', 'evidence'],
    complaint: null,
  },
  // Regulation (EU) 2022/2065 art. 16(2).
  EU_DSA: {
    law: 'Regulation (EU) 2022/2065, Art. 16',
    formalFields: ['claimant.name', 'claimant.email', 'grounds', 'statements.goodFaith'],
    calendar: 'weekdays-utc',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
    counter: { kind: 'complaint' },
    counterFields: ['party.name', 'grounds'],
    // Art. 20(1): at least six months from the day on which they were informed.
    complaint: { months: 6 },
  },
  ORDER: {
    law: '',
    formalFields: ['order.authority', 'order.reference'],
    calendar: 'weekdays-utc',
    cure: { businessDays: 10 },
    review: { hours: 24 },
    counter: { kind: 'none' },
    counterFields: [],
    complaint: null,
  },
};
