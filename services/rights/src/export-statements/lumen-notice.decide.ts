import { z } from 'zod';

import type { TargetState } from '../cases/target.js';
import { heldStates } from '../cases/target.js';
import type { ClaimType, Notice } from '../order-takedown/notice.js';

/** A case as Lumen is told of it. Of the notice only what names works and addresses is read. */
export interface LumenCase {
  readonly number: string;
  readonly claimType: ClaimType;
  readonly language: 'zh' | 'en';
  readonly openedAt: string;
  readonly notice: Notice;
  readonly targets: readonly { readonly url: string | null; readonly state: TargetState }[];
  readonly operator: string;
}

const lumenTypes = ['DMCA', 'Trademark', 'Defamation', 'PrivateInformation', 'DataProtection', 'CourtOrder', 'GovernmentRequest', 'Other'] as const;
const typeOf: Readonly<Record<ClaimType, (typeof lumenTypes)[number] | null>> = {
  copyright: 'DMCA', 'photo-rights': 'DMCA', 'rights-information': 'DMCA', trademark: 'Trademark', defamation: 'Defamation', privacy: 'PrivateInformation', 'right-to-be-forgotten': 'DataProtection', other: 'Other',
  // Not told: orders may be sealed, abuse of children must not be pointed at, and contracts are nobody's notices.
  'court-order': null, 'authority-order': null, 'terrorist-content': null, 'child-abuse': null, 'licence-end': null, 'contract-termination': null,
};

const address = z.url().max(8_192);
const day = z.iso.date().refine((text) => text > '1998-10-28', 'after 1998-10-28');

/** `notice` of Lumen's `POST /notices`. Strict: a field that it does not know is a mistake of ours. */
export const lumenNotice = z.strictObject({
  type: z.enum(lumenTypes),
  title: z.string().min(1).max(255),
  subject: z.string().min(1).max(255),
  date_sent: day,
  date_received: day,
  source: z.literal('Online form'),
  language: z.enum(['zh', 'en']),
  action_taken: z.enum(['Yes', 'No', 'Partial']),
  case_id_number: z.string().min(1).max(40),
  entity_notice_roles_attributes: z.array(z.strictObject({ name: z.enum(['recipient', 'principal']), entity_attributes: z.strictObject({ name: z.string().min(1).max(255), kind: z.literal('organization') }) })).min(1).max(2),
  works_attributes: z.array(z.strictObject({ description: z.string().max(255), infringing_urls_attributes: z.array(z.strictObject({ url: address })).max(10_000), copyrighted_urls_attributes: z.array(z.strictObject({ url: address })).max(10_000) })).min(1).max(500),
});
export type LumenNotice = z.infer<typeof lumenNotice>;

const mailOrPhone = /[\w.+-]+@[\w-]+\.[\w.]+|\+?\d[\d\s().-]{6,}\d/g;
/** Titles and addresses are published, so what looks like a mail address or a telephone number is taken out of them. */
const redacted = (text: string): string => text.replace(mailOrPhone, '[redacted]');
const webAddresses = (texts: readonly (string | null | undefined)[]): { url: string }[] => {
  const seen = new Set(texts.flatMap((text) => (typeof text === 'string' && /^https?:\/\//i.test(text) && URL.canParse(text) && !new URL(text).username ? [new URL(text).href] : [])));
  return [...seen].map((url) => ({ url: redacted(url) }));
};

/**
 * The notice as Lumen takes it, without persons: an organisation is named, its people, their words, signatures and
 * addresses are not. Undefined for what is not told to Lumen.
 */
export const lumenNoticeOf = (one: LumenCase): LumenNotice | undefined => {
  const type = typeOf[one.claimType];
  if (type === null) return undefined;
  const { organisation } = one.notice.claimant;
  const received = one.openedAt.slice(0, 10);
  const held = one.targets.filter(({ state }) => heldStates.has(state)).length;
  const infringing = webAddresses(one.targets.map(({ url }) => url));
  const works = one.notice.works.length === 0 ? [{ title: undefined, urls: [] as string[] }] : one.notice.works;
  return {
    type,
    title: `${type} notice to ${one.operator}, case ${one.number}`.slice(0, 255),
    subject: `Notice of the kind "${one.claimType}"`,
    date_sent: received,
    date_received: received,
    source: 'Online form',
    language: one.language,
    action_taken: held === 0 ? 'No' : held === one.targets.length ? 'Yes' : 'Partial',
    case_id_number: one.number,
    entity_notice_roles_attributes: [
      { name: 'recipient', entity_attributes: { name: one.operator, kind: 'organization' } },
      ...(organisation === undefined || organisation === '' ? [] : [{ name: 'principal' as const, entity_attributes: { name: organisation, kind: 'organization' as const } }]),
    ],
    // The addresses that infringe stand once, with the first work: Lumen does not ask which copies which.
    works_attributes: works.slice(0, 500).map((work, i) => ({ description: redacted(work.title ?? '').slice(0, 255), infringing_urls_attributes: i === 0 ? infringing : [], copyrighted_urls_attributes: webAddresses(work.urls) })),
  };
};
