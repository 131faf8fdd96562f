import { z } from 'zod';

import { claimantFields, claimantRole, notice, type Notice } from '../order-takedown/notice.js';

const { works, grounds, evidence, statements, signature, order } = notice.shape;

/** What a claimant adds to a notice that lacked something. What it names and how far it goes stays. */
export const completion = z.object({
  token: z.string().optional().describe('The private token; or as `Authorization: Bearer`.'),
  claimant: claimantFields.omit({ role: true }).extend({ role: claimantRole.optional() }).optional(),
  works: works.optional(),
  grounds: grounds.optional(),
  evidence: evidence.optional(),
  statements: statements.optional(),
  signature: signature.optional(),
  order: order.optional(),
});
export type Completion = z.infer<typeof completion>;

const known = <T extends object>(value: T | undefined): Partial<T> => Object.fromEntries(Object.entries(value ?? {}).filter(([, member]) => member !== undefined)) as Partial<T>;

/** The notice with what was added: a field given now takes the place of the one before, a statement once made stands. */
export const completed = (before: Notice, added: Completion): Notice => ({
  ...before,
  claimant: { ...before.claimant, ...known(added.claimant) },
  works: added.works !== undefined && added.works.length > 0 ? added.works : before.works,
  grounds: added.grounds ?? before.grounds,
  evidence: [...before.evidence, ...(added.evidence ?? [])],
  statements: {
    goodFaith: before.statements.goodFaith || added.statements?.goodFaith === true,
    accuracy: before.statements.accuracy || added.statements?.accuracy === true,
    authorityUnderPerjury: before.statements.authorityUnderPerjury || added.statements?.authorityUnderPerjury === true,
  },
  signature: added.signature ?? before.signature,
  order: added.order ?? before.order,
});

/** What the form on the case's page adds: its fields have the names of what is missing. */
export const completionOfForm = (fields: Readonly<Record<string, string | string[]>>): unknown => {
  const text = (name: string): string | undefined => [fields[name] ?? ''].flat()[0]?.trim() || undefined;
  const work = text('works');
  const proof = text('evidence');
  return {
    token: text('token'),
    claimant: { name: text('claimant.name'), address: text('claimant.address'), phone: text('claimant.phone'), email: text('claimant.email') ?? text('claimant.contact') },
    ...(work === undefined ? {} : { works: [{ title: work }] }),
    ...(proof === undefined ? {} : { evidence: [{ description: proof }] }),
    grounds: text('grounds'),
    signature: text('signature'),
    statements: { goodFaith: text('statements.goodFaith') !== undefined, accuracy: text('statements.accuracy') !== undefined, authorityUnderPerjury: text('statements.authorityUnderPerjury') !== undefined },
    ...(text('order.authority') === undefined && text('order.reference') === undefined ? {} : { order: { authority: text('order.authority'), reference: text('order.reference') } }),
  };
};
