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
export type Span = { readonly businessDays: number } | { readonly days: number } | { readonly hours: number };

/** One column of the table, as data: what a law leaves open is a default here, for the operator's counsel to change. */
export interface Regime {
  readonly law: string;
  readonly formalFields: readonly FormalField[];
  readonly calendar: CalendarId;
  /** How long a claimant has to complete a notice. */
  readonly cure: Span;
  /** Within which a person looks at an interim hold or a notice under review. */
  readonly review: Span;
}

export const regimes: Readonly<Record<RegimeName, Regime>> = {
  // 17 USC 512(c)(3)(A)(i)–(vi); the e-mail only "if available".
  US_512: {
    law: '17 U.S.C. § 512(c)',
    formalFields: ['claimant.name', 'claimant.address', 'claimant.phone', 'works', 'signature', 'statements.goodFaith', 'statements.accuracy', 'statements.authorityUnderPerjury'],
    calendar: 'us-federal',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
  },
  // 信息网络传播权保护条例 art. 14: name, contact and address; name and address of the works; preliminary proof.
  CN_TIAOLI: {
    law: '信息网络传播权保护条例 第十四、十五条',
    formalFields: ['claimant.name', 'claimant.contact', 'claimant.address', 'works', 'evidence'],
    calendar: 'cn-mainland',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
  },
  // 民法典 art. 1195: preliminary evidence and the true identity of the holder.
  CN_CIVIL: {
    law: '民法典 第一千一百九十五条',
    formalFields: ['claimant.name', 'claimant.contact', 'grounds', 'evidence'],
    calendar: 'cn-mainland',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
  },
  // 电子商务法 art. 42.
  CN_ECOM: {
    law: '电子商务法 第四十二条',
    formalFields: ['claimant.name', 'claimant.contact', 'evidence'],
    calendar: 'cn-mainland',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
  },
  // Regulation (EU) 2022/2065 art. 16(2).
  EU_DSA: {
    law: 'Regulation (EU) 2022/2065, Art. 16',
    formalFields: ['claimant.name', 'claimant.email', 'grounds', 'statements.goodFaith'],
    calendar: 'weekdays-utc',
    cure: { businessDays: 10 },
    review: { businessDays: 2 },
  },
  ORDER: {
    law: '',
    formalFields: ['order.authority', 'order.reference'],
    calendar: 'weekdays-utc',
    cure: { businessDays: 10 },
    review: { hours: 24 },
  },
};
