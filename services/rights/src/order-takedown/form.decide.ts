import { notice, type Notice } from './notice.js';
import type { FormalField } from '../cases/regimes.js';

/** Names of the form's fields. */
export const formFields = [
  'type', 'jurisdiction', 'urls', 'scope', 'wanted', 'grounds', 'workTitle', 'workUrls', 'workFirst', 'proof', 'name', 'role', 'organisation', 'email', 'phone', 'address', 'orderAuthority', 'orderReference', 'goodFaith', 'accuracy', 'perjury', 'signature', 'files', 'website', 'nonce', 'lang', 'step',
] as const;
export type FormField = (typeof formFields)[number];
export type FormValues = Readonly<Record<FormField, string>>;

/** What was posted, each known field once; unknown fields are left out. */
export const valuesOf = (posted: Readonly<Record<string, string | string[]>>): FormValues =>
  Object.fromEntries(formFields.map((field) => [field, [posted[field] ?? ''].flat()[0] ?? ''])) as Record<FormField, string>;

const lines = (text: string): string[] => text.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== '');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** The fields of a form that cannot be read, by name; else the notice. */
export type ReadForm = { readonly ok: true; readonly notice: Notice } | { readonly ok: false; readonly fields: readonly FormField[] };

const fieldOfPath: Readonly<Record<string, FormField>> = {
  type: 'type', jurisdiction: 'jurisdiction', targets: 'urls', scope: 'scope', wanted: 'wanted', grounds: 'grounds', works: 'workFirst', evidence: 'proof', signature: 'signature', order: 'orderReference',
  'claimant.name': 'name', 'claimant.role': 'role', 'claimant.organisation': 'organisation', 'claimant.email': 'email', 'claimant.phone': 'phone', 'claimant.address': 'address', 'works.title': 'workTitle', 'works.urls': 'workUrls',
};

/** The notice that a form states, in the shape of the JSON one. Files that came with it are evidence, by their hashes. */
export const readForm = (values: FormValues, language: 'zh' | 'en', files: readonly { readonly description: string; readonly sha256: string }[] = []): ReadForm => {
  const hasWork = [values.workTitle, values.workUrls, values.workFirst].some((value) => value.trim() !== '');
  const stated = {
    type: values.type === '' ? 'copyright' : values.type,
    jurisdiction: orNull(values.jurisdiction),
    language,
    claimant: { name: orNull(values.name), role: values.role === '' ? 'owner' : values.role, organisation: orNull(values.organisation), email: orNull(values.email), phone: orNull(values.phone), address: orNull(values.address) },
    works: hasWork ? [{ title: orNull(values.workTitle), urls: lines(values.workUrls), firstPublishedAt: orNull(values.workFirst.trim()) }] : [],
    targets: lines(values.urls).map((url) => ({ url })),
    scope: values.scope === '' ? 'item' : values.scope,
    wanted: values.wanted === '' ? 'remove' : values.wanted,
    grounds: orNull(values.grounds),
    evidence: [...(orNull(values.proof) === null ? [] : [{ description: values.proof }]), ...files],
    statements: { goodFaith: values.goodFaith !== '', accuracy: values.accuracy !== '', authorityUnderPerjury: values.perjury !== '' },
    signature: orNull(values.signature),
    order: orNull(values.orderAuthority) === null && orNull(values.orderReference) === null ? null : { authority: orNull(values.orderAuthority), reference: orNull(values.orderReference) },
  };
  const parsed = notice.safeParse(stated);
  if (parsed.success) return { ok: true, notice: parsed.data };
  const fields = parsed.error.issues.map(({ path }) => {
    const names = path.filter((part) => typeof part === 'string');
    return fieldOfPath[names.slice(0, 2).join('.')] ?? fieldOfPath[names[0] ?? ''] ?? 'urls';
  });
  return { ok: false, fields: [...new Set(fields)] };
};

/** Which field of the form mends what a notice lacks. */
export const fieldThatMends: Readonly<Record<FormalField, FormField>> = {
  'claimant.name': 'name', 'claimant.address': 'address', 'claimant.phone': 'phone', 'claimant.email': 'email', 'claimant.contact': 'email', works: 'workTitle', evidence: 'workUrls', grounds: 'grounds', signature: 'signature',
  'statements.goodFaith': 'goodFaith', 'statements.accuracy': 'accuracy', 'statements.authorityUnderPerjury': 'perjury', 'order.authority': 'orderAuthority', 'order.reference': 'orderReference',
};
